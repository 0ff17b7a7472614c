"""HTTP of figures of conversations, loaded by the first request for them."""

from chalicelib.features.conversations.service import answering
from chalicelib.features.figures.conversation_schemas import AnswerFiguresQuery, AnswerFiguresView, answers_view
from chalicelib.features.policies.service import check_months
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

conversation_routes = Blueprint(__name__, tag="conversations")
BLUEPRINTS = (conversation_routes,)


def _check_months(caller: Caller, query: AnswerFiguresQuery) -> None:
    check_months(caller, since=query.since, until=query.until)


@conversation_routes.operation(
    "GET",
    "/v1/figures/conversations",
    audience=staff("claims:read"),
    check=_check_months,
    summary="Show first answers about claims: their number, their time, promises kept, by month",
)
def show_conversation_figures(caller: Caller, query: AnswerFiguresQuery) -> AnswerFiguresView:
    return answers_view(answering.show_answer_figures(caller, since=query.since, until=query.until))
