"""HTTP bodies of imports."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Code, Sha256
from chalicelib.base.words import NAMED
from chalicelib.features.clients.importing.faults import MOST_BYTES
from chalicelib.features.clients.importing.model import ImportState
from chalicelib.features.clients.importing.options import NameOrder, Options
from chalicelib.features.clients.model import ClientKind
from chalicelib.http.bodies import Body, View, unchanged

FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]


class NewImportBody(Body):
    """A file to import: CSV (UTF-8 or Windows-1251) or XLSX, with a row of headings."""

    file_name: FileName = Field(examples=["clients.xlsx"])
    bytes: int = Field(ge=1, le=MOST_BYTES)
    sha256: Sha256


class ImportOptions(Body):
    """The meaning of cells that the file leaves open. Omitted ones stay."""

    kind: ClientKind | None = Field(
        default=None, description="Of rows without a kind; null: a company's if only the company's columns are filled"
    )
    document_kind: Code | None = Field(
        default=None,
        examples=["passport_ru"],
        description="Of documents without a kind; null: the usual one of the account's country",
    )
    name_order: NameOrder | None = Field(
        default=None, description="Of a full name in one column; null: surname first where people have patronymics"
    )
    no_patronymic: bool = Field(default_factory=unchanged, description="People whose patronymic is left out have none")


class ImportChange(Body):
    """Changes of an import before it runs; the file is checked again."""

    mapping: list[Code | None] = Field(
        default_factory=unchanged,
        max_length=100,
        examples=[["surname", "given_name", None]],
        description="A target for each column in their order (see `targets`), null to leave it out",
    )
    options: ImportOptions = Field(default_factory=unchanged)

    def told_mapping(self) -> list[str | None] | None:
        """Return the mapping; None if it stays."""
        return self.mapping if "mapping" in self.model_fields_set else None

    def told_options(self) -> dict[str, Any]:
        """Return only the options that the caller named."""
        return self.options.model_dump(exclude_unset=True) if "options" in self.model_fields_set else {}


class ImportUpload(View):
    """A form to post the file with; `file` comes last."""

    url: str
    fields: dict[str, str]
    expires_in: int = Field(description="Seconds")


class RowError(View):
    """An error of a row."""

    column: int | None = Field(description="The place of the column, from 0; null: the file has none for it")
    heading: str = Field(description="The heading of the column, else the name of the fact")
    message: str


class RowView(View):
    """A row of the preview."""

    row: int = Field(description="As spreadsheets number it; the headings are row 1 as a rule")
    cells: list[str]
    errors: list[RowError]


class ImportView(View):
    """An import."""

    id: str
    state: ImportState
    file_name: str
    created_at: datetime
    upload: ImportUpload | None = Field(default=None, description="Only in the answer that begins the import")
    columns: list[str] = Field(description="The headings of the file")
    mapping: list[str | None]
    options: Options
    targets: list[str] = Field(description="The facts that a column can be mapped to")
    rows: int = Field(description="Rows below the headings")
    wrong: int = Field(description="Rows with errors: they are left out")
    done: int = Field(description="Clients that were added")
    skipped: int = Field(description="Rows whose client the base had already; it was not changed")
    preview: list[RowView] = Field(description="The first 20 rows")
    error: str | None = Field(default=None, description="Why the file can't be imported")
