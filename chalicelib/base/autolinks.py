"""Words of which phones and mail programs make a link by themselves, as Android's Linkify and iOS's data detectors do.

One beside the owner's own link would be tapped instead of it. Only known top-level domains count, since `И.И.Иванов`
and `ул.Ленина` have dots, too.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import AfterValidator

from chalicelib.base.hosts import WrongHost, ascii_host
from chalicelib.base.languages import N_
from chalicelib.base.words import nearest

_DOMAINS = Path(__file__).parent / "top_level_domains.txt"
#: Dots of other scripts, which domains may be written with (UTS 46), and signs that look like one.
_DOTS = str.maketrans(dict.fromkeys("．。｡․", "."))
#: Schemes of any program, and addresses that need none.
_SCHEME = re.compile(r"[a-z0-9]:/{2}|\b(?:mailto|sms|tel):\S|\bwww\.\S", re.IGNORECASE)
#: Characters that no label of a host has, spaces and punctuation; emoji are labels of some.
_BETWEEN = re.compile(r"[\s!-,/:-@\[-^`{-~«»“”„‘’‚‹›…–—]+")
_LATIN = re.compile(r"[a-z]{2,}(?![a-z0-9_])")
_IPV4 = 4


def is_linked(words: str) -> bool:
    """Return True if some program would make a link of a part of a text, in either reading."""
    return any(map(_is_linked, _readings(words)))


def unlinked(words: str) -> str:
    """Return words that nothing makes a link of: with a space after each dot, if they would be one without."""
    linked = next(filter(_is_linked, _readings(words)), None)
    return words if linked is None else re.sub(r"([.:])(?=\S)", r"\1 ", linked)


def _readings(words: str) -> tuple[str, str]:
    """Return both readings of a text: as written, and as an SMS may spell it."""
    return words.translate(_DOTS), "".join(map(nearest, words)).translate(_DOTS)


def _is_linked(words: str) -> bool:
    return bool(_SCHEME.search(words)) or any(map(_is_host, _hosts(words)))


def _hosts(words: str) -> Iterator[list[str]]:
    """Yield the labels of each host in a text: labels with dots between them, none of them empty."""
    for dotted in _BETWEEN.split(words.lower()):
        yield from (host.split(".") for host in re.split(r"^\.+|\.{2,}|\.+$", dotted) if "." in host)


def _is_host(labels: list[str]) -> bool:
    quads = (labels[at : at + _IPV4] for at in range(len(labels) - _IPV4 + 1))
    return any(map(_is_top_level, labels[1:])) or any(all(map(_is_octet, quad)) for quad in quads)


def _is_octet(label: str) -> bool:
    return re.fullmatch(r"[0-9]{1,3}", label) is not None and int(label) < 256  # noqa: PLR2004


def _is_top_level(label: str) -> bool:
    """Return True if a label is a top-level domain, or begins with one before a hyphen or another script."""
    latin, whole = _LATIN.match(label), label if label.startswith("xn--") else label.partition("-")[0]
    try:
        return (latin is not None and latin[0] in _top_level()) or ascii_host(whole) in _top_level()
    except WrongHost:
        return False


@cache
def _top_level() -> frozenset[str]:
    lines = _DOMAINS.read_text("ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _needs_no_link(words: str) -> str:
    if is_linked(words):
        raise ValueError(N_("Phones would make a link of this. Leave web addresses out, put a space after each dot."))
    return words


#: Beside a type of text that stands in messages next to the owner's link.
NO_LINK = AfterValidator(_needs_no_link)
