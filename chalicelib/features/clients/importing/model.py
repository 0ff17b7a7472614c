"""Imports: a file of clients on its way into a base."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.features.clients.importing.options import Options

#: Rows of a preview, and the characters of a cell that it shows.
PREVIEW_ROWS, PREVIEW_LENGTH = 20, 60
#: Characters of all cells of a preview, of up to four bytes each: an item in DynamoDB has at most 400 KB.
PREVIEW_CHARACTERS = 50_000


class ImportState(StrEnum):
    """The states of an import."""

    #: The file is not there yet.
    WAITING_FILE = "waiting_file"
    #: The file is being read, and all its rows are checked.
    READING = "reading"
    #: The mapping can be changed, and the import run.
    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"
    #: The file can't be imported; `fault` says why.
    FAILED = "failed"


class Fault(Frozen):
    """An error in words: a msgid with its places."""

    message: str
    params: dict[str, Any] = Field(default_factory=dict)


class CellFault(Fault):
    """An error of a row, at a column or at none."""

    column: int | None = None
    #: The fact that is wrong, as a pointer into the body of a client.
    pointer: str = ""


class PreviewRow(Frozen):
    """A row of the preview: its number in the file, its cells cut to PREVIEW_LENGTH, and its errors."""

    number: int
    cells: tuple[str, ...]
    wrong: tuple[CellFault, ...] = ()


class Import(Frozen):
    """An import into a base. `turn` rises with each order of somebody: workers of an earlier one stop."""

    id: str
    account_id: str
    #: The base that the clients are added to.
    base: str
    actor: str
    language: Language
    file_name: str = ""
    created_at: datetime
    state: ImportState = ImportState.WAITING_FILE
    turn: int = 1
    #: The version of the upload that was read: a later upload under the same form changes nothing.
    version_id: str | None = None
    headings: tuple[str, ...] = ()
    #: The code of a target by column; None: nobody has read or chosen yet.
    mapping: tuple[str, ...] | None = None
    options: Options = Field(default_factory=Options)
    preview: tuple[PreviewRow, ...] = ()
    rows: int = 0
    wrong: int = 0
    fault: Fault | None = None
    #: The number of the last row that is finished, and the counts of added rows and of those that the base had already.
    cursor: int = 0
    added: int = 0
    skipped: int = 0
    #: Workers that began since the last progress.
    tries: int = 0


class ImportOrder(Frozen):
    """An order to go on with an import."""

    account_id: str
    import_id: str
    turn: int


#: The outcome of a row that was run.
Outcome = Literal["added", "exists"]
Outcomes = Mapping[int, Outcome]
