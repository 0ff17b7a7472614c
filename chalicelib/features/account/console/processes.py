"""Settings: the processes that cases can be converted into, and the fields of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.base.words import first_seen
from chalicelib.features.account.console.changing import save, show
from chalicelib.features.account.console.process_form import (
    MOST_FIELDS,
    TYPES,
    ProcessForm,
    after_button,
    form_of,
    places_of,
    process_of,
    rows_as_new,
    with_process,
)
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account, Process, ProcessField

_REMOVAL = Removal(
    question=N_("Delete this process?"),
    warning=N_("Cases that were converted into it keep its code and what was filled in. It is offered no more."),
    yes=N_("Delete"),
    notice="process_removed",
)


def _label(entry: Process | ProcessField, language: Language) -> str:
    """Return a label that can be seen, the code where there is none (rows of before)."""
    return first_seen((entry.labels.get(each, "") for each in (language, *LANGUAGES)), otherwise=entry.code)


def _lines(account: Account, language: Language) -> Sequence[Line]:
    def line(each: Process) -> Line:
        fields = ", ".join(_label(one, language) for one in each.fields)
        return Line(each.code, _label(each, language), [fields or text(language, N_("asks for nothing"))])

    return [line(each) for each in account.processes]


def _changes(
    caller: Caller, account: Account, form: ProcessForm, known: Process | None, _page: Language
) -> Mapping[str, Any]:
    process = process_of(
        form,
        form.typed_rows(),
        account,
        known,
        check=lambda all_: accounts.check_changes(caller, {"processes": all_}),
    )
    return {"processes": with_process(account, process)}


def _without(account: Account, code: str) -> Mapping[str, Any]:
    return {"processes": tuple(each for each in account.processes if each.code != code)}


def _values(_account: Account, form: ProcessForm, known: Process | None, _language: Language) -> Mapping[str, Any]:
    rows = form.typed_rows()
    return {
        "rows": rows,
        "saved": {each.code for each in known.fields} if known else set(),
        "types": TYPES,
        "is_full": len(rows) >= MOST_FIELDS,
    }


process_pages = blueprint_of(
    __name__,
    EntryPages[Account, Process, ProcessForm](
        section="processes",
        thing="process",
        words=Words(
            heading=N_("Processes"),
            intro=N_("Ways of settling that a case can be converted into, and what each asks for."),
            add=N_("Add a process"),
            unknown=N_("There is no such process."),
            gone=N_("There is no such process any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this process meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one under this or another code, or go back to all processes."
            ),
            none=N_("There are no processes yet."),
        ),
        form=ProcessForm,
        template="settings_process.html",
        show=show,
        save=save,
        entries=lambda account: account.processes,
        lines=_lines,
        label=_label,
        filled=lambda entry, _: form_of(entry),
        changes=_changes,
        places=lambda account, form, code: places_of(account, form.typed_rows(), code),
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
        pressed=after_button,
        renewed=lambda form: form.with_rows(rows_as_new(form.typed_rows())),
    ),
)
