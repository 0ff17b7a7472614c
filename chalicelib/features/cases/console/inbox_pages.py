"""The page of the inbox."""

from typing import Annotated, Any, get_args

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.clock import now, stamp
from chalicelib.features.cases import service as cases
from chalicelib.features.cases import unread as unread_cases
from chalicelib.features.cases.console.inbox import PAGE, Shown, Sought, inbox_view
from chalicelib.features.cases.console.unread import unread_view
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.features.cases.service import Page
from chalicelib.features.cases.unread import Count
from chalicelib.frame.console.addresses import HOME
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.paging import position_of
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

inbox_pages = console_pages(__name__)
_READ = console(Scope.CASES_READ)
#: Characters of a query that are searched for, and that are shown again.
_LONGEST_QUERY, _LONGEST_SHOWN = 100, 2000


class InboxQuery(TypedFields):
    """The filters of the inbox; a meaningless value is ignored."""

    show: Annotated[Shown | None, BeforeValidator(lambda given: given if given in get_args(Shown) else None)] = None
    status: Annotated[CaseStatus | None, BeforeValidator(lambda given: given if given in set(CaseStatus) else None)] = (
        None
    )
    process: Annotated[str | None, BeforeValidator(lambda given: given or None)] = None
    q: str = ""
    cursor: Annotated[str | None, Field(max_length=800), BeforeValidator(lambda given: given or None)] = None


@inbox_pages.operation(
    "GET", HOME, audience=_READ, media_type="text/html", summary="The inbox: cases, newest change first"
)
def show_inbox(caller: Caller, query: InboxQuery, call: Call) -> Response:
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
        found,
        sought=sought,
        counts=cases.count_cases(caller) if sought.is_tab else None,
        unread=unread,
        handles=may(caller, Scope.CASES_WRITE),
        account=account,
        language=call.language,
    )
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
        caller,
        status=sought.status,
        process=sought.process,
        query=query,
        limit=PAGE,
        position=sought.position,
        mine=sought.show == "mine",
        expiring=sought.show == "expiring",
        to_review=sought.show == "review",
    )
    return listed, unread_cases.find_unread(caller, listed.items)
