"""The page of an invitation to act for a company: one password, and the access is open."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Invalid, LinkUnknown, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.cookies import cookies_of, visit_of
from chalicelib.features.cabinet.joining.refusals import EmailTaken
from chalicelib.features.companies import joining
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_HERE = "/area/{slug}/joining/{token}"
#: More than any password has.
_LONGEST = 400


class PasswordForm(Fields):
    """The chosen password, or the one that the person has."""

    password: str = ""


@pages.operation(
    "GET",
    _HERE,
    audience=PUBLIC,
    errors=(NotFound, LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page of an invitation to act for a company; changes nothing, since scanners follow links",
)
def show_company_invitation(slug: str, token: str, call: Call) -> Response:
    site = open_site(slug)
    return _page(call, site, joining.open_invitation(site, token, address=call.address))


@pages.operation(
    "POST",
    _HERE,
    audience=PUBLIC,
    status=303,
    errors=(NotFound, LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="Accept an invitation to act for a company",
)
def accept_company_invitation(slug: str, token: str, form: PasswordForm, call: Call) -> Response:
    """Open the access and lead to the home page, or show the form with its error."""
    site = open_site(slug)
    opened = joining.open_invitation(site, token, address=call.address)
    try:
        demand_filled(form, "password")
        password, visit = form.password[:_LONGEST], visit_of(call, slug)
        joined = joining.accept(site, token, visit, password=password, language=call.language)
    except (Invalid, EmailTaken, QuotaExceeded) as error:
        return _page(call, site, opened, trouble(error, language=call.language, fields=("password",)))
    return see_other(page_path(slug), notice="company_joined", cookies=cookies_of(site, joined))


def _page(call: Call, site: Site, opened: joining.Opened, found: Trouble = NO_TROUBLE) -> Response:
    values: dict[str, Any] = {
        "form": PasswordForm(),
        "company": opened.company,
        "invitation": opened.invitation,
        "has_access": opened.known is not None,
        **found.values(),
    }
    return page(call, site, "company_joining.html", status=found.status, **values)
