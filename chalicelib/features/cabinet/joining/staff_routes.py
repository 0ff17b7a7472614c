"""HTTP of invitations to the client area, for staff and back-ends."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cabinet.joining.schemas import CabinetView, InvitationBody, InvitationView
from chalicelib.features.cabinet.joining.service import inviting
from chalicelib.features.cabinet.joining.views import invitation_view, task_view
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_PATH = "/v1/clients/{client_id}/invitation"


def _check_invitation(body: InvitationBody) -> None:
    inviting.demand_seen(document_seen=body.document_seen)


@routes.operation(
    "GET",
    _PATH,
    audience=staff("clients:read"),
    errors=(NotFound,),
    summary="Show whether a client has a cabinet, its invitations, and registrations that only staff can finish",
)
def show_invitations(caller: Caller, client_id: str) -> CabinetView:
    shown = inviting.show(caller, client_id)
    return CabinetView(
        has_cabinet=shown.has_cabinet,
        invitations=[invitation_view(each) for each in shown.invitations],
        tasks=[task_view(each) for each in shown.tasks],
    )


@routes.operation(
    "POST",
    _PATH,
    audience=staff("clients:write"),
    status=202,
    errors=(NotFound, Conflict),
    check=_check_invitation,
    summary="Invite a client whose document somebody has seen to the client area",
)
def invite(caller: Caller, client_id: str, body: InvitationBody) -> InvitationView:
    return invitation_view(inviting.invite(caller, client_id, document_seen=body.document_seen))
