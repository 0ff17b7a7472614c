"""The form that invites a person of a company, and changes of its people, for staff."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.features.clients.model import Client
from chalicelib.features.companies import inviting, managing, passwords
from chalicelib.features.companies.access import seen_company
from chalicelib.features.companies.model import MemberChange
from chalicelib.features.companies.people_schemas import InvitedBody
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.permissions import MembershipRole
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

people_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("clients:write")
_HERE = "/console/company-people/{client_id}"
_CLIENT = "/console/clients/{client_id}?tab=people"
_FIELDS = {f"/{name}": name for name in ("name", "email", "role", "claims", "notify", "language")}


class InviteForm(Fields):
    """A person to invite, as typed."""

    name: str = ""
    email: str = ""
    role: str = "user"
    claims: str = ""
    notify: str = "area_and_email"
    language: str = ""


class MemberForm(Fields):
    """One change of a person, by a pressed button."""

    claims: str = ""
    role: str = ""
    disabled: str = ""
    #: `link`: send one that sets a new password.
    send: str = ""


class InvitationForm(Fields):
    """The pressed button of an invitation: `resend` or `withdraw`."""

    do: str = ""


@people_pages.operation(
    "GET",
    f"{_HERE}/invite",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    media_type=_HTML,
    summary="The form to invite a person of a company",
)
def show_invite_person(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the form; the first person of a company is an administrator."""
    company = seen_company(caller, client_id, to_change=True)
    role = "user" if managing.list_members(caller.account_id, company.id) else "administrator"
    language = company.facts.language or accounts.load_account(caller.account_id).language
    return _form_page(call, caller, company, InviteForm(role=role, language=language))


@people_pages.operation(
    "POST",
    f"{_HERE}/invite",
    audience=_WRITE,
    status=303,
    errors=(NotFound, Conflict),
    media_type=_HTML,
    summary="Invite a person of a company",
)
def invite_person(caller: Caller, client_id: str, form: InviteForm, call: Call) -> Response:
    """Send the invitation and lead to the tab, or show the form again as it was typed."""
    company = seen_company(caller, client_id, to_change=True)
    try:
        invited = read_typed(InvitedBody, {**form.model_dump(), "claims": bool(form.claims)}).invited(call.language)
        inviting.invite(caller.account_id, company.id, invited, actor=caller.actor)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_FIELDS, language=call.language)
        return _form_page(call, caller, company, form, status=422, wrong=wrong, troubles=troubles)
    except (Conflict, QuotaExceeded) as error:
        status = 409 if isinstance(error, Conflict) else 429
        troubles = [text(call.language, error.message, **error.params)]
        return _form_page(call, caller, company, form, status=status, troubles=troubles)
    return see_other(_CLIENT.format(client_id=company.id), notice="company_person_invited")


@people_pages.operation(
    "POST",
    f"{_HERE}/{{person_id}}",
    audience=_WRITE,
    status=303,
    errors=(NotFound, Conflict, QuotaExceeded),
    media_type=_HTML,
    summary="Change a person of a company",
)
def change_person_of_company(caller: Caller, client_id: str, person_id: str, form: MemberForm) -> Response:
    """Change the person, and lead to the tab."""
    company = seen_company(caller, client_id, to_change=True)
    if form.send == "link":
        passwords.send_to_member(caller.account_id, company.id, person_id)
        return see_other(_CLIENT.format(client_id=company.id), notice="company_password_link_sent")
    change = MemberChange(
        claims={"on": True, "off": False}.get(form.claims),
        role={each.value: each for each in (MembershipRole.USER, MembershipRole.ADMINISTRATOR)}.get(form.role),
        disabled={"on": True, "off": False}.get(form.disabled),
    )
    managing.change_member(caller.account_id, company.id, person_id, change)
    return see_other(_CLIENT.format(client_id=company.id), notice="company_person_changed")


@people_pages.operation(
    "POST",
    f"{_HERE}/invitations/{{invitation_id}}",
    audience=_WRITE,
    status=303,
    errors=(NotFound, Conflict, QuotaExceeded),
    media_type=_HTML,
    summary="Send an invitation of a company again, or withdraw it",
)
def change_company_invitation(caller: Caller, client_id: str, invitation_id: str, form: InvitationForm) -> Response:
    """Send it again or withdraw it, and lead to the tab."""
    company = seen_company(caller, client_id, to_change=True)
    if form.do == "withdraw":
        inviting.withdraw(caller.account_id, company.id, invitation_id)
        return see_other(_CLIENT.format(client_id=company.id), notice="company_invitation_withdrawn")
    inviting.send_again(caller.account_id, company.id, invitation_id)
    return see_other(_CLIENT.format(client_id=company.id), notice="company_person_invited")


def _form_page(
    call: Call, caller: Caller, company: Client, form: InviteForm, *, status: int = 200, **values: Any
) -> Response:
    return page(
        call,
        "company_invite.html",
        caller=caller,
        status=status,
        here=f"{_HERE.format(client_id=company.id)}/invite",
        client=company,
        form=form,
        **{"wrong": {}, "troubles": [], **values},
    )
