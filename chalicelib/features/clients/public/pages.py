"""The page of a message's link: who is the agent, and a button to contest; it needs no script."""

from typing import Annotated

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.base import localized
from chalicelib.base.errors import DomainError, LinkUnknown, QuotaExceeded
from chalicelib.base.languages import LANGUAGES, Language, preferred
from chalicelib.base.phones import dial, display_with_extension
from chalicelib.features.clients.agent_names import given_name_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.clients.public.render import View, draw
from chalicelib.features.clients.service.contesting import Opened, contest, open_link
from chalicelib.http.blueprint import Blueprint, Call, Presentation
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.audiences import Audience
from chalicelib.tenancy.model import Account

_HOLDER = Audience(
    name="owner",
    resolve=lambda _: None,
    who="Whoever has the link of a client's message: the token in the path is the permission.",
)


def _refuse(call: Call, error: DomainError, _occurrence: str | None) -> Response:
    status = int(kind_of(error)[0])
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    template = "busy.html" if isinstance(error, QuotaExceeded) else "unknown.html"
    return draw(template, View(language=call.language), status=status, headers=headers)


pages = Blueprint(__name__, presentation=Presentation(refuse=_refuse), tag="web")
_HTML = "text/html"
_PAGE = "/c/{token}"


class ContestQuery(TypedFields):
    """The language of the page; parameters that messengers add to links are ignored."""

    lang: Annotated[Language | None, BeforeValidator(lambda given: given if given in LANGUAGES else None)] = None


class ContestForm(TypedFields):
    """The pressed button."""

    contest: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=_HTML,
    summary="The page that says who a client's agent is; changes nothing, since scanners follow links",
)
def show(token: str, query: ContestQuery, call: Call) -> Response:
    """Show who the agent is, and the button; or that the client has contested."""
    opened = open_link(token, address=call.address)
    language = query.lang or _language(call, opened)
    return draw("contest.html", _view(opened, language), status=200)


@pages.operation(
    "POST",
    _PAGE,
    audience=_HOLDER,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Contest the agent of a message's link",
)
def send(token: str, form: ContestForm, query: ContestQuery, call: Call) -> Response:
    """Contest, and lead back to the page, which says so."""
    if form.contest:
        contest(token, address=call.address)
    else:
        open_link(token, address=call.address)  # a wrong link leads nowhere
    lang = f"?lang={query.lang}" if query.lang else ""
    headers = {"Location": f"{token}{lang}", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=dict(headers))


def _language(call: Call, opened: Opened) -> Language:
    own = opened.client.facts.language or opened.account.language
    return preferred(call.headers.get("accept-language", ""), default=own)


def _view(opened: Opened, language: Language) -> View:
    account, client, telling = opened.account, opened.client, opened.telling
    agent = "" if client.base == HOUSE else given_name_of(account.id, client.base)
    contested = telling.contested_at

    return View(
        language=language,
        name=account.shown_name,
        brand=account.branding.color,
        phones=_phones(account, language),
        is_house=client.base == HOUSE,
        agent=agent,
        since=localized.day(language, telling.at.astimezone(account.zone)),
        contested=localized.day(language, contested.astimezone(account.zone)) if contested else "",
        is_open=client.contested_at is not None,
    )


def _phones(account: Account, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (dial(each.number, each.extension), display_with_extension(each.number, each.extension, language))
        for each in account.support_phones
    )
