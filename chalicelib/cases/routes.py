"""HTTP of cases; a case is shown by photos/routes.py, since it is shown with its photo requests."""

from chalicelib.accounts.model import Caller, Scope
from chalicelib.api.auth import staff
from chalicelib.api.blueprint import Blueprint
from chalicelib.api.paging import cursor
from chalicelib.cases import service
from chalicelib.cases.schemas import CaseChange, CaseList, CaseListQuery, CaseSummary, Conversion, NewCaseBody
from chalicelib.cases.views import new_case, summary
from chalicelib.errors import Conflict, NotFound

routes = Blueprint(__name__)
_READ, _WRITE = staff(Scope.CASES_READ), staff(Scope.CASES_WRITE)


@routes.operation(
    "POST", "/v1/cases", audience=_WRITE, status=201, idempotent=True, errors=(Conflict,), summary="Open a case"
)
def open_case(caller: Caller, body: NewCaseBody) -> CaseSummary:
    """Open a case."""
    return summary(service.open_case(caller, new_case(body)))


@routes.operation("GET", "/v1/cases", audience=_READ, summary="List or search cases, newest change first")
def list_cases(caller: Caller, query: CaseListQuery) -> CaseList:
    """List cases."""
    page = service.list_cases(
        caller, status=query.status, process=query.process, query=query.q, limit=query.limit, position=query.position()
    )
    return CaseList(items=[summary(case) for case in page.items], next_cursor=cursor(page.position))


@routes.operation(
    "PATCH", "/v1/cases/{case_id}", audience=_WRITE, errors=(NotFound, Conflict), summary="Change what is known"
)
def change_case(caller: Caller, case_id: str, body: CaseChange) -> CaseSummary:
    """Change a case."""
    return summary(service.change_case(caller, case_id, changes=body.changes()))


@routes.operation(
    "POST",
    "/v1/cases/{case_id}/convert",
    audience=_WRITE,
    idempotent=True,
    errors=(NotFound, Conflict),
    summary="Convert a case into a process of the account; its photos stay",
)
def convert_case(caller: Caller, case_id: str, body: Conversion) -> CaseSummary:
    """Convert a case."""
    return summary(service.convert_case(caller, case_id, process=body.process, fields=body.fields))
