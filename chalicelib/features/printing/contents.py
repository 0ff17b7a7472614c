"""The content of a printed document: words, amounts and dates as they are printed.

All of it is text in the language of the document. Templates have no words of their own and format nothing: a document
has the words of the feature that ordered it.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.base.models import Frozen

TemplateName = Literal["e_policy", "receipt", "statement"]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Fact(Frozen):
    """A label and its value."""

    label: Title
    value: str


class Column(Frozen):
    """A column of a table. `number`: aligned at its end. `share`: of the width that other columns leave; 0: its own."""

    label: Title
    number: bool = False
    share: Annotated[int, Field(ge=0, le=20)] = 0


class Table(Frozen):
    """A table with a row of headings, which is repeated on each page. `total` is its last row."""

    columns: tuple[Column, ...] = Field(min_length=1, max_length=12)
    rows: tuple[tuple[str, ...], ...] = ()
    total: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_cells_for_columns(self) -> Self:
        if any(len(row) != len(self.columns) for row in (*self.rows, *([self.total] if self.total else []))):
            raise ValueError("each row has a cell for each column")
        return self


class Section(Frozen):
    """A part of a document with a heading: facts, then paragraphs, then a table."""

    title: Title
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


class Check(Frozen):
    """A public page on which a document is checked, printed as a QR code. `label` tells its use, `alt` describes it."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=500)]
    label: Title
    alt: Title


class Signatory(Frozen):
    """A line for a signature: the role, and the name if it is known."""

    role: Title
    name: str = ""


class Content(Frozen):
    """A document. `highlights` are the facts that are seen first; `notes` stand small at the end."""

    title: Title
    subtitle: str = ""
    #: Its number, in the foot of each page.
    number: Title
    highlights: tuple[Fact, ...] = Field(default=(), max_length=4)
    check: Check | None = None
    sections: tuple[Section, ...] = ()
    signatories: tuple[Signatory, ...] = Field(default=(), max_length=4)
    notes: tuple[str, ...] = ()


class Issuer(Frozen):
    """The account in whose name a document is printed. `logo`: a PNG."""

    name: Title
    details: tuple[str, ...] = ()
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] = "#1f5fa8"
    logo: bytes = b""
