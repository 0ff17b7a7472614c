"""Settings: the processes that cases can be converted into, and what each asks for."""

from collections.abc import Sequence

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.base.words import first_seen
from chalicelib.features.account.console.changing import save
from chalicelib.features.account.console.process_form import (
    MOST_FIELDS,
    TYPES,
    ProcessForm,
    Row,
    form_of,
    places_of,
    pressed,
    process_of,
    rows_as_new,
    rows_of,
    with_process,
)
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    as_new,
    check_unchanged,
    gone,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account, Process, ProcessField

process_pages = console_pages(__name__)
_LIST = "/console/settings/processes"
#: No code has a hyphen.
_NEW = f"{_LIST}/new-process"
_ONE = f"{_LIST}/{{code}}"
_REMOVE = f"{_ONE}/remove"
_NONE = N_("There is no such process.")
_GONE = N_("There is no such process any more: somebody has removed it.")
_REMOVED = N_(
    "Somebody has removed this process meanwhile. What you typed is still here, and nothing was saved yet: save it as "
    "a new one under this or another code, or go back to all processes."
)


@process_pages.operation("GET", _LIST, audience=ADMINISTRATORS, media_type=HTML, summary="The processes")
def show_processes(caller: Caller, call: Call) -> Response:
    """List the processes."""
    return _list(call, caller, accounts.show_account(caller.account_id))


@process_pages.operation("GET", _NEW, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a new process")
def show_new_process(caller: Caller, call: Call) -> Response:
    """Show an empty form."""
    return _form(call, caller, accounts.show_account(caller.account_id), None, form_of(None), [])


@process_pages.operation("POST", _NEW, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Add a process")
def add_process(caller: Caller, form: ProcessForm, call: Call) -> Response:
    """Add a process, or only a row to its form."""
    return _save(caller, None, form, call)


@process_pages.operation("GET", _ONE, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a process")
def show_process(caller: Caller, code: str, call: Call) -> Response:
    """Show the form of a process."""
    account = accounts.show_account(caller.account_id)
    known = account.process(code)
    if known is None:
        return _gone(call, caller, account)
    return _form(call, caller, account, known, form_of(known), rows_of(known))


@process_pages.operation("POST", _ONE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change a process")
def change_process(caller: Caller, code: str, form: ProcessForm, call: Call) -> Response:
    """Save a process, or only change the rows of its form."""
    return _save(caller, code, form, call)


@process_pages.operation(
    "GET", _REMOVE, audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether a process is to go"
)
def confirm_removal(caller: Caller, code: str, call: Call) -> Response:
    """Ask first."""
    account = accounts.show_account(caller.account_id)
    known = account.process(code)
    if known is None:
        return _gone(call, caller, account)
    return page(
        call,
        "confirm.html",
        caller=caller,
        account=account,
        question=text(call.language, N_("Delete this process?")),
        warning=text(
            call.language,
            N_("Cases that were converted into it keep its code and what was filled in. It is offered no more."),
        ),
        yes=text(call.language, N_("Delete")),
        name=_label(known, call.language),
        picture="",
        back=address(_ONE.format(code=code)),
    )


@process_pages.operation(
    "POST", _REMOVE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Delete a process"
)
def remove_process(caller: Caller, code: str, call: Call) -> Response:
    """Delete a process."""
    account = accounts.show_account(caller.account_id)
    if account.process(code) is None:
        return see_other(_LIST, notice="process_gone")
    try:
        save(caller, account, {"processes": tuple(each for each in account.processes if each.code != code)})
    except (Invalid, Conflict) as error:
        return _list(call, caller, account, trouble(error, language=call.language, places={}))
    return see_other(_LIST, notice="process_removed")


def _save(caller: Caller, code: str | None, form: ProcessForm, call: Call) -> Response:
    account = accounts.show_account(caller.account_id)
    known, rows = account.process(code) if code else None, form.typed_rows()
    if form.do not in {"", "save"}:
        return _again(call, caller, code, form, pressed(rows, form.do), base=form.base)
    if code and known is None:
        return _again(call, caller, code, form, rows)
    try:
        check_unchanged(form.base, state_of(known))
        process = process_of(
            form, rows, account, known, check=lambda all_: accounts.check_changes(caller, {"processes": all_})
        )
        save(caller, account, {"processes": with_process(account, process)})
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=places_of(account, rows, code), account=account)
        return _again(call, caller, code, form, rows, found=found)
    return see_other(_LIST, notice="settings_saved")


def _again(
    call: Call,
    caller: Caller,
    code: str | None,
    form: ProcessForm,
    rows: Sequence[Row],
    *,
    found: Trouble = NOTHING_WRONG,
    base: str | None = None,
) -> Response:
    """Show what was typed; as a new process if somebody has removed the one that it was typed for."""
    account = accounts.show_account(caller.account_id)
    known = account.process(code) if code else None
    if code is None or known is not None:
        return _form(call, caller, account, known, form, rows, found=found, base=base)
    form, found = as_new(form, code, unknown=_NONE, removed=_REMOVED, language=call.language)
    return _form(call, caller, account, None, form, rows_as_new(rows), found=found)


def _gone(call: Call, caller: Caller, account: Account) -> Response:
    return _list(call, caller, account, gone(_GONE, language=call.language))


def _label(entry: Process | ProcessField, language: Language) -> str:
    """Return a label that can be seen, the code where there is none (rows of before)."""
    return first_seen((entry.labels.get(each, "") for each in (language, *LANGUAGES)), otherwise=entry.code)


def _list(call: Call, caller: Caller, account: Account, found: Trouble = NOTHING_WRONG) -> Response:
    rows = [
        (
            each,
            _label(each, call.language),
            [_label(one, call.language) for one in each.fields],
        )
        for each in account.processes
    ]
    return section_page(call, caller, account, "settings_processes.html", here=_LIST, found=found, rows=rows)


def _form(
    call: Call,
    caller: Caller,
    account: Account,
    known: Process | None,
    form: ProcessForm,
    rows: Sequence[Row],
    *,
    found: Trouble = NOTHING_WRONG,
    base: str | None = None,
) -> Response:
    return section_page(
        call,
        caller,
        account,
        "settings_process.html",
        found=found,
        form=form,
        known=known,
        rows=rows,
        base=base or state_of(known),
        saved={each.code for each in known.fields} if known else set(),
        here=_ONE.format(code=known.code) if known else _NEW,
        label=_label(known, call.language) if known else "",
        types=TYPES,
        is_full=len(rows) >= MOST_FIELDS,
    )
