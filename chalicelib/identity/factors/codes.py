"""Codes that people type: the six digits of an authenticator or an e-mail, and recovery codes.

A recovery code is 16 letters and digits of Crockford's base32, 80 bits, in groups of four. It is kept as a SHA-256
with the user's id: with so many random bits no slower hash is needed.
"""

import hashlib
import secrets
import unicodedata

from chalicelib.base.folding import fold_code

#: Of the pool's codes (Cognito has no setting for it).
CODE_DIGITS = 6
RECOVERY_CODES, _GROUPS, _GROUP = 10, 4, 4
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Crockford's base32 has none of these letters: who types one means the digit.
_MEANT = str.maketrans("OIL", "011")


def plain_code(typed: str) -> str:
    """Return the six digits of a code without anything between and beside them; another text without spaces."""
    digits = [str(unicodedata.decimal(each)) for each in typed if each.isdecimal()]
    return "".join(digits if len(digits) == CODE_DIGITS else typed.split())


def new_recovery_codes() -> tuple[str, ...]:
    """Return new recovery codes as they are shown, such as `7K3M-0QXW-9ZTB-E4HD`."""
    return tuple("-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES))


def recovery_code_of(typed: str) -> str | None:
    """Return the sixteen characters of a recovery code in any notation, None for a malformed one."""
    code = fold_code(typed[:100]).upper().translate(_MEANT)
    return code if len(code) == _GROUPS * _GROUP and set(code) <= set(_ALPHABET) else None


def digest_of(user_id: str, code: str) -> str:
    """Return the stored form of a recovery code; `code` as `recovery_code_of` returns it."""
    return hashlib.sha256(f"{user_id}#{code}".encode()).hexdigest()


def digests_of(user_id: str, shown: tuple[str, ...]) -> set[str]:
    """Return the stored forms of recovery codes, from those that are shown."""
    return {digest_of(user_id, code.replace("-", "")) for code in shown}


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))
