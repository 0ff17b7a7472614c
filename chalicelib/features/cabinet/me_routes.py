"""HTTP of the own person in the cabinet: language, password, contacts, devices."""

from chalicelib.base.channels import Channel
from chalicelib.base.errors import Conflict, Gone, NotFound, QuotaExceeded
from chalicelib.features.cabinet.cookies import session_cookie
from chalicelib.features.cabinet.schemas import (
    AreaCodeSentView,
    AreaContactChange,
    AreaContactCode,
    AreaDeviceList,
    AreaPasswordChange,
    AreaPersonChange,
    AreaPersonView,
)
from chalicelib.features.cabinet.service import contacts, own
from chalicelib.features.cabinet.views import device_view, person_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_ME = area(AreaPermission.ME)
_PATH = "/v1/area/{slug}/me"


@routes.operation("GET", _PATH, audience=_ME, summary="Show the own person in the client area")
def show_area_person(caller: AreaCaller, slug: str) -> AreaPersonView:
    return person_view(caller.person)


@routes.operation("PATCH", _PATH, audience=_ME, errors=(NotFound,), summary="Change the own person in the client area")
def change_area_person(caller: AreaCaller, slug: str, body: AreaPersonChange) -> AreaPersonView:
    return person_view(own.change_person(caller, **body.changes()))


@routes.operation(
    "POST",
    f"{_PATH}/password",
    audience=_ME,
    answers={200: AreaPersonView},
    errors=(QuotaExceeded,),
    summary="Change the own password in the client area",
)
def change_area_password(caller: AreaCaller, slug: str, body: AreaPasswordChange) -> Reply:
    """Change the password; all other sessions end."""
    renewed = own.change_password(caller, present=body.present_password, password=body.password)
    return Reply(person_view(renewed.person), 200, {"Set-Cookie": [session_cookie(slug, renewed.secret)]})


@routes.operation(
    "POST",
    f"{_PATH}/contacts",
    audience=_ME,
    status=202,
    answers={202: AreaCodeSentView},
    errors=(Conflict, QuotaExceeded),
    summary="Send a code to a new contact of the own person",
)
def start_area_contact(caller: AreaCaller, slug: str, body: AreaContactChange) -> Reply:
    channel: Channel = "email" if body.email else "sms"
    to = contacts.start_change(caller, open_site(slug).account, channel, body.email or body.phone or "")
    return Reply(AreaCodeSentView(to=to), 202)


@routes.operation(
    "POST",
    f"{_PATH}/contacts/code",
    audience=_ME,
    errors=(Conflict, Gone),
    summary="Change a contact of the own person by the code",
)
def confirm_area_contact(caller: AreaCaller, slug: str, body: AreaContactCode) -> AreaPersonView:
    """Change the contact; the former one is told, and can undo it for 72 hours."""
    return person_view(contacts.confirm_change(caller, body.channel, body.code))


@routes.operation("GET", f"{_PATH}/devices", audience=_ME, summary="List the own known devices")
def list_area_devices(caller: AreaCaller, slug: str) -> AreaDeviceList:
    return AreaDeviceList(items=[device_view(each) for each in own.list_devices(caller)])


@routes.operation(
    "DELETE", f"{_PATH}/devices", audience=_ME, status=204, answers={204: None}, summary="Forget all own known devices"
)
def forget_area_devices(caller: AreaCaller, slug: str) -> Reply:
    own.forget_devices(caller)
    return Reply(None, 204)
