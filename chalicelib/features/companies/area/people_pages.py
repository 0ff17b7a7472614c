"""Pages of a company's people for its administrators: the list, a person with the switch, an invitation."""

from typing import Any

from chalice.app import Response

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, Invalid, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Trouble, trouble
from chalicelib.features.cabinet.service.password_links import may_get_link
from chalicelib.features.clients import service as clients
from chalicelib.features.companies import inviting, managing, passwords
from chalicelib.features.companies.access import (
    administered,
    administered_one,
    company_of_invitation,
    company_of_person,
)
from chalicelib.features.companies.model import MemberChange
from chalicelib.features.companies.people_schemas import AreaInvitedBody
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.area.model import AreaCaller, Notify
from chalicelib.identity.area.permissions import AreaPermission, MembershipRole

pages = area_pages(__name__)
_PEOPLE = area(AreaPermission.PEOPLE)
_HERE = "/area/{slug}/people"
_FIELDS = ("name", "email", "role", "notify", "language")


class CompanyQuery(TypedFields):
    """The company whose people are shown."""

    company: str = ""


class InviteForm(TypedFields):
    """A colleague to invite, as typed."""

    name: str = ""
    email: str = ""
    role: str = "user"
    claims: str = ""
    notify: str = "area_and_email"
    language: str = ""


class MemberForm(TypedFields):
    """One change of a person, by a pressed button."""

    claims: str = ""
    notify: str = ""
    role: str = ""
    disabled: str = ""
    #: `link`: send one that sets a new password.
    send: str = ""

    def change(self) -> MemberChange:
        """Return the change; words that no button sends change nothing."""
        return MemberChange(
            claims={"on": True, "off": False}.get(self.claims),
            notify=next((each for each in Notify if each == self.notify), None),
            role={
                "user": MembershipRole.USER,
                "administrator": MembershipRole.ADMINISTRATOR,
            }.get(self.role),
            disabled={"on": True, "off": False}.get(self.disabled),
        )


class InvitationForm(TypedFields):
    """The pressed button of an invitation: `resend` or `withdraw`."""

    do: str = ""


@pages.operation(
    "GET", _HERE, audience=_PEOPLE, errors=(NotFound,), media_type=HTML, summary="The people of one's company"
)
def show_people(caller: AreaCaller, slug: str, query: CompanyQuery, call: Call) -> Response:
    """List the people of the company; of several companies, ask which one."""
    own = administered(caller, query.company or None)
    if len(own) > 1:
        companies = [(each, _name(caller, each)) for each in own]
        return page(call, open_site(slug), "area_companies.html", caller=caller, companies=companies)
    (client_id,) = own
    values: dict[str, Any] = {
        "company": _name(caller, client_id),
        "client_id": client_id,
        "members": managing.list_members(caller.account_id, client_id),
        "invitations": [
            {"invitation": each, "is_open": each.is_open(now())}
            for each in inviting.list_invitations(caller.account_id, client_id)
        ],
    }
    return page(call, open_site(slug), "area_people.html", caller=caller, **values)


@pages.operation(
    "GET",
    f"{_HERE}/invite",
    audience=_PEOPLE,
    errors=(NotFound,),
    media_type=HTML,
    summary="The form to invite a colleague",
)
def show_invite_colleague(caller: AreaCaller, slug: str, query: CompanyQuery, call: Call) -> Response:
    """Show the form, with the notices on and no permission."""
    return _invite_page(call, caller, slug, query, InviteForm(language=call.language))


@pages.operation(
    "POST",
    f"{_HERE}/invite",
    audience=_PEOPLE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Invite a colleague",
)
def invite_colleague(caller: AreaCaller, slug: str, query: CompanyQuery, form: InviteForm, call: Call) -> Response:
    """Send the invitation and lead to the list, or show the form again as it was typed."""
    client_id = administered_one(caller, query.company or None)
    try:
        typed = {**form.model_dump(), "claims": bool(form.claims), "client_id": client_id}
        invited = read_typed(AreaInvitedBody, typed).invited(call.language)
        inviting.invite(caller.account_id, client_id, invited, actor=caller.actor)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _invite_page(call, caller, slug, query, form, trouble(error, language=call.language, fields=_FIELDS))
    return see_other(_path(slug, query.company), notice="area_person_invited")


@pages.operation(
    "POST",
    f"{_HERE}/invitations/{{invitation_id}}",
    audience=_PEOPLE,
    status=303,
    errors=(NotFound, Conflict, QuotaExceeded),
    media_type=HTML,
    summary="Send an invitation again, or withdraw it",
)
def change_invitation(
    caller: AreaCaller, slug: str, invitation_id: str, query: CompanyQuery, form: InvitationForm
) -> Response:
    """Send it again or withdraw it, and lead to the list."""
    client_id = company_of_invitation(caller, invitation_id, query.company or None)
    if form.do == "withdraw":
        inviting.withdraw(caller.account_id, client_id, invitation_id)
        return see_other(_path(slug, query.company), notice="area_invitation_withdrawn")
    inviting.send_again(caller.account_id, client_id, invitation_id)
    return see_other(_path(slug, query.company), notice="area_person_invited")


@pages.operation(
    "GET",
    f"{_HERE}/{{person_id}}",
    audience=_PEOPLE,
    errors=(NotFound,),
    media_type=HTML,
    summary="A person of one's company",
)
def show_colleague(caller: AreaCaller, slug: str, person_id: str, query: CompanyQuery, call: Call) -> Response:
    """Show a person with the switch of the permission, the notices, the role and the access."""
    return _person_page(call, caller, slug, person_id, query)


@pages.operation(
    "POST",
    f"{_HERE}/{{person_id}}",
    audience=_PEOPLE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Change a person of one's company",
)
def change_colleague(
    caller: AreaCaller, slug: str, person_id: str, query: CompanyQuery, form: MemberForm, call: Call
) -> Response:
    """Change the person and lead back; one who took the own role away is led to the own page."""
    client_id = company_of_person(caller, person_id, query.company or None)
    try:
        if form.send == "link":
            passwords.send_to_member(caller.account_id, client_id, person_id)
            return see_other(_path(slug, query.company, f"/{person_id}"), notice="area_password_link_sent")
        managing.change_member(caller.account_id, client_id, person_id, form.change())
    except (Conflict, QuotaExceeded) as error:
        return _person_page(call, caller, slug, person_id, query, error)
    if person_id == caller.person.id and (form.role == "user" or form.disabled == "on"):
        return see_other(page_path(slug, "/me"), notice="area_saved")
    return see_other(_path(slug, query.company, f"/{person_id}"), notice="area_saved")


def _person_page(
    call: Call, caller: AreaCaller, slug: str, person_id: str, query: CompanyQuery, error: DomainError | None = None
) -> Response:
    client_id = company_of_person(caller, person_id, query.company or None)
    found = trouble(error, language=call.language) if error else NO_TROUBLE
    member = managing.find_member(caller.account_id, client_id, person_id)
    values: dict[str, Any] = {
        "member": member,
        "company": _name(caller, client_id),
        "query": _query(query.company),
        "can_get_link": not member.membership.disabled and may_get_link(member.person),
        "is_own": person_id == caller.person.id,
        **found.values(),
    }
    return page(call, open_site(slug), "area_colleague.html", caller=caller, status=found.status, **values)


def _invite_page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    query: CompanyQuery,
    form: InviteForm,
    found: Trouble = NO_TROUBLE,
) -> Response:
    company = _name(caller, administered_one(caller, query.company or None))
    values: dict[str, Any] = {"form": form, "company": company, "query": _query(query.company), **found.values()}
    return page(call, open_site(slug), "area_invite.html", caller=caller, status=found.status, **values)


def _name(caller: AreaCaller, client_id: str) -> str:
    client = clients.find_client(caller.account_id, client_id)
    return client.shown_name if client else client_id


def _path(slug: str, company: str, below: str = "") -> str:
    return page_path(slug, f"/people{below}{_query(company)}")


def _query(company: str) -> str:
    return f"?company={company}" if company else ""
