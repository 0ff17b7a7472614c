"""Settings: the processes of claims, each with its stages, terms, documents and deadlines."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.features.claims.console.settings import process_entries as processes
from chalicelib.features.claims.console.settings.deadline_pages import deadline_lines
from chalicelib.features.claims.console.settings.document_pages import document_lines
from chalicelib.features.claims.console.settings.process_entries import LIST, Entry, Shown
from chalicelib.features.claims.console.settings.process_form import ProcessForm, form_of, places_of, process_of
from chalicelib.features.claims.console.words import STAGES
from chalicelib.features.claims.process_defaults import OTHER, usual_processes
from chalicelib.features.claims.processes import ALWAYS
from chalicelib.features.claims.stages import Stage
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_RESTORE = f"{LIST}/{{code}}/restore"
_QUESTION = N_("Delete the rules of this process?")
_DELETE = N_("Delete")
_REMOVAL = Removal(
    question=_QUESTION,
    warning=N_(
        "New claims of this process follow the rules of “all other processes” then. Claims that have begun keep theirs."
    ),
    yes=_DELETE,
    notice="claim_rules_removed",
)
_REMOVAL_OF_OTHER = _REMOVAL._replace(
    warning=N_(
        "New claims of processes without rules of their own follow the usual rules then. Claims that have begun keep "
        "theirs."
    )
)


class _Question(NamedTuple):
    """A question before the usual rules hold."""

    question: str
    warning: str
    yes: str


_RESTORING = _Question(
    N_("Return to the usual rules?"),
    N_(
        "Stages, documents, deadlines and terms of this process become the usual ones; your changes of them "
        "are lost. Claims that have begun keep their rules."
    ),
    N_("Return to the usual rules"),
)
_ADDING = _Question(
    N_("Add the usual rules of this process?"),
    N_("New claims of this process follow them. You can change stages, documents, deadlines and terms afterwards."),
    N_("Add the usual rules"),
)


def _lines(shown: Shown, language: Language) -> Sequence[Line]:
    def line(each: Entry) -> Line:
        documents, deadlines = len(each.process.slots), len(each.process.deadlines)
        facts = [
            plural(language, "{count} document", "{count} documents", documents),
            plural(language, "{count} deadline", "{count} deadlines", deadlines),
        ]
        if not shown.has_cases(each.code):
            facts.append(text(language, N_("no process of cases has this code")))
        return Line(each.code, each.label(language), facts)

    return [line(each) for each in shown.entries]


def _offers(shown: Shown, language: Language) -> Sequence[tuple[str, str]]:
    """Return the ways to usual rules that came after the account saved its own."""
    added = N_("Add the usual rules: {name}")
    ready = processes.ready(shown, language)
    return [(f"{LIST}/{code}/restore", text(language, added, name=label)) for code, label in ready.items()]


def _filled(entry: Entry | None, language: Language) -> ProcessForm:
    return form_of(entry, next(each for each in usual_processes() if each.code == OTHER), language)


def _changes(
    caller: Caller, shown: Shown, form: ProcessForm, known: Entry | None, _page: Language
) -> Mapping[str, Any]:
    language = accounts.load_account(caller.account_id).language
    return {"process": process_of(form, known, shown, language)}


def _save(caller: Caller, shown: Shown, changes: Mapping[str, Any]) -> None:
    if "process" in changes:
        processes.replace(caller, shown, changes["process"])
    else:
        processes.save(caller, shown, changes["processes"])


def _places(shown: Shown, form: ProcessForm, code: str | None) -> Mapping[str, str]:
    here = [each.code for each in shown.entries]
    return places_of(form, here.index(code) if code in here else len(here))


def _without(shown: Shown, code: str) -> Mapping[str, Any]:
    return {"processes": tuple(each.process for each in shown.entries if each.code != code)}


def _values(shown: Shown, form: ProcessForm, known: Entry | None, language: Language) -> Mapping[str, Any]:
    usual = processes.usual(known.code) if known else None
    return {
        "stages": [_stage(form, stage) for stage in Stage],
        "free": shown.free(language),
        "ready": {} if known else processes.ready(shown, language),
        "documents": document_lines(known.process, language) if known else [],
        "deadlines": deadline_lines(known.process, language) if known else [],
        "can_restore": usual is not None and known is not None and usual != known.process,
    }


def _stage(form: ProcessForm, stage: Stage) -> Mapping[str, Any]:
    return {
        "code": str(stage),
        "name": STAGES[stage],
        "always": stage in ALWAYS,
        "used": form.uses(stage),
        "labels": form.labels(stage),
    }


process_pages = blueprint_of(
    __name__,
    EntryPages[Shown, Entry, ProcessForm](
        section="claims",
        thing="claim_rules",
        words=Words(
            heading=N_("Handling of claims"),
            intro=N_(
                "By the process of the case: the stages of a claim, the documents that it needs and its deadlines. "
                "Claims that have begun keep the rules that they began with."
            ),
            add=N_("Add rules for a process"),
            unknown=N_("There are no such rules."),
            gone=processes.GONE,
            removed=N_(
                "Somebody has removed these rules meanwhile. What you typed is still here, and nothing was saved yet: "
                "save it as new rules, or go back to all processes."
            ),
            none=N_("No process has rules of its own: the usual ones hold for all."),
        ),
        form=ProcessForm,
        template="settings_claim_process.html",
        show=processes.show,
        save=_save,
        entries=lambda shown: shown.entries,
        lines=_lines,
        offers=_offers,
        label=lambda entry, language: entry.label(language),
        filled=_filled,
        changes=_changes,
        places=_places,
        without=_without,
        removal=lambda _, entry: _REMOVAL_OF_OTHER if entry.code == OTHER else _REMOVAL,
        values=_values,
    ),
)


@process_pages.operation(
    "GET", _RESTORE, audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether the usual rules are to hold again"
)
def confirm_restoring(caller: Caller, code: str, call: Call) -> Response:
    """Ask first: the usual rules take the place of the account's, or are added."""
    shown = processes.show(caller)
    entry = shown.find(code)
    usual = processes.demand_usual(code) if entry else processes.demand_ready(shown, code)
    asked = _RESTORING if entry else _ADDING
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, asked.question),
        warning=text(call.language, asked.warning),
        yes=text(call.language, asked.yes),
        name=(entry or processes.Entry(usual, {})).label(call.language),
        picture="",
        back=address(f"{LIST}/{code}" if entry else LIST),
    )


@process_pages.operation(
    "POST", _RESTORE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Return to the usual rules"
)
def restore(caller: Caller, code: str) -> Response:
    """Put the usual process in the place of the account's, or add it."""
    shown, usual = processes.show(caller), processes.demand_usual(code)
    entry = shown.find(code)
    if entry is None:
        processes.demand_ready(shown, code)
    try:
        processes.replace(caller, shown, usual)
    except Conflict:
        return see_other(f"{LIST}/{code}" if entry else LIST, notice="claim_rules_not_restored")
    return see_other(f"{LIST}/{code}", notice="claim_rules_restored")
