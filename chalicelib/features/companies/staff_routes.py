"""HTTP of a company's people, for staff and back-ends."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.clients.bases import sees_contacts
from chalicelib.features.companies import inviting, managing, passwords
from chalicelib.features.companies.access import seen_company
from chalicelib.features.companies.people_schemas import (
    CompanyInvitationView,
    CompanyPeopleView,
    CompanyPersonView,
    InvitedBody,
    MemberBody,
)
from chalicelib.features.companies.views import hidden, invitation_view, person_view, whole
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("clients:read"), staff("clients:write")
_PATH = "/v1/clients/{client_id}/people"
_INVITATION = f"{_PATH}/invitations/{{invitation_id}}"


@routes.operation(
    "GET", _PATH, audience=_READ, errors=(NotFound, Conflict), summary="List the people of a company in the client area"
)
def list_company_people(caller: Caller, client_id: str) -> CompanyPeopleView:
    company = seen_company(caller, client_id)
    email = whole if sees_contacts(caller) else hidden
    members = managing.list_members(caller.account_id, company.id)
    invited = inviting.list_invitations(caller.account_id, company.id)
    return CompanyPeopleView(
        items=[person_view(each, email=email) for each in members],
        invitations=[invitation_view(each, email=email) for each in invited],
    )


@routes.operation(
    "POST",
    _PATH,
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Invite a person to act for a company in the client area",
)
def invite_company_person(caller: Caller, client_id: str, body: InvitedBody) -> CompanyInvitationView:
    """Invite a person. For an e-mail that is invited already: 409 with the id of the invitation."""
    company = seen_company(caller, client_id, to_change=True)
    invited = body.invited(accounts.load_account(caller.account_id).language)
    return invitation_view(inviting.invite(caller.account_id, company.id, invited, actor=caller.actor))


@routes.operation(
    "PATCH",
    f"{_PATH}/{{person_id}}",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Change permission, role, notices or access of a person of a company",
)
def change_company_person(caller: Caller, client_id: str, person_id: str, body: MemberBody) -> CompanyPersonView:
    """Change a person of a company; an active administrator has to remain."""
    company = seen_company(caller, client_id, to_change=True)
    return person_view(managing.change_member(caller.account_id, company.id, person_id, body.change()))


@routes.operation(
    "POST",
    f"{_PATH}/{{person_id}}/password-link",
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Send a person of a company a link to set a new password",
)
def send_company_password_link(caller: Caller, client_id: str, person_id: str) -> Reply:
    """Send the link to the person's e-mail; it works once, for a day. Nobody else sees it."""
    company = seen_company(caller, client_id, to_change=True)
    passwords.send_to_member(caller.account_id, company.id, person_id)
    return Reply(None, 204)


@routes.operation(
    "POST",
    f"{_INVITATION}/resend",
    audience=_WRITE,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Send an invitation to act for a company again",
)
def resend_company_invitation(caller: Caller, client_id: str, invitation_id: str) -> CompanyInvitationView:
    company = seen_company(caller, client_id, to_change=True)
    return invitation_view(inviting.send_again(caller.account_id, company.id, invitation_id))


@routes.operation(
    "DELETE",
    _INVITATION,
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    summary="Withdraw an invitation to act for a company",
)
def withdraw_company_invitation(caller: Caller, client_id: str, invitation_id: str) -> Reply:
    company = seen_company(caller, client_id, to_change=True)
    inviting.withdraw(caller.account_id, company.id, invitation_id)
    return Reply(None, 204)
