"""The types of documents."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.models import Frozen
from chalicelib.features.clients.documents import notation
from chalicelib.features.clients.documents.check_digits import fault_of


class Document(Frozen):
    """An identity document of a person. `number` is in the canonical form of its kind, the series included."""

    kind: str
    number: str
    issued_on: date | None = None


class NumberRule(NamedTuple):
    """The form of a number: its notation, its pattern and its check digits."""

    #: Of the canonical form.
    pattern: str
    #: The right form, a msgid with the place `{example}`.
    right: str
    example: str
    #: Signs between the characters as people know the number (notation.laid_out); empty: none.
    layout: str = ""
    #: The rule of its check digits (check_digits.fault_of); empty: it has none.
    check: str = ""
    #: Returns a compact number with the letters of the script that the document has.
    script: Callable[[str], str] = notation.latin
    #: True if words such as «номер» can't be part of the number.
    labelled: bool = True
    #: True if the number stays as it was typed.
    free: bool = False

    def canonical(self, written: str) -> str:
        """Return a number in canonical form, whether it is right or not. Idempotent."""
        if self.free:
            return notation.spaced(written)
        return self.script(notation.compact(written, labelled=self.labelled))

    def read(self, written: str, pointer: str) -> str:
        """Return a number in canonical form. Raises Invalid with the right form at the pointer."""
        number = self.canonical(written)
        if not re.fullmatch(self.pattern, number):
            raise Invalid([FieldError(pointer, self.right, {"example": self.example})])
        if fault := fault_of(self.check, number):
            raise Invalid([FieldError(pointer, fault.message, fault.params)])
        return number

    def display(self, number: str) -> str:
        """Write a canonical number as people know it."""
        return notation.laid_out(number, self.layout)


class DocumentKind(NamedTuple):
    """A kind of identity documents."""

    code: str
    #: ISO 3166-1 alpha-2; None: any.
    country: str | None
    #: A msgid.
    label: str
    number: NumberRule

    @property
    def example(self) -> str:
        """A number as people know it."""
        return self.number.example
