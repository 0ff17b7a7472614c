"""The page behind a link that sets a new password. Opening it changes nothing: scanners of e-mails follow links."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Invalid, LinkUnknown, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.cookies import cookies_of, visit_of
from chalicelib.features.cabinet.service import password_links
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_HERE = "/area/{slug}/password/{token}"
#: More than any password has.
_LONGEST = 400


class PasswordForm(Fields):
    """The new password."""

    password: str = ""


@pages.operation(
    "GET",
    _HERE,
    audience=PUBLIC,
    errors=(NotFound, LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page that sets a new password by a link",
)
def show_area_password_link(slug: str, token: str, call: Call) -> Response:
    return _page(call, slug, token)


@pages.operation(
    "POST",
    _HERE,
    audience=PUBLIC,
    status=303,
    errors=(NotFound, LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="Set a new password by a link, and end all sessions",
)
def set_area_password_by_link(slug: str, token: str, form: PasswordForm, call: Call) -> Response:
    """Lead to the home page, signed in, or show the form with its error."""
    site = open_site(slug)
    try:
        demand_filled(form, "password")
        done = password_links.set_password(site, token, visit_of(call, slug), password=form.password[:_LONGEST])
    except (Invalid, QuotaExceeded) as error:
        return _page(call, slug, token, trouble(error, language=call.language, fields=("password",)))
    return see_other(page_path(slug), notice="area_password_set", cookies=cookies_of(site, done))


def _page(call: Call, slug: str, token: str, found: Trouble = NO_TROUBLE) -> Response:
    site = open_site(slug)
    person = password_links.open_link(site, token, address=call.address)
    values: dict[str, Any] = {"person": person, **found.values()}
    return page(call, site, "area_password_link.html", status=found.status, **values)
