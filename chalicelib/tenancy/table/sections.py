"""Rows of sections of settings: one item each, or several parts where an item is too small.

The first part's version guards a section's changes. All parts carry it, so that a reading in the middle of a change is
noticed and repeated.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.identity.table import AccountRow
from chalicelib.identity.table.base import AccountsRow

#: Characters of a part: at 4 bytes each they fit in DynamoDB's 400 KB.
PART = 90_000
_JSON = Document()
#: The prefix of sort keys of features' sections. Why not as those of an account's own: these are read all at once.
_OF_FEATURES = "settings"


class SectionRow(AccountsRow, discriminator="settings"):
    """A section of settings, or a part of it: a piece of its JSON."""

    version = NumberAttribute()
    parts = NumberAttribute()
    text = UnicodeAttribute()


class Place(NamedTuple):
    """The place of a stored section; sort keys are `<group>#<code>#<part>`."""

    account_id: str
    group: str
    code: str

    def key(self, part: int = 0) -> tuple[str, str]:
        return self.account_id, f"{self.group}#{self.code}#{part}"


class Saved(NamedTuple):
    """A section as it is stored."""

    document: Mapping[str, Any]
    version: int
    parts: int


NEVER_SAVED = Saved({}, 0, 0)


def joined(rows: Iterable[SectionRow]) -> dict[str, Saved]:
    """Return the sections of some rows by code. Raises Stale if a section was changed while they were read."""
    parts: dict[str, dict[int, SectionRow]] = defaultdict(dict)
    for row in rows:
        _, code, part = row.sk.split("#")
        parts[code][int(part)] = row
    return {code: _joined(each) for code, each in parts.items() if 0 in each}


def _joined(parts: Mapping[int, SectionRow]) -> Saved:
    first = parts[0]
    pieces = [each for number in range(int(first.parts)) if (each := parts.get(number)) is not None]
    if len(pieces) < first.parts or any(each.version != first.version for each in pieces):
        raise stale(None)
    document = _JSON.deserialize("".join(each.text for each in pieces))
    return Saved(document, int(first.version), len(pieces))


def get_section(place: Place) -> Saved:
    """Query: a section with all its parts. Raises Stale if it was changed meanwhile."""
    pk, first = place.key()
    rows = SectionRow.query(pk, SectionRow.sk.startswith(first.removesuffix("0")), consistent_read=True)
    return joined(rows).get(place.code, NEVER_SAVED)


def get_feature_section(account_id: str, code: str) -> Saved:
    """Query: a section that a feature brings, with all its parts. Raises Stale if it was changed meanwhile."""
    return get_section(Place(account_id, _OF_FEATURES, code))


def put_feature_section(
    account_id: str,
    code: str,
    document: Mapping[str, Any],
    *,
    replacing: Saved,
    otherwise: Otherwise,
    unknown: Otherwise,
) -> None:
    """Write a feature's section if it is unchanged since it was read; `unknown` if there is no such account."""
    tx = Transaction()
    write_section(tx, Place(account_id, _OF_FEATURES, code), document, replacing=replacing, otherwise=otherwise)
    tx.check(AccountRow(account_id, "account"), condition=AccountRow.pk.exists(), otherwise=unknown)
    tx.commit()


def rows_of(place: Place, document: Mapping[str, Any], *, version: int) -> list[SectionRow]:
    text = str(_JSON.serialize(document))
    pieces = [text[at : at + PART] for at in range(0, len(text), PART)]
    return [
        SectionRow(*place.key(number), version=version, parts=len(pieces), text=piece)
        for number, piece in enumerate(pieces)
    ]


def write_section(
    tx: Transaction, place: Place, document: Mapping[str, Any], *, replacing: Saved, otherwise: Otherwise
) -> None:
    """Add to a transaction the writes of a changed section, if it is still of the version that was read."""
    first, *others = rows_of(place, document, version=replacing.version + 1)
    tx.put(first, condition=_unchanged(replacing.version), otherwise=otherwise)
    for row in others:
        tx.put(row)
    for number in range(len(others) + 1, replacing.parts):
        tx.delete(SectionRow(*place.key(number)))


def check_section(tx: Transaction, place: Place, *, version: int) -> None:
    """Demand in a transaction that a section is still of a version; Stale otherwise."""
    tx.check(SectionRow(*place.key()), condition=_unchanged(version), otherwise=stale)


def _unchanged(version: int) -> Condition:
    same = SectionRow.version == version
    return same if version else SectionRow.pk.does_not_exist() | same
