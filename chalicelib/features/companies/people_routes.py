"""HTTP of a company's people in the client area: for its administrators, and each for the own notices."""

from chalicelib.base.errors import Conflict, Forbidden, NotFound, QuotaExceeded
from chalicelib.features.companies import inviting, managing, passwords
from chalicelib.features.companies.access import administered, administered_one, change_as, company_of_invitation
from chalicelib.features.companies.people_schemas import (
    AreaInvitedBody,
    AreaMemberBody,
    CompanyInvitationView,
    CompanyPeopleView,
    CompanyPersonView,
    PeopleQuery,
)
from chalicelib.features.companies.views import invitation_view, person_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_PEOPLE, _ME = area(AreaPermission.PEOPLE), area(AreaPermission.ME)
_PATH = "/v1/area/{slug}/people"
_INVITATION = f"{_PATH}/invitations/{{invitation_id}}"


@routes.operation(
    "GET", _PATH, audience=_PEOPLE, errors=(NotFound,), summary="List the people of the companies one administers"
)
def list_area_people(caller: AreaCaller, slug: str, query: PeopleQuery) -> CompanyPeopleView:
    own = administered(caller, query.client_id)
    members = [each for client_id in own for each in managing.list_members(caller.account_id, client_id)]
    invited = [each for client_id in own for each in inviting.list_invitations(caller.account_id, client_id)]
    return CompanyPeopleView(
        items=[person_view(each) for each in members], invitations=[invitation_view(each) for each in invited]
    )


@routes.operation(
    "POST",
    _PATH,
    audience=_PEOPLE,
    status=201,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Invite a colleague by e-mail",
)
def invite_area_person(caller: AreaCaller, slug: str, body: AreaInvitedBody) -> CompanyInvitationView:
    """Invite a colleague. A second call for an e-mail that is invited answers 409, with the id of the invitation."""
    client_id = administered_one(caller, body.client_id)
    invited = body.invited(open_site(slug).account.language)
    return invitation_view(inviting.invite(caller.account_id, client_id, invited, actor=caller.actor))


@routes.operation(
    "PATCH",
    f"{_PATH}/{{person_id}}",
    audience=_ME,
    errors=(NotFound, Forbidden, Conflict),
    summary="Change a colleague's permission, role, notices or access, or the own notices",
)
def change_area_person_of_company(
    caller: AreaCaller, slug: str, person_id: str, body: AreaMemberBody
) -> CompanyPersonView:
    """Change a person of the company; who is no administrator may change the own notices alone."""
    return person_view(change_as(caller, person_id, body.client_id, body.change()))


@routes.operation(
    "POST",
    f"{_PATH}/{{person_id}}/password-link",
    audience=_PEOPLE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Send a colleague a link to set a new password",
)
def send_area_password_link(caller: AreaCaller, slug: str, person_id: str) -> Reply:
    """Send the link to the colleague's e-mail; it works once, for a day. Nobody else sees it."""
    passwords.send_as_administrator(caller, person_id)
    return Reply(None, 204)


@routes.operation(
    "POST",
    f"{_INVITATION}/resend",
    audience=_PEOPLE,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Send an invitation again, for seven days from now",
)
def resend_area_invitation(caller: AreaCaller, slug: str, invitation_id: str) -> CompanyInvitationView:
    client_id = company_of_invitation(caller, invitation_id)
    return invitation_view(inviting.send_again(caller.account_id, client_id, invitation_id))


@routes.operation(
    "DELETE",
    _INVITATION,
    audience=_PEOPLE,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Withdraw an invitation",
)
def withdraw_area_invitation(caller: AreaCaller, slug: str, invitation_id: str) -> Reply:
    inviting.withdraw(caller.account_id, company_of_invitation(caller, invitation_id), invitation_id)
    return Reply(None, 204)
