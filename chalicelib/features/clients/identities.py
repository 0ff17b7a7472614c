"""Hashes by which the same person is found: of a document, of name and birth date, of a phone.

Why hashed by a key: there are only 10^10 passport numbers, and all of them can be tried against a plain hash.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Literal, NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.folding import fold_code
from chalicelib.features.clients.documents import Document, identity_of
from chalicelib.features.clients.model import ClientKind, Facts

#: The key's generation, in front of each hash: those of a later one would look otherwise.
_GENERATION = "1"
#: Hexadecimal digits of a hash: 128 bits.
_LENGTH = 32

#: `doc`: a document or a tax number; `nd`: surname, given name and birth date; `tel`: a phone.
IdentityKind = Literal["doc", "nd", "tel"]


class Identity(NamedTuple):
    """A hash of one kind."""

    kind: IdentityKind
    hash: str


def identities_of(account_id: str, facts: Facts) -> tuple[Identity, ...]:
    """Return the hashes of a client; of a company those of its tax number and phone."""
    return tuple(Identity(kind, _hash(account_id, kind, *said)) for kind, said in _said(facts))


def document_identity(account_id: str, document: Document) -> Identity:
    """Return the hash of a document."""
    return Identity("doc", _hash(account_id, "doc", identity_of(document)))


def _said(facts: Facts) -> Iterator[tuple[IdentityKind, tuple[str, ...]]]:
    if facts.document is not None:
        yield "doc", (identity_of(facts.document),)
    if facts.kind is ClientKind.COMPANY and facts.tax_number:
        yield "doc", (f"tax_{(facts.tax_country or '').lower()}", facts.tax_number)
    if facts.surname and facts.given_name and facts.birth_date:
        # Without the patronymic: leaving it out would make another person.
        yield "nd", (fold_code(facts.surname), fold_code(facts.given_name), facts.birth_date.isoformat())
    if facts.phone:
        yield "tel", (facts.phone,)


def _hash(account_id: str, *said: str) -> str:
    message = "\0".join(("identity", account_id, *said)).encode()
    return _GENERATION + hmac.new(identity_key(), message, hashlib.sha256).hexdigest()[:_LENGTH]
