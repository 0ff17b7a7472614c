"""Texts of a fixed form, each with a correction for other input; pointers to places in a body."""

import json
from typing import Annotated

from pydantic import (
    BeforeValidator,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from chalicelib.base.languages import N_

#: By pattern, an English sentence with the right form (a gettext msgid).
EXPLANATIONS: dict[str, str] = {}
_LENGTHS = frozenset({"string_too_short", "string_too_long"})


def formatted(pattern: str, explanation: str, *, to_upper: bool = False) -> StringConstraints:
    """Return the constraints of a text of this form; surrounding spaces don't matter."""
    EXPLANATIONS[pattern] = explanation
    return StringConstraints(strip_whitespace=True, to_upper=to_upper, pattern=pattern)


def explained(pattern: str, explanation: str) -> StringConstraints:
    """Return the constraints of a text of exactly this form, spaces included."""
    EXPLANATIONS[pattern] = explanation
    return StringConstraints(pattern=pattern)


def of_length(explanation: str) -> WrapValidator:
    """Return a validator that says this of a text which is too short or too long. It stands after the constraints."""

    def read(value: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            return handler(value)
        except ValidationError as error:
            if error.errors(include_url=False, include_input=False)[0]["type"] in _LENGTHS:
                raise ValueError(explanation) from error
            raise

    return WrapValidator(read)


def pointer(*location: int | str) -> str:
    """Return a place in a body as an RFC 6901 pointer.

    The branch of a union, such as pydantic's `[code]`, is left out.
    """
    parts = [str(part) for part in location if not (isinstance(part, str) and part.startswith("["))]
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def bytes_of(value: object) -> int:
    """Return the size of a value in bytes as it is stored. Letters of other scripts than Latin take two or more."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))


CODE = formatted(
    r"^[a-z][a-z0-9_]{1,39}$",
    N_("Must be a code: 2 to 40 small Latin letters, digits and underscores, a letter first."),
)
IDENTIFIER = formatted(
    r"^[A-Za-z0-9_-]{1,64}$", N_("Must be an id: up to 64 Latin letters, digits, underscores and hyphens.")
)
#: ISO 3779.
VIN = formatted(
    r"^[A-HJ-NPR-Za-hj-npr-z0-9]{17}$",
    N_("Must be a VIN: 17 Latin letters and digits, never I, O or Q."),
    to_upper=True,
)
COLOR = formatted(r"^#[0-9a-f]{6}$", N_("Must be a colour such as #1f5fa8."))
#: ISO 3166-1 alpha-2.
COUNTRY = formatted(r"^[A-Z]{2}$", N_("Must be a country of two letters, such as RU."), to_upper=True)
SENDER_ID = formatted(r"^[A-Za-z0-9]{3,11}$", N_("Must be 3 to 11 Latin letters and digits."))
EXTENSION = formatted(r"^[0-9]{0,8}$", N_("Must be an extension: at most 8 digits."))
#: Of a host whose name can stand in a content security policy. Plain http is for our own pages without TLS, in an
#: emulator; the callers decide whether to accept such an address.
PAGE_URL = formatted(
    r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s]*)?$", N_("Must be an address that begins with https://.")
)

#: Of the bytes of a file, as hashing programs write it.
Sha256 = Annotated[
    str, explained(r"^[0-9a-f]{64}$", N_("Must be a SHA-256 in 64 hexadecimal digits, in small letters."))
]
Code = Annotated[str, CODE]
Identifier = Annotated[str, IDENTIFIER]
#: A number plate, in capitals.
Plate = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=16),
    of_length(N_("Must be a number plate of 1 to 16 characters, such as А123ВС77.")),
    BeforeValidator(lambda written: written.upper() if isinstance(written, str) else written),
]
