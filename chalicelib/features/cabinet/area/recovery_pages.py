"""Pages to recover access: the name, then both codes and a new password."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.cookies import cookies_of, step_cookie, step_of, visit_of
from chalicelib.features.cabinet.service import recovering
from chalicelib.features.cabinet.service.recovering import Typed
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_AREA = "/area/{slug}"
_LONGEST = 400
_FIELDS = ("email_code", "sms_code", "password")


class NameForm(Fields):
    """A sign-in name."""

    login: str = ""


class CodesForm(Fields):
    """Both codes, and a new password."""

    email_code: str = ""
    sms_code: str = ""
    password: str = ""


@pages.operation(
    "GET",
    f"{_AREA}/recovery",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page to recover access",
)
def show_area_recovery(slug: str, call: Call) -> Response:
    return _name_form(call, open_site(slug), NameForm())


@pages.operation(
    "POST",
    f"{_AREA}/recovery",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Begin to recover access",
)
def begin_area_recovery(slug: str, form: NameForm, call: Call) -> Response:
    """Lead to the page for the codes, for names that nobody has, too."""
    site = open_site(slug)
    try:
        demand_filled(form, "login")
        secret = recovering.begin_recovery(site, visit_of(call, slug), login=form.login[:_LONGEST])
    except (Invalid, QuotaExceeded) as error:
        return _name_form(call, site, form, trouble(error, language=call.language, fields=("login",)))
    cookies = [step_cookie(slug, secret, life=recovering.STEP)]
    return see_other(page_path(slug, "/recovery/codes"), cookies=cookies)


@pages.operation(
    "GET",
    f"{_AREA}/recovery/codes",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page for the codes of a recovery",
)
def show_area_recovery_codes(slug: str, call: Call) -> Response:
    return _codes_form(call, open_site(slug))


@pages.operation(
    "POST",
    f"{_AREA}/recovery/codes",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Choose a new password by both codes",
)
def finish_area_recovery(slug: str, form: CodesForm, call: Call) -> Response:
    """Lead to the home page, signed in, or show the form with its errors."""
    site = open_site(slug)
    try:
        demand_filled(form, *_FIELDS)
        typed = Typed(form.email_code[:_LONGEST], form.sms_code[:_LONGEST], form.password)
        signed_in = recovering.finish_recovery(site, visit_of(call, slug), step_of(call.headers, slug), typed)
    except (Invalid, Gone) as error:
        return _codes_form(call, site, trouble(error, language=call.language, fields=_FIELDS))
    return see_other(page_path(slug), notice="area_password_set", cookies=cookies_of(site, signed_in))


def _name_form(call: Call, site: Site, form: NameForm, found: Trouble = NO_TROUBLE) -> Response:
    return page(call, site, "area_recovery.html", status=found.status, form=form, **found.values())


def _codes_form(call: Call, site: Site, found: Trouble = NO_TROUBLE) -> Response:
    values: dict[str, Any] = found.values()
    return page(call, site, "area_recovery_codes.html", status=found.status, form=CodesForm(), **values)
