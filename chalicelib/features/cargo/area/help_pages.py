"""The help page of a client area: how claims are handled here, and who sees them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound, Unauthenticated
from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.cargo.area.help_words import (
    ANNOUNCED,
    FOR_COMPANIES,
    FOR_HOLDERS,
    NAMED,
    OF_COMPANIES,
    OWN,
    HelpSection,
)
from chalicelib.features.claims.area.declaring import processes_of_companies
from chalicelib.frame.area.audience import person_of
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page
from chalicelib.frame.area.settings import AreaSettings
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.audiences import PUBLIC, Presented

pages = area_pages(__name__)


@pages.operation(
    "GET", "/area/{slug}/help", audience=PUBLIC, errors=(NotFound,), media_type=HTML, summary="The help page"
)
def show_area_help(slug: str, call: Call) -> Response:
    """Show the account's own words and ours. It needs no sign-in, since it says how to sign in."""
    site, caller = open_site(slug), _who(slug, call)
    sections = _of_companies(site.account.id) if caller is None or _is_of_company(caller) else FOR_HOLDERS
    own = own_words(site.settings, call.language)
    known = {**NAMED, **(OF_COMPANIES if caller is None or caller.person.is_of_companies_alone else {})}
    named = {name: text(call.language, word) for name, word in known.items()}
    values: dict[str, Any] = {"sections": sections, "own": own, "told": partial(text, call.language, **named)}
    return page(call, site, "area_help.html", caller=caller, **values)


def _of_companies(account_id: str) -> Sequence[HelpSection]:
    """Return the sections for people of companies, with that on own claims if companies announce some here."""
    if not processes_of_companies(account_id):
        return FOR_COMPANIES
    return ANNOUNCED, OWN, *(each for each in FOR_COMPANIES if each is not ANNOUNCED)


def own_words(rules: AreaSettings, language: Language) -> list[str]:
    """Return the paragraphs of the account's own words, in the language or in another one that has some."""
    written = next((each for each in map(rules.help_text.get, (language, *LANGUAGES)) if each), "")
    return [each.strip() for each in written.split("\n\n") if each.strip()]


def _who(slug: str, call: Call) -> AreaCaller | None:
    try:
        return person_of(Presented(headers=call.headers, parameters={"slug": slug}))
    except Unauthenticated:
        return None


def _is_of_company(caller: AreaCaller) -> bool:
    return any(each.kind is MembershipKind.COMPANY for each in caller.person.memberships)
