"""Owners' links and typed codes. Neither is stored: both are derived from a key that only the functions can read.

A token is 128 bits of HMAC-SHA-256 over the request's ids (RFC 2104). So a message can be written again without keeping
the link anywhere. Stored are the SHA-256 of the token, and an HMAC of the code: a plain hash of its 50 bits could be
searched. Docs: decisions/0025.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: Crockford's alphabet: no I, L, O, U, so that nothing is misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
#: The length of codes of requests from before CODE_LENGTH.
FORMER_CODE_LENGTH = 8
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
#: All else (dashes, brackets, quotes, spaces, marks) is none of a code's, but beside it in a message, or blank.
_LETTERS = frozenset({"Lu", "Ll", "Lo", "Nd"})
#: Letters of Hangul that nobody sees; the sign of a number, of which NFKD makes two letters.
_BLANK = str.maketrans("", "", "\u115f\u1160\u3164\uffa0№")
#: Cyrillic, Greek and other capitals that look like a Latin letter or digit; owners type on the keyboard that they
#: have. A test compares them with Unicode's confusables. Some of them NFKD would take for other letters.
_ALIKE = str.maketrans("АВЕКМНОРСТУХЗЅІӀЈԚԜҮԌѴΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿԀ", "ABEKMHOPCTYX3SIIJQWYGVABEZHIKMNOPTYXCJD")
#: Text that people copy along: an address, a label, a sentence with the code as its one word with a sign in the midst.
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK = re.compile(r"/r/([A-Za-z0-9_-]{22})", re.IGNORECASE)
_LABEL = re.compile(r"\A\W*(?:код|code|c[óo]digo)\b\W*", re.IGNORECASE)
_PARTED = re.compile(r"(?<![\w-])(?:\w{5}[^\w\s]\w{5}|\w{4}[^\w\s]\w{4})(?![\w-])")
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


class Link(NamedTuple):
    """A request's token (22 characters of base64url) and typed code (`ABCDE-FGHJK`; `ABCD-EFGH` of older requests)."""

    token: str
    code: str


def derive(key: bytes, *, account_id: str, case_id: str, request_id: str, code_length: int = CODE_LENGTH) -> Link:
    """Return the link of a request; always the same for the same ids, key and length of the code."""
    subject = f"{account_id}/{case_id}/{request_id}".encode()
    token = base64.urlsafe_b64encode(_mac(key, b"token:" + subject)[:16]).decode().rstrip("=")
    number = int.from_bytes(_mac(key, b"code:" + subject))  # of its 256 bits a code is the first
    code = "".join(ALPHABET[number >> (256 - 5 * place) & 31] for place in range(1, code_length + 1))
    return Link(token=token, code=f"{code[: code_length // 2]}-{code[code_length // 2 :]}")


def token_digest(token: str) -> str | None:
    """Return the stored form of a token; None if it can't be one."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


def plain_code(typed: str) -> str:
    """Return a typed code in the code's alphabet: without separators and invisible marks, look-alikes as Latin."""
    capital = typed.translate(_BLANK).upper().translate(_ALIKE)
    letters = (each for each in unicodedata.normalize("NFKD", capital) if unicodedata.category(each) in _LETTERS)
    ascii_digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in letters)
    return "".join(ascii_digits).translate(_BLANK).upper().translate(_ALIKE).translate(_MISREAD)


def code_digest(key: bytes, typed: str) -> str | None:
    """Return the stored form of a typed code; None if the text has none in it. Case, spaces and dashes don't matter."""
    code = next(filter(_is_code, map(plain_code, _perhaps_codes(typed))), None)
    return _mac(key, b"stored-code:" + code.encode()).hex() if code else None


def token_in(pasted: str) -> str | None:
    """Return the token of the link that somebody pasted, perhaps with the whole message around it."""
    found = _LINK.search(pasted)
    return found and found[1]


def _is_code(plain: str) -> bool:
    return len(plain) in {CODE_LENGTH, FORMER_CODE_LENGTH} and set(plain) <= set(ALPHABET)


def _perhaps_codes(typed: str) -> Iterator[str]:
    """Yield a typed text, and the possible code in it: one only, so that a try is a try."""
    yield typed
    alone = _ADDRESS.sub(" ", typed)
    yield _LABEL.sub("", alone, count=1)
    parted = {plain_code(each): each for each in _PARTED.findall(alone)}
    if len(parted) == 1:
        yield from parted.values()


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
