"""Passwords of people of the client area: argon2id (RFC 9106), by OWASP's smallest recommended memory.

Why not in the user pool: these people's data may have to stay where no pool is.
"""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: KiB, passes and lanes.
MEMORY, PASSES, LANES = 19 * 1024, 2, 1
#: Characters. NIST SP 800-63B asks for a length and against rules of composition.
SHORTEST, LONGEST = 10, 200
TOO_SHORT = N_("Choose a password of at least {shortest} characters. A sentence is easy to remember.")
TOO_LONG = N_("Choose a password of at most {longest} characters.")
TOO_PLAIN = N_("This password is easy to guess. Choose one with more different characters, without your own contacts.")
_FEWEST_DIFFERENT = 5
#: The hash of a forgotten random text. Unknown names are compared with it, so that they take the same time.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$5gidGUhOAyt5ZCzHqwU4pQ$Gnaz6rjGe3dJNwprXojeEcZqwMfn58dbFbvN98opx5I"


def check_password(password: str, *, contacts: tuple[str, ...] = (), pointer: str = "/password") -> None:
    """Raise Invalid for a password that is too short, too long or too plain, or contains a contact."""
    if len(password) < SHORTEST:
        raise Invalid([FieldError(pointer, TOO_SHORT, {"shortest": SHORTEST})])
    if len(password) > LONGEST:
        raise Invalid([FieldError(pointer, TOO_LONG, {"longest": LONGEST})])
    folded = password.casefold()
    told = [part for each in contacts for part in (each, each.partition("@")[0]) if len(part) >= _FEWEST_DIFFERENT]
    if len(set(folded)) < _FEWEST_DIFFERENT or any(each.casefold() in folded for each in told):
        raise Invalid([FieldError(pointer, TOO_PLAIN)])


def hash_password(password: str) -> str:
    """Return the hash of a password, with its parameters."""
    return _hasher().hash(password)


def is_password_of(password_hash: str, password: str) -> bool:
    """Return True if a password is that of a hash. An empty hash costs as much and is nobody's."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - few calls sign anybody in

    try:
        return _hasher().verify(password_hash or _NOBODYS, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - few calls sign anybody in

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY, parallelism=LANES)
