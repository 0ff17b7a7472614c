"""Permitted addresses of webhooks."""

import ipaddress

import pytest

from chalicelib.features.webhooks.addresses import Target, WrongUrl, is_public, parse

DENIED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "4000::1",
    "2620:4f:8000::1",
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize("address", DENIED)
def test_no_webhook_goes_to_an_address_off_the_public_internet(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_webhook_may_go_to_the_public_internet(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://example.com", "example.com", "/"),
        ("https://example.com:443/hooks?a=b", "example.com", "/hooks?a=b"),
        ("https://EXAMPLE.com/Путь?q=ё", "example.com", "/%D0%9F%D1%83%D1%82%D1%8C?q=%D1%91"),
        ("https://страхование.рф/hooks", "xn--80aaahfd6bq7ad.xn--p1ai", "/hooks"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", "/"),
        ("https://example.com/a%20b", "example.com", "/a%20b"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, path: str) -> None:
    target = parse(url, loopback=False)

    assert (target.host.encode(), target.path) == (host.encode(), path) or host.startswith("xn--")
    assert target.path == path
    assert target.host.isascii()
    assert (target.scheme, target.port) == ("https", 443)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "//example.com/",
        "example.com",
        "https://",
        "https:///path",
        "https://example.com:8443/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com@169.254.169.254/",
        "https://example.com\\@169.254.169.254/",
        "https://example.com/\r\nHost: other",
        "https://exa mple.com/",
        "https://example.com/#part",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://exa%6dple.com/",
        "https://-example.com/",
        "https://example..com/",
        "https://" + "a" * 64 + ".com/",
        "https://example.com/" + "a" * 490,
        "https://exa\u0000mple.com/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://localhost/",
        "",
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(WrongUrl):
        parse(url, loopback=False)


def test_plain_http_is_taken_where_loopback_is_allowed_only() -> None:
    assert parse("http://127.0.0.1:8080/x", loopback=True) == Target("http", "127.0.0.1", 8080, "/x")
    with pytest.raises(WrongUrl):
        parse("http://127.0.0.1:8080/x", loopback=False)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://example.com/", "example.com"),
        ("https://[2606:4700::1111]/", "[2606:4700::1111]"),
        ("http://localhost:8080/", "localhost:8080"),
    ],
)
def test_the_host_header_names_what_was_asked_for(url: str, authority: str) -> None:
    assert parse(url, loopback=True).authority == authority
