"""Pages of the own data: consents, the file of everything, the wish to be erased."""

from collections.abc import Sequence

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Invalid, QuotaExceeded
from chalicelib.base.languages import Language, text
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.service import own_data
from chalicelib.features.cabinet.service.own_data import CHANGEABLE, Erasing, OwnConsent
from chalicelib.features.clients.console.words import HELD, PURPOSES
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.service.person_exporting import Export
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_ME = area(AreaPermission.ME)
_HERE = "/area/{slug}/me"


class ConsentForm(Fields):
    """The pressed button of a consent, with the version of the text that was shown."""

    purpose: str = ""
    given: str = ""
    version: str = ""


class PasswordForm(Fields):
    """The present password, once more."""

    password: str = ""


@pages.operation("GET", f"{_HERE}/consents", audience=_ME, media_type=HTML, summary="The page of the own consents")
def show_own_consents(caller: AreaCaller, slug: str, call: Call) -> Response:
    return _consents_page(call, caller, slug)


@pages.operation(
    "POST", f"{_HERE}/consents", audience=_ME, status=303, media_type=HTML, summary="Give or withdraw a consent"
)
def change_own_consent(caller: AreaCaller, slug: str, form: ConsentForm, call: Call) -> Response:
    """Record a consent to the text that was shown, or withdraw it."""
    purpose = next((each for each in CHANGEABLE if each == form.purpose), None)
    if purpose is None:
        return see_other(page_path(slug, "/me/consents"))
    is_given, version = form.given == "yes", int(form.version) if form.version.isdecimal() else None
    try:
        own_data.change_consent(caller, purpose, given=is_given, version=version)
    except (Invalid, Conflict) as error:
        return _consents_page(call, caller, slug, trouble(error, language=call.language))
    notice = "area_consent_given" if is_given else "area_consent_withdrawn"
    return see_other(page_path(slug, "/me/consents"), notice=notice)


@pages.operation("GET", f"{_HERE}/export", audience=_ME, media_type=HTML, summary="The page of the own data's file")
def show_own_export(caller: AreaCaller, slug: str, call: Call) -> Response:
    return _export_page(call, caller, slug)


@pages.operation(
    "POST", f"{_HERE}/export", audience=_ME, media_type=HTML, summary="Make the file of the own data by the password"
)
def make_own_export(caller: AreaCaller, slug: str, form: PasswordForm, call: Call) -> Response:
    """Show the addresses of the files, which work for a quarter of an hour."""
    try:
        demand_filled(form, "password")
        files = own_data.export(caller, password=form.password)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _export_page(call, caller, slug, found=_at_password(error, call))
    return _export_page(call, caller, slug, files=files)


@pages.operation("GET", f"{_HERE}/erasure", audience=_ME, media_type=HTML, summary="The page to ask for an erasure")
def show_own_erasure(caller: AreaCaller, slug: str, call: Call) -> Response:
    return _erasure_page(call, caller, slug)


@pages.operation(
    "POST", f"{_HERE}/erasure", audience=_ME, status=303, media_type=HTML, summary="Ask for the erasure of own data"
)
def ask_own_erasure(caller: AreaCaller, slug: str, form: PasswordForm, call: Call) -> Response:
    """Open the request, and lead to it."""
    try:
        demand_filled(form, "password")
        ticket = own_data.ask_erasure(caller, password=form.password)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _erasure_page(call, caller, slug, _at_password(error, call))
    return see_other(page_path(slug, f"/messages/{ticket.id}"), notice="area_erasure_asked")


def _at_password(error: Invalid | Conflict | QuotaExceeded, call: Call) -> Trouble:
    return trouble(error, language=call.language, fields=("password",))


def _consents_page(call: Call, caller: AreaCaller, slug: str, found: Trouble = NO_TROUBLE) -> Response:
    consents = [_consent(each) for each in own_data.list_consents(caller)]
    values = {"consents": consents, **found.values()}
    return page(call, open_site(slug), "area_consents.html", caller=caller, status=found.status, **values)


def _consent(own: OwnConsent) -> dict[str, object]:
    """Return a consent as the page shows it: the text that was agreed to, else the one to agree to."""
    given, present = own.given, own.present
    shown = (given.language, own.given_text) if given else (present.language, present.text) if present else ("", "")
    return {
        "purpose": own.purpose.value,
        "label": PURPOSES[own.purpose],
        "given_at": given.given_at if given else None,
        "language": shown[0],
        "text": shown[1],
        "version": present.version if present else "",
        "is_changeable": own.purpose in CHANGEABLE,
        "is_processing": own.purpose is Purpose.PERSONAL_DATA,
    }


def _export_page(
    call: Call, caller: AreaCaller, slug: str, *, files: Sequence[Export] = (), found: Trouble = NO_TROUBLE
) -> Response:
    shown = [(each, localized.size(call.language, each.bytes)) for each in files]
    values = {"files": shown, "form": PasswordForm(), **found.values()}
    return page(call, open_site(slug), "area_export.html", caller=caller, status=found.status, **values)


def _erasure_page(call: Call, caller: AreaCaller, slug: str, found: Trouble = NO_TROUBLE) -> Response:
    try:
        plans = [_plan(each, call.language) for each in own_data.plan_erasure(caller)]
    except Conflict as error:
        plans, found = [], trouble(error, language=call.language)._replace(status=found.status)
    values = {"plans": plans, "form": PasswordForm(), **found.values()}
    return page(call, open_site(slug), "area_erasure.html", caller=caller, status=found.status, **values)


def _plan(erasing: Erasing, language: Language) -> dict[str, object] | None:
    plan = erasing.plan
    if plan is None:
        return None
    gone, kept = ([text(language, HELD[each]) for each in codes] for codes in (plan.gone, plan.kept))
    until = localized.day(language, plan.until) if plan.until else ""
    return {"gone": localized.listed(gone), "kept": localized.listed(kept), "until": until, "law": plan.law}
