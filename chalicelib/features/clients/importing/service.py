"""Use cases of imports: a file into the caller's own base, seen there alone.

A worker reads and runs it (working.py). Each order of somebody raises the turn, by which workers of earlier ones stop.
"""

import re
from collections.abc import Sequence
from typing import Any

from chalicelib.aws import photo_bucket
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.aws.rate_limits import count_attempt, count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound, QuotaExceeded
from chalicelib.base.ids import ULID_PATTERN, new_id
from chalicelib.base.languages import N_, Language
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.documents import find_kind
from chalicelib.features.clients.importing import store
from chalicelib.features.clients.importing.model import Import, ImportState
from chalicelib.features.clients.importing.options import Options
from chalicelib.features.clients.importing.targets import BY_CODE, remember
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.clients.service import probing
from chalicelib.features.clients.table import imports as table
from chalicelib.identity.model import Caller

#: Rows that an agent may import in a day. Why: as with adding by hand, imports tell whether others have sold to people.
IMPORTED_PER_DAY = 20_000
#: Imports that a base may begin in an hour.
BEGUN_PER_HOUR = 60
_HOUR = 3600
_ID = rf"imp_{ULID_PATTERN}"
_NO_IMPORT = N_("There is no such import. Its file is kept for 7 days.")
_TOO_MANY_ROWS = N_("An agent may import {limit} rows a day. Import the rest tomorrow, or divide the file.")
_CHANGEABLE = {ImportState.READING, ImportState.PREVIEW}


def begin_import(
    caller: Caller, *, file_name: str, size: int, sha256: str, language: Language
) -> tuple[Import, UploadForm]:
    """Register an import into the caller's own base. Returns it with the form that uploads exactly this file."""
    own = view_of(caller).own
    count_attempt("client-imports", f"{caller.account_id}#{own}", limit=BEGUN_PER_HOUR, seconds=_HOUR)
    made = _new(caller, new_id("imp"), file_name=file_name, language=language)
    tx = Transaction()
    table.insert_import(tx, made, otherwise=_overtaken)
    tx.commit()
    return made, store.sign_file(store.file_key(made.account_id, made.base, made.id), size=size, sha256=sha256)


def plain_upload(caller: Caller, *, back_to: str) -> UploadForm:
    """Return a form that uploads a file without script; it leads to `back_to`/<id of the import>."""
    import_id = new_id("imp")
    key = store.file_key(caller.account_id, view_of(caller).own, import_id)
    return store.sign_plain_file(key, back_to=f"{back_to}/{import_id}")


def show_import(caller: Caller, import_id: str, *, language: Language) -> Import:
    """Return an import of the caller's own base. One whose file has arrived begins to be read. Raises NotFound."""
    own = view_of(caller).own
    found = table.get_import(caller.account_id, import_id) if re.fullmatch(_ID, import_id) else None
    if found is not None and found.base != own:
        raise NotFound(_NO_IMPORT)
    if found is not None and found.state is not ImportState.WAITING_FILE:
        return found
    if not re.fullmatch(_ID, import_id) or not photo_bucket.holds(store.file_key(caller.account_id, own, import_id)):
        if found is None:
            raise NotFound(_NO_IMPORT)
        return found
    return _begin_reading(caller, found, import_id, language=language)


def change_import(
    caller: Caller, import_id: str, *, mapping: Sequence[str | None] | None, options: dict[str, Any], language: Language
) -> Import:
    """Choose targets of columns, or options; the file is read again. Raises NotFound, Conflict, Invalid."""
    before = show_import(caller, import_id, language=language)
    if before.state not in _CHANGEABLE or not before.headings:
        raise _not_now(before)
    _demand_known(before, mapping, options)
    changed: dict[str, Any] = {"options": Options.model_validate({**before.options.model_dump(), **options})}
    if mapping is not None:
        changed["mapping"] = tuple(each or "" for each in mapping)
    after = before.model_copy(
        update={**changed, "state": ImportState.READING, "turn": before.turn + 1, "actor": caller.actor, "tries": 0}
    )
    tx = Transaction()
    table.replace_import(tx, before, after, otherwise=_overtaken)
    if mapping is not None:
        table.write_mapping(tx, after, remember(after.headings, after.mapping or ()))
    tx.commit()
    store.order(after)
    return after


def check_change(
    caller: Caller, import_id: str, *, mapping: Sequence[str | None] | None, options: dict[str, Any], language: Language
) -> None:
    """Raise Invalid with everything that a change would be refused for; nothing is written."""
    _demand_known(show_import(caller, import_id, language=language), mapping, options)


def run_import(caller: Caller, import_id: str, *, language: Language) -> Import:
    """Begin to add the clients of a previewed import. Idempotent. Raises NotFound, Conflict, QuotaExceeded."""
    before = show_import(caller, import_id, language=language)
    if before.state in {ImportState.RUNNING, ImportState.DONE}:
        return before
    if before.state is not ImportState.PREVIEW or before.rows == before.wrong:
        raise _not_now(before)
    after = before.model_copy(
        update={"state": ImportState.RUNNING, "turn": before.turn + 1, "actor": caller.actor, "tries": 0}
    )
    tx = Transaction()
    table.replace_import(tx, before, after, otherwise=_overtaken)
    if after.base != HOUSE:
        _count_rows(tx, after)
    tx.commit()
    store.order(after)
    return after


def errors_url(caller: Caller, import_id: str, *, language: Language) -> str:
    """Return the presigned address of the list of errors of a checked import. Raises NotFound, Conflict."""
    found = show_import(caller, import_id, language=language)
    if found.state not in {ImportState.PREVIEW, ImportState.RUNNING, ImportState.DONE}:
        raise _not_now(found)
    return photo_bucket.sign_download(
        store.errors_key(found), file_name="errors.csv", content_type="text/csv; charset=utf-8"
    )


def import_due(due: Due) -> None:
    """Order the work of an import again whose worker fell silent."""
    account_id, _, import_id = due.pk.partition("#")
    found = table.get_import(account_id, import_id)
    if found is not None and found.state in {ImportState.READING, ImportState.RUNNING}:
        store.order(found)


def _begin_reading(caller: Caller, before: Import | None, import_id: str, *, language: Language) -> Import:
    made = before or _new(caller, import_id, file_name="", language=language)
    reading = made.model_copy(update={"state": ImportState.READING})
    tx = Transaction()
    if before is None:
        table.insert_import(tx, reading, otherwise=_overtaken)
    else:
        table.replace_import(tx, before, reading, otherwise=_overtaken)
    try:
        tx.commit()
    except Overtaken:  # another call saw the file at the same moment
        return table.get_import(caller.account_id, import_id) or reading
    store.order(reading)
    return reading


def _new(caller: Caller, import_id: str, *, file_name: str, language: Language) -> Import:
    return Import(
        id=import_id,
        account_id=caller.account_id,
        base=view_of(caller).own,
        actor=caller.actor,
        language=language,
        file_name=file_name,
        created_at=now(),
    )


def _demand_known(before: Import, mapping: Sequence[str | None] | None, options: dict[str, Any]) -> None:
    errors = [
        FieldError(f"/mapping/{at}", N_("Must be one of: {codes}."), {"codes": ", ".join(BY_CODE)})
        for at, code in enumerate(mapping or ())
        if code and code not in BY_CODE
    ]
    chosen = [each for each in mapping or () if each]
    if mapping is not None and len(mapping) != len(before.headings):
        message = N_("Must name a target, or null, for each of the {count} columns.")
        errors.append(FieldError("/mapping", message, {"count": len(before.headings)}))
    elif len(set(chosen)) < len(chosen):
        errors.append(FieldError("/mapping", N_("Two columns have the same target. Leave one of them out.")))
    kind = options.get("document_kind")
    if kind and find_kind(kind) is None:
        message = N_("There is no such kind of document. See GET /v1/client-documents.")
        errors.append(FieldError("/options/document_kind", message))
    if errors:
        raise Invalid(errors)


def _count_rows(tx: Transaction, each: Import) -> None:
    rows = each.rows - each.wrong
    if rows > IMPORTED_PER_DAY:
        raise QuotaExceeded(_TOO_MANY_ROWS, retry_after=probing.DAY, limit=IMPORTED_PER_DAY)
    count_attempt_in(
        tx,
        probing.IMPORTED,
        probing.subject_of(each.account_id, each.base),
        limit=IMPORTED_PER_DAY,
        seconds=probing.DAY,
        times=rows,
        refusal=_TOO_MANY_ROWS,
    )


def _not_now(found: Import) -> Conflict:
    message = N_("The import is not at this step: look at its state, and try again.")
    return Conflict(message, extra={"reason": "import-state", "state": found.state})


class Overtaken(Conflict):
    """The import was changed by somebody else at the same moment."""


def _overtaken(_: object) -> DomainError:
    return Overtaken(N_("Someone else changed this at the same moment. Reload it and try again."))
