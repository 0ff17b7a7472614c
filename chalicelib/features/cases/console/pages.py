"""The inbox, the page of a case, and its conversion into a process."""

from typing import Annotated, Any, Literal, get_args

from chalice.app import Response
from pydantic import BeforeValidator, ConfigDict, Field

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now, stamp
from chalicelib.base.console_links import page_link
from chalicelib.base.errors import Findings, Invalid
from chalicelib.features.cases import service as cases
from chalicelib.features.cases import unread as unread_cases
from chalicelib.features.cases.console.conversion import PREFIX, conversion_view
from chalicelib.features.cases.console.handling import HandOver, handling
from chalicelib.features.cases.console.inbox import PAGE, Shown, Sought, inbox_view
from chalicelib.features.cases.console.summary import case_head
from chalicelib.features.cases.console.timeline import Wording, history, people_in, wording
from chalicelib.features.cases.console.unread import unread_view
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.features.cases.service import Page
from chalicelib.features.cases.unread import Count
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.console.gallery import gallery
from chalicelib.features.photos.console.request_cards import Refusal, request_cards
from chalicelib.features.photos.console.verdicts import names_of, review_values
from chalicelib.features.photos.service import CaseView
from chalicelib.frame.console.addresses import HOME
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import unread_in
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.auth import console, may
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.paging import position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy import service as accounts

case_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console(Scope.CASES_READ), console(Scope.CASES_WRITE)
Tab = Literal["attachments", "requests", "history"]
_TABS = ("attachments", "requests", "history")
#: What is looked for, of what is typed; all that was typed is shown again.
_LONGEST_QUERY, _LONGEST_SHOWN = 100, 2000


class InboxQuery(TypedFields):
    """What the inbox is narrowed to; what makes no sense is as if it weren't there."""

    show: Annotated[
        Shown | None, BeforeValidator(lambda given: given if given in get_args(Shown) else None)
    ] = None  # fmt: skip
    status: Annotated[
        CaseStatus | None, BeforeValidator(lambda given: given if given in set(CaseStatus) else None)
    ] = None  # fmt: skip
    process: Annotated[str | None, BeforeValidator(lambda given: given or None)] = None
    q: str = ""
    cursor: Annotated[str | None, Field(max_length=800), BeforeValidator(lambda given: given or None)] = None


class CaseQuery(TypedFields):
    """Which part of the case to show."""

    tab: Annotated[Tab, BeforeValidator(lambda given: given if given in _TABS else "attachments")] = "attachments"


class ConversionQuery(TypedFields):
    """Which process was chosen."""

    process: str | None = None


class ConversionForm(TypedFields):
    """The process, and its fields under names of their own."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    process: str = ""

    def fields(self) -> dict[str, str]:
        """Return what was typed, by the fields' codes."""
        typed = self.model_extra or {}
        return {name.removeprefix(PREFIX): str(value) for name, value in typed.items() if name.startswith(PREFIX)}


@case_pages.operation("GET", HOME, audience=_READ, media_type=_HTML, summary="The inbox: cases, newest change first")
def show_inbox(caller: Caller, query: InboxQuery, call: Call) -> Response:
    """Show the inbox."""
    account = accounts.load_account(caller.account_id)
    sought = Sought(
        show=query.show,
        status=query.status if query.show != "expiring" else None,
        process=query.process if query.process and account.process(query.process) else None,
        query=query.q.strip()[:_LONGEST_SHOWN],
        position=position_of(query.cursor),
    )
    found, unread = _found(caller, sought)
    view = inbox_view(
        found, sought=sought, counts=cases.count_cases(caller) if sought.is_tab else None,
        unread=unread, handles=may(caller, Scope.CASES_WRITE), account=account,
        language=call.language,
    )  # fmt: skip
    count = unread_view(Count(len(unread), is_exact=found.position is None), call.language)
    known: dict[str, Any] = {"unread": count} if not sought.is_narrowed and sought.position is None else {}
    return page(call, "inbox.html", caller=caller, view=view, drawn_at=stamp(now()), **known)


def _found(caller: Caller, sought: Sought) -> tuple[Page[Case], frozenset[str]]:
    """Return a page of cases, and the ids of those that are unread."""
    query = sought.query[:_LONGEST_QUERY].strip() or None
    if sought.show == "unread":
        listed = unread_cases.list_unread(
            caller, status=sought.status, process=sought.process, query=query, limit=PAGE, position=sought.position
        )
        return listed, frozenset(case.id for case in listed.items)
    listed = cases.list_cases(
        caller, status=sought.status, process=sought.process, query=query, limit=PAGE, position=sought.position,
        mine=sought.show == "mine", expiring=sought.show == "expiring", to_review=sought.show == "review",
    )  # fmt: skip
    return listed, unread_cases.find_unread(caller, listed.items)


@case_pages.operation("GET", "/console/cases/{case_id}", audience=_READ, media_type=_HTML, summary="A case")
def show_case(caller: Caller, case_id: str, query: CaseQuery, call: Call) -> Response:
    """Show a case: its head, and one of its tabs."""
    return case_page(caller, case_id, call, tab=query.tab)


def case_page(
    caller: Caller, case_id: str, call: Call, *, tab: Tab, status: int = 200, refused: Refusal | None = None,
    trouble: str = "", hand_over: HandOver | None = None,
) -> Response:  # fmt: skip
    """Draw a case's page, and remember that the caller has seen the case as it is.

    `refused` is what could not be done from its tab of requests, `trouble` what could not be done from its head,
    `hand_over` a hand-over that was refused.
    """
    view = photos.show_case(caller, case_id)
    cases.mark_seen(caller, view.case)
    said = case_wording(caller, view, call)
    here = f"/console/cases/{case_id}{'' if tab == 'attachments' else f'?tab={tab}'}"
    return page(
        call, "case.html", caller=caller, status=status, storage=[photo_bucket.origin()], tab=tab, refused=refused,
        trouble=trouble,
        handling=handling(view.case, caller=caller, language=call.language, tried=hand_over),
        here=here, link=page_link(here),
        **case_values(view, said), **_TAB_VALUES[tab](caller, view, said),
    )  # fmt: skip


def case_wording(caller: Caller, view: CaseView, call: Call) -> Wording:
    """Return what the words of a case's pages are chosen by."""
    account = accounts.load_account(caller.account_id)
    return wording(call.language, account, [each for shown in view.requests for each in shown.request.categories])


def case_values(view: CaseView, said: Wording) -> dict[str, Any]:
    """Return what each part of a case's page uses."""
    return {
        "head": case_head(view.case, account=said.account, language=said.language),
        "counts": {"attachments": len(view.attachments), "requests": len(view.requests)},
    }


def _attachments(caller: Caller, view: CaseView, said: Wording) -> dict[str, Any]:
    names = names_of(caller, view.attachments)
    return {
        "gallery": gallery(view, wording=said, names=names, me=caller.actor),
        "review": review_values(view.case, said, me=caller.actor),
    }


def _requests(_caller: Caller, view: CaseView, said: Wording) -> dict[str, Any]:
    return {"cards": request_cards(view, wording=said)}


def _history(caller: Caller, view: CaseView, said: Wording) -> dict[str, Any]:
    names = directory.name_users(caller.account_id, people_in(view.timeline))
    return {"lines": history(view.timeline, wording=said, names=names, me=caller.actor)}


_TAB_VALUES = {"attachments": _attachments, "requests": _requests, "history": _history}


@case_pages.operation(
    "GET", "/console/cases/{case_id}/convert", audience=_WRITE, media_type=_HTML,
    summary="The form that converts a case into a process",
)  # fmt: skip
def show_conversion(caller: Caller, case_id: str, query: ConversionQuery, call: Call) -> Response:
    """Offer the account's processes, and what the chosen one asks for."""
    case, account = cases.show_case(caller, case_id), accounts.load_account(caller.account_id)
    view = conversion_view(case, account=account, process=query.process, language=call.language)
    head = case_head(case, account=account, language=call.language)
    return page(call, "convert.html", caller=caller, head=head, view=view)


@case_pages.operation(
    "POST", "/console/cases/{case_id}/convert", audience=_WRITE, status=303, media_type=_HTML,
    summary="Convert a case into a process",
)  # fmt: skip
def convert(caller: Caller, case_id: str, form: ConversionForm, call: Call) -> Response:
    """Convert a case, or show what is wrong with the fields, as they were typed."""
    typed = form.fields()
    try:
        _demand_readable(caller, form)
        cases.convert_case(caller, case_id, process=form.process, fields=typed)
    except Invalid as refused:
        case, account = cases.show_case(caller, case_id), accounts.load_account(caller.account_id)
        view = conversion_view(
            case, account=account, process=form.process, typed=typed, refused=refused, language=call.language
        )
        head = case_head(case, account=account, language=call.language)
        here = f"/console/cases/{case_id}/convert"
        return page(call, "convert.html", caller=caller, status=422, here=here, head=head, view=view)
    return see_other(f"/console/cases/{case_id}", notice="converted")


def _demand_readable(caller: Caller, form: ConversionForm) -> None:
    """Raise Invalid if a field has characters that could not be read, with all else that is wrong."""
    found = Findings()
    found.add(unread_in({"fields": form.fields()}))
    if found.errors:
        with found:
            cases.check_conversion(caller, process=form.process, fields=form.fields())
    found.demand_none()
