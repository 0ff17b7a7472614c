"""Names of hosts: converts any spelling into the one form of DNS (IDNA 2008, RFC 5891, by the package idna).

Hosts are compared, stored, shown and connected to in this form. Two encoders would lead to two hosts (`straße.example`
is another one in IDNA 2003).
"""

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

#: RFC 1123; underscores are no host's in it, but some services' (RFC 8552).
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
#: Text that programs read as a number, hence as a part of an IPv4 address (WHATWG URL, "ends in a number").
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


#: Their letters look alike; ICANN's IDN guidelines let no label have letters of two of them.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})


class WrongHost(ValueError):
    """No host of the internet is called so."""


class MixedLetters(WrongHost):
    """A host that looks like another one, by letters of other alphabets among its own."""


def ascii_host(host: str) -> str:
    """Return a host's name in lower-case ASCII without the root's dot, or an IPv4 address as it is written.

    Raises WrongHost if it is no name: empty or overlong labels, symbols, emoji, `xn--` labels that no name encodes to.
    Numbers that some program would take for an address (`127.1`, `0x7f.1`) are none. Nor are labels of mixed scripts (a
    Cyrillic а in `mail`), which lead to another host than they seem to.
    """
    encoded = _encoded(host).removesuffix(".")
    if not _HOST.fullmatch(encoded):
        raise WrongHost(host)
    if _NUMBER.fullmatch(encoded.rpartition(".")[2]):
        return _ipv4(encoded)
    return encoded


def with_ascii_host(url: str) -> str:
    """Return an address with its host as `ascii_host` has it. Raises WrongHost, also if it is no address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WrongHost(url) from error
    if not host or "@" in parts.netloc:
        raise WrongHost(url)
    authority = ascii_host(host) + (f":{port}" if port is not None else "")
    return parts._replace(netloc=authority).geturl()


def _encoded(host: str) -> str:
    if host.isascii() and "xn--" not in host.lower():
        return host.lower()
    import idna  # noqa: PLC0415 - its tables are heavy, and most hosts are ASCII

    try:
        # UTS 46 folds typed forms (capitals, full-width letters and dots); nothing transitional: ß stays ß
        encoded = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        mixed = any(map(_is_mixed, idna.decode(encoded).split(".")))
    except idna.IDNAError as error:
        raise WrongHost(host) from error
    if mixed:
        raise MixedLetters(host)
    return encoded


def _is_mixed(label: str) -> bool:
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(scripts & _ALIKE) > 1


def _ipv4(host: str) -> str:
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise WrongHost(host) from error
