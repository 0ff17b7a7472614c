"""Pages of the own person: contacts, password, language, sessions and devices."""

from typing import Any

from chalice.app import Response

from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import LANGUAGES
from chalicelib.base.phones import example_of
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.codes import masked
from chalicelib.features.cabinet.cookies import language_cookie, no_session, session_cookie
from chalicelib.features.cabinet.service import contacts, own
from chalicelib.features.cabinet.service.own_data import own_client_ids
from chalicelib.features.cabinet.service.standing import FIELDS, is_stale
from chalicelib.features.clients import service as clients
from chalicelib.frame.area.audience import NOTHING_HERE, area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller, AreaPerson, Notify
from chalicelib.identity.area.permissions import AreaPermission, MembershipKind
from chalicelib.tenancy import service as accounts

pages = area_pages(__name__)
_ME = area(AreaPermission.ME)
_HERE = "/area/{slug}/me"
_LONGEST = 400
_CHANNELS: dict[str, Channel] = {"email": "email", "phone": "sms"}
_PASSWORDS = ("present_password", "password")


class PersonForm(Fields):
    """The chosen language, or the way of notices about the claims of a company."""

    language: str = ""
    notify: str = ""
    client_id: str = ""


class PasswordForm(Fields):
    """The present and the new password."""

    present_password: str = ""
    password: str = ""


class ContactForm(Fields):
    """A new contact, or the code that came to it."""

    email: str = ""
    phone: str = ""
    code: str = ""


@pages.operation("GET", _HERE, audience=_ME, media_type=HTML, summary="The page of the own person")
def show_me(caller: AreaCaller, slug: str, call: Call) -> Response:
    return _page(call, caller, slug)


@pages.operation("POST", _HERE, audience=_ME, status=303, media_type=HTML, summary="Change the own language or notices")
def change_me(caller: AreaCaller, slug: str, form: PersonForm) -> Response:
    """Change the language of messages and pages, or the way of notices."""
    for notify in (each for each in Notify if each == form.notify):
        own.change_person(caller, notify=notify, client_id=form.client_id)
        return see_other(_path(slug), notice="area_saved")
    for language in (each for each in LANGUAGES if each == form.language):
        own.change_person(caller, language=language)
        return see_other(_path(slug), notice="area_saved", cookies=[language_cookie(language)])
    return see_other(_path(slug))


@pages.operation("GET", f"{_HERE}/password", audience=_ME, media_type=HTML, summary="The page for a new password")
def show_own_password(caller: AreaCaller, slug: str, call: Call) -> Response:
    return _password_page(call, caller, slug)


@pages.operation(
    "POST", f"{_HERE}/password", audience=_ME, status=303, media_type=HTML, summary="Change the own password"
)
def change_own_password(caller: AreaCaller, slug: str, form: PasswordForm, call: Call) -> Response:
    """Change the password, and sign other devices out."""
    try:
        demand_filled(form, *_PASSWORDS)
        renewed = own.change_password(caller, present=form.present_password[:_LONGEST], password=form.password)
    except (Invalid, QuotaExceeded) as error:
        return _password_page(call, caller, slug, trouble(error, language=call.language, fields=_PASSWORDS))
    return see_other(_path(slug), notice="area_password_set", cookies=[session_cookie(slug, renewed.secret)])


@pages.operation(
    "GET",
    f"{_HERE}/contacts/{{contact}}",
    audience=_ME,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page for a new e-mail address or phone",
)
def show_own_contact(caller: AreaCaller, slug: str, contact: str, call: Call) -> Response:
    return _contact_page(call, caller, slug, contact, ContactForm())


@pages.operation(
    "POST",
    f"{_HERE}/contacts/{{contact}}",
    audience=_ME,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Send a code to a new contact, or change the contact by the code",
)
def change_own_contact(caller: AreaCaller, slug: str, contact: str, form: ContactForm, call: Call) -> Response:
    """Show the form for the code, change the contact by it, or show the form with its errors."""
    channel = _channel(contact)
    try:
        if form.code.strip():
            contacts.confirm_change(caller, channel, form.code[:_LONGEST])
            return see_other(_path(slug), notice="area_contact_changed")
        sent_to = contacts.start_change(caller, open_site(slug).account, channel, getattr(form, contact)[:_LONGEST])
    except (Invalid, Conflict, Gone, QuotaExceeded) as error:
        return _wrong_contact(call, caller, slug, contact, form, error)
    return _contact_page(call, caller, slug, contact, form, sent_to=sent_to)


@pages.operation("GET", f"{_HERE}/sessions", audience=_ME, media_type=HTML, summary="The page of sessions and devices")
def show_own_sessions(caller: AreaCaller, slug: str, call: Call) -> Response:
    values: dict[str, Any] = {
        "sessions": own.list_sessions(caller),
        "devices": own.list_devices(caller),
        "this": caller.session.id,
    }
    return page(call, open_site(slug), "area_sessions.html", caller=caller, **values)


@pages.operation(
    "POST",
    f"{_HERE}/sessions/{{session_id}}/end",
    audience=_ME,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="End a session",
)
def end_own_session(caller: AreaCaller, slug: str, session_id: str) -> Response:
    own.end_session(caller, session_id)
    cookies = [no_session(slug)] if session_id == caller.session.id else []
    return see_other(page_path(slug, "/me/sessions"), notice="area_session_closed", cookies=cookies)


@pages.operation(
    "POST", f"{_HERE}/sessions/end", audience=_ME, status=303, media_type=HTML, summary="End all other sessions"
)
def end_other_sessions(caller: AreaCaller, slug: str) -> Response:
    renewed = own.end_all_sessions(caller)
    cookies = [session_cookie(slug, renewed.secret)]
    return see_other(page_path(slug, "/me/sessions"), notice="area_sessions_closed", cookies=cookies)


@pages.operation(
    "POST", f"{_HERE}/devices/forget", audience=_ME, status=303, media_type=HTML, summary="Forget known devices"
)
def forget_own_devices(caller: AreaCaller, slug: str) -> Response:
    own.forget_devices(caller)
    return see_other(page_path(slug, "/me/sessions"), notice="area_devices_forgotten")


def _channel(contact: str) -> Channel:
    if contact not in _CHANNELS:
        raise NotFound(NOTHING_HERE)
    return _CHANNELS[contact]


def _path(slug: str) -> str:
    return page_path(slug, "/me")


def _page(call: Call, caller: AreaCaller, slug: str) -> Response:
    person = caller.person
    shown: dict[str, Any] = {
        "stale": [each for each in FIELDS if is_stale(person, each)],
        "memberships": _memberships(person),
        "manages_people": AreaPermission.PEOPLE in caller.scopes,
        "has_own_data": bool(own_client_ids(caller)),
        "rests_until": person.restricted_until if person.is_restricted(now()) else None,
        "email": masked("email", person.email) if person.email else "",
        "phone": masked("sms", person.phone) if person.phone else "",
    }
    return page(call, open_site(slug), "area_me.html", caller=caller, **shown)


def _memberships(person: AreaPerson) -> list[dict[str, str]]:
    """Return the companies that a person acts for, each named if there are several."""
    found = [each for each in person.memberships if each.kind is MembershipKind.COMPANY and not each.disabled]
    names = {each.client_id: _company(person, each.client_id) for each in found if len(found) > 1}
    return [
        {"client_id": each.client_id, "notify": each.notify, "company": names.get(each.client_id, "")} for each in found
    ]


def _company(person: AreaPerson, client_id: str) -> str:
    client = clients.find_client(person.account_id, client_id)
    return client.shown_name if client else ""


def _password_page(call: Call, caller: AreaCaller, slug: str, found: Trouble = NO_TROUBLE) -> Response:
    values: dict[str, Any] = {"form": PasswordForm(), **found.values()}
    return page(call, open_site(slug), "area_password.html", caller=caller, status=found.status, **values)


def _wrong_contact(
    call: Call, caller: AreaCaller, slug: str, contact: str, form: ContactForm, error: DomainError
) -> Response:
    """Show the form again; after a wrong code, that for the code."""
    found = trouble(error, language=call.language, fields=(contact, "code"))
    waits = bool(form.code.strip()) and isinstance(error, Invalid)
    sent_to = masked(_channel(contact), getattr(form, contact)) if waits else ""
    return _contact_page(call, caller, slug, contact, form, sent_to=sent_to, found=found)


def _contact_page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    contact: str,
    form: ContactForm,
    *,
    sent_to: str = "",
    found: Trouble = NO_TROUBLE,
) -> Response:
    _channel(contact)
    account = accounts.load_account(caller.account_id)
    example = example_of(account.sms.countries, call.language, *account.languages)
    values: dict[str, Any] = {"contact": contact, "form": form, "sent_to": sent_to, "example": example}
    values |= found.values()
    return page(call, open_site(slug), "area_contact.html", caller=caller, status=found.status, **values)
