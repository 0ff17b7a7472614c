"""The page of a message's link: who is the agent, and a button to contest; it needs no script."""

from pathlib import Path

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import LinkUnknown, QuotaExceeded
from chalicelib.base.languages import Language
from chalicelib.features.clients.agent_names import given_name_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.clients.service.contesting import Opened, contest, open_link
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields

_HOLDER = holder_of("a client's message")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "/c/{token}"


class ContestForm(TypedFields):
    """The pressed button."""

    contest: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page that says who a client's agent is; changes nothing, since scanners follow links",
)
def show(token: str, query: LinkQuery, call: Call) -> Response:
    """Show who the agent is, and the button; or that the client has contested."""
    opened = open_link(token, address=call.address)
    language = language_of(query, call, opened.client.facts.language or opened.account.language)
    return draw(_TEMPLATES, "contest.html", opened.account, language, _values(opened, language))


@pages.operation(
    "POST",
    _PAGE,
    audience=_HOLDER,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Contest the agent of a message's link",
)
def send(token: str, form: ContestForm, query: LinkQuery, call: Call) -> Response:
    """Contest, and lead back to the page, which says so."""
    if form.contest:
        contest(token, address=call.address)
    else:
        open_link(token, address=call.address)  # a wrong link leads nowhere
    lang = f"?lang={query.lang}" if query.lang else ""
    return see_other(f"{token}{lang}")


def _values(opened: Opened, language: Language) -> dict[str, object]:
    account, client, telling = opened.account, opened.client, opened.telling
    contested = telling.contested_at
    return {
        "is_house": client.base == HOUSE,
        "agent": "" if client.base == HOUSE else given_name_of(account.id, client.base),
        "since": localized.day(language, telling.at.astimezone(account.zone)),
        "contested": localized.day(language, contested.astimezone(account.zone)) if contested else "",
        "is_open": client.contested_at is not None,
    }
