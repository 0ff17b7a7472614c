"""Names of hosts lead to one host, however they are typed."""

import pytest

from chalicelib.base.hosts import WrongHost, ascii_host


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRASSE.example.", "strasse.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("βόλος.gr", "xn--nxasmm1c.gr"),
        ("ＥＸ。com", "ex.com"),
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
        ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
        ("3д-печать.example", "xn--3--8kcog3dxa2b9b.example"),
        ("почта.example.com", "xn--80a1acny.example.com"),
        ("tシャツ.example", "xn--t-mfutbzh.example"),
        ("198.51.100.7", "198.51.100.7"),
        ("my_host.example.com", "my_host.example.com"),
    ],
)
def test_a_name_has_one_form(typed: str, host: str) -> None:
    assert ascii_host(typed) == host
    assert ascii_host(host) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "a..b",
        "-a.com",
        "☃.com",
        "☕.ws",
        "xn--a",
        "xn--ls8h.la",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4.5",
        f"{'a' * 64}.com",
        f"{'a.' * 127}com",
        "a b.com",
        "a/b.com",
        "m\u0430il.example",
        "xn--exmple-4nf.com",
        "mail.\u0441om",
        "яndex.example",
        "pαy.example",
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(WrongHost):
        ascii_host(typed)
