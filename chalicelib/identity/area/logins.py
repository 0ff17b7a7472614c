"""Sign-in names: an e-mail or a phone, stored as a hash by a key.

Why by a key: there are few phone numbers, and all of them can be tried against a plain hash.
"""

import hashlib
import hmac
from typing import NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.emails import ascii_address
from chalicelib.base.errors import Invalid
from chalicelib.base.phones import parse as parse_phone
from chalicelib.identity.area.model import AreaPerson, LoginKind

#: The key's generation, in front of each hash: those of a later one would look otherwise.
_GENERATION = "1"
#: Hexadecimal digits of a hash: 128 bits.
_LENGTH = 32


class LoginName(NamedTuple):
    """A typed sign-in name: its kind, and the name in the form that is hashed."""

    kind: LoginKind
    name: str


def read_login(typed: str, *, countries: tuple[str, ...]) -> LoginName | None:
    """Return the sign-in name that somebody typed; None if it is neither an e-mail nor a phone."""
    if "@" in typed:
        try:
            return LoginName(LoginKind.EMAIL, ascii_address(typed))
        except ValueError:
            return None
    try:
        number = parse_phone(typed, countries=countries, pointer="/login", allowed_only=False)
    except Invalid:
        return None
    return LoginName(LoginKind.PHONE, number)


def names_of(person: AreaPerson) -> dict[LoginKind, str]:
    """Return the sign-in names of a person, by kind."""
    names = {LoginKind.EMAIL: person.email, LoginKind.PHONE: person.phone}
    return {kind: name for kind, name in names.items() if name}


def login_hash(account_id: str, kind: LoginKind, name: str) -> str:
    """Return the hash of a name; the case of an e-mail's letters makes no difference."""
    said = "\0".join(("area-login", account_id, kind, name.casefold())).encode()
    return _GENERATION + hmac.new(identity_key(), said, hashlib.sha256).hexdigest()[:_LENGTH]
