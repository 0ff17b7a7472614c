"""HTTP of cases; a case is shown by features/photos/routes.py, since it is shown with its photo requests."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cases import handling, service
from chalicelib.features.cases.new_schemas import NewCaseBody
from chalicelib.features.cases.policy_schemas import CaseWithPolicy
from chalicelib.features.cases.schemas import (
    CaseChange,
    CaseList,
    CaseListQuery,
    CaseSummary,
    Conversion,
    HandlerBody,
    HandlerList,
    HandlerView,
)
from chalicelib.features.cases.views import summary, with_policy
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

routes = Blueprint(__name__)
_READ, _WRITE = staff(Scope.CASES_READ), staff(Scope.CASES_WRITE)


def _check_case(caller: Caller, body: NewCaseBody) -> None:
    service.check_new_case(caller, body.new_case())


def _check_change(caller: Caller, case_id: str, body: CaseChange) -> None:
    service.check_changes(caller, case_id, body.changes())


def _check_conversion(caller: Caller, body: Conversion) -> None:
    service.check_conversion(caller, process=body.process, fields=body.fields)


def _check_handler(caller: Caller, body: HandlerBody) -> None:
    handling.check_handler(caller, body.user_id)


@routes.operation(
    "POST",
    "/v1/cases",
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(Conflict,),
    check=_check_case,
    summary="Open a case",
)
def open_case(caller: Caller, body: NewCaseBody, call: Call) -> CaseWithPolicy:
    return with_policy(caller, service.open_case(caller, body.new_case()), call.language)


@routes.operation("GET", "/v1/cases", audience=_READ, summary="List or search cases, newest change first")
def list_cases(caller: Caller, query: CaseListQuery) -> CaseList:
    page = service.list_cases(
        caller,
        status=query.status,
        process=query.process,
        query=query.q,
        limit=query.limit,
        position=query.position(),
        to_review=query.to_review,
    )
    return CaseList(items=[summary(case) for case in page.items], next_cursor=cursor(page.position))


@routes.operation(
    "PATCH",
    "/v1/cases/{case_id}",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    check=_check_change,
    summary="Change known facts of a case",
)
def change_case(caller: Caller, case_id: str, body: CaseChange, call: Call) -> CaseWithPolicy:
    return with_policy(caller, service.change_case(caller, case_id, changes=body.changes()), call.language)


@routes.operation(
    "POST",
    "/v1/cases/{case_id}/convert",
    audience=_WRITE,
    idempotent=True,
    errors=(NotFound, Conflict),
    check=_check_conversion,
    summary="Convert a case into a process of the account; its photos stay",
)
def convert_case(caller: Caller, case_id: str, body: Conversion) -> CaseSummary:
    return summary(service.convert_case(caller, case_id, process=body.process, fields=body.fields))


@routes.operation("GET", "/v1/handlers", audience=_WRITE, summary="List who can handle cases, by name")
def list_handlers(caller: Caller) -> HandlerList:
    """List the staff who can handle cases."""
    found = handling.list_colleagues(caller)
    return HandlerList(items=[HandlerView(user_id=each.id, name=each.shown_name, role=each.role) for each in found])


@routes.operation(
    "PUT",
    "/v1/cases/{case_id}/handler",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    check=_check_handler,
    summary="Hand a case over, or take it; handlers, administrators and keys may, and all staff may take one",
)
def hand_over(caller: Caller, case_id: str, body: HandlerBody) -> CaseSummary:
    return summary(handling.hand_over(caller, case_id, to=body.user_id, instead_of=body.known_handler))


BLUEPRINTS = (routes,)
