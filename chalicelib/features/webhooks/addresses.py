"""Permitted targets of webhooks: an https address on port 443 whose every IP address is public.

Two sources must both agree: Python's own tables (`ipaddress`, after IANA's special-purpose registries) and the list
below. The list adds public addresses that carry a private one, and those of clouds' metadata services.
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from chalicelib.base.errors import DomainError
from chalicelib.base.hosts import WrongHost, ascii_host
from chalicelib.base.languages import N_

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MAX_URL = 500
HTTPS_PORT = 443

#: https://www.iana.org/assignments/iana-ipv4-special-registry, and the sources beside each.
_DENIED_4 = (
    "0.0.0.0/8",  # this network, RFC 791
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",  # private, RFC 1918
    "100.64.0.0/10",  # carriers' NAT, RFC 6598; Alibaba's metadata at 100.100.100.200
    "127.0.0.0/8",  # loopback, RFC 1122
    "169.254.0.0/16",  # link-local, RFC 3927; metadata of AWS, Google, Azure at 169.254.169.254, of ECS at .170.2
    "192.0.0.0/24",  # protocol assignments, RFC 6890; Oracle's metadata at 192.0.0.192
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",  # documentation, RFC 5737
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.175.48.0/24",  # AS112 and AMT, RFC 7534, 7535, 7450
    "192.88.99.0/24",  # relays of 6to4, RFC 7526
    "198.18.0.0/15",  # benchmarks, RFC 2544
    "224.0.0.0/4",  # multicast, RFC 5771
    "240.0.0.0/4",  # reserved and broadcast, RFC 1112, 919
    "168.63.129.16/32",  # Azure's platform, reached from any virtual machine
)
#: https://www.iana.org/assignments/iana-ipv6-special-registry; only 2000::/3 is global unicast at all (RFC 4291).
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_DENIED_6 = (
    "::/96",
    "::ffff:0:0/96",
    "::ffff:0:0:0/96",  # IPv4 within, RFC 4291, 2765
    "64:ff9b::/96",
    "64:ff9b:1::/48",  # NAT64, RFC 6052, 8215
    "100::/64",
    "100:0:0:1::/64",  # discard, RFC 6666, 9780
    "2001::/23",  # protocol assignments, RFC 2928; Teredo (2001::/32, RFC 4380) and ORCHID among them
    "2001:db8::/32",
    "3fff::/20",  # documentation, RFC 3849, 9637
    "2002::/16",  # 6to4: an IPv4 address within, RFC 3056
    "2620:4f:8000::/48",  # AS112, RFC 7534
    "5f00::/16",  # segment routing, RFC 9602
    "fc00::/7",  # unique local, RFC 4193; AWS' metadata at fd00:ec2::254
    "fe80::/10",
    "fec0::/10",  # link-local, site-local, RFC 4291, 3879
    "ff00::/8",  # multicast, RFC 4291
)
_NETWORKS_4 = tuple(ipaddress.IPv4Network(each) for each in _DENIED_4)
_NETWORKS_6 = tuple(ipaddress.IPv6Network(each) for each in _DENIED_6)


class WrongUrl(DomainError):
    """No webhook may go there; the message has the correction."""


class Target(NamedTuple):
    """An address, taken apart: `host` in ASCII without brackets, `path` with its query as it is sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return the value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (HTTPS_PORT if self.scheme == "https" else 80) else f"{host}:{self.port}"


def parse(url: str, *, loopback: bool) -> Target:
    """Return the parts of an endpoint's address. Raises WrongUrl. With `loopback`, plain http is taken, on any port."""
    if len(url) > MAX_URL or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise WrongUrl(N_("Must be an address of at most 500 characters, without spaces."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WrongUrl(N_("Must be an address such as https://example.com/hooks.")) from None
    if "@" in parts.netloc:
        raise WrongUrl(N_("Must not hold a user name or password: calls are signed."))
    if parts.fragment or not parts.hostname or "%" in parts.netloc:
        raise WrongUrl(N_("Must be an address such as https://example.com/hooks."))
    plain = loopback and parts.scheme == "http"
    if not plain and (parts.scheme != "https" or port not in {None, HTTPS_PORT}):
        raise WrongUrl(N_("Must begin with https:// and use its usual port, 443."))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(
        scheme=parts.scheme,
        host=_ascii(parts.hostname),
        port=port or (80 if plain else HTTPS_PORT),
        path=f"{path}?{query}" if query else path,
    )


def is_public(address: Address) -> bool:
    """Return True if an address belongs to the public internet, as far as its whole content goes."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in each for each in _NETWORKS_4)
    return (
        address.is_global
        and not address.is_multicast
        and address.scope_id is None
        and address in _GLOBAL_6
        and not any(address in each for each in _NETWORKS_6)
    )


def _ascii(host: str) -> str:
    """Return a host as DNS knows it, or an IP address."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))  # urlsplit has checked it
    try:
        return ascii_host(host)
    except WrongHost:
        raise WrongUrl(N_("Must be an address such as https://example.com/hooks.")) from None
