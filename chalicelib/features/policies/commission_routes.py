"""HTTP of commission."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.money import Money
from chalicelib.features.policies import service
from chalicelib.features.policies.commission_schemas import (
    CloseBody,
    LineView,
    StatementQuery,
    StatementView,
)
from chalicelib.features.policies.document_schemas import StatementPending
from chalicelib.features.policies.model import LedgerLine
from chalicelib.features.policies.service import filing
from chalicelib.features.policies.service.settling import Statement
from chalicelib.features.policies.statement_file import statement_csv
from chalicelib.features.printing.model import DocumentState
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.money import money_view
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _MANAGE = staff("commissions:read"), staff("commissions:manage")
_CSV = "text/csv"
#: Seconds in which a statement is printed, as a rule.
_RETRY = 3


@routes.operation(
    "GET", "/v1/commissions", audience=_READ, errors=(NotFound,), summary="Show an agent's commission of a month"
)
def show_statement(caller: Caller, query: StatementQuery) -> StatementView:
    return _view(service.show_statement(caller, month=query.month, agent_id=query.agent_id))


@routes.operation(
    "GET",
    "/v1/commissions/statement.csv",
    audience=_READ,
    media_type=_CSV,
    answers={200: None},
    errors=(NotFound,),
    summary="Download an agent's commission of a month as CSV",
)
def download_statement(caller: Caller, query: StatementQuery, call: Call) -> Response:
    statement = service.show_statement(caller, month=query.month, agent_id=query.agent_id)
    zone = accounts.load_account(caller.account_id).zone
    return statement_answer(statement_csv(statement, call.language, zone=zone), statement)


@routes.operation(
    "GET",
    "/v1/commissions/statement.pdf",
    audience=_READ,
    status=302,
    answers={202: StatementPending, 302: None},
    errors=(NotFound, Conflict),
    summary="Download an agent's commission of a month as PDF; 202 while it is printed",
)
def download_printed_statement(caller: Caller, query: StatementQuery, call: Call) -> Reply:
    """Lead to the file that has all lines of now, in the caller's language; the first call orders it."""
    document = filing.order_statement(caller, call.language, month=query.month, agent_id=query.agent_id)
    if document.state is not DocumentState.ORDERED:
        return Reply(status=302, headers={"Location": filing.address_of(document), "Referrer-Policy": "no-referrer"})
    return Reply(StatementPending(retry_after=_RETRY), status=202, headers={"Retry-After": str(_RETRY)})


@routes.operation(
    "POST",
    "/v1/commissions/close",
    audience=_MANAGE,
    errors=(NotFound, Conflict),
    summary="Close an agent's month: later corrections go to the next one",
)
def close_month(caller: Caller, body: CloseBody) -> StatementView:
    return _view(service.close_month(caller, month=body.month, agent_id=body.agent_id))


def statement_answer(csv: str, statement: Statement) -> Response:
    """Return a statement's CSV as a file to save."""
    name = f"commission-{statement.month}.csv"
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{_CSV}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=csv, status_code=200, headers=headers)


def _view(statement: Statement) -> StatementView:
    return StatementView(
        agent_id=statement.agent_id,
        month=statement.month,
        lines=[_line(each) for each in statement.lines],
        totals=[money_view(each) for each in statement.totals],
        closed_at=statement.closed_at,
    )


def _line(line: LedgerLine) -> LineView:
    plain = line.model_dump(include={"id", "at", "policy_id", "number", "product", "client", "channel", "reason"})
    return LineView(
        **plain,
        base=money_view(Money(amount=line.base, currency=line.currency)),
        percent=str(line.percent.normalize()),
        amount=money_view(Money(amount=line.amount, currency=line.currency)),
    )
