"""The offer of the client area on the page of an owner whose photos were sent. It is the same for all clients."""

from chalicelib.base.settings import settings
from chalicelib.features.cases import service as cases
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import System


def area_for(account_id: str, case_id: str) -> str:
    """Return the address to register at, for a case of a person with a policy; else an empty text.

    Why also for people who have a cabinet: the page tells nobody who has one. Two GetItem if the area is on.
    """
    area = area_settings(account_id)
    if not area.on or not area.slug:
        return ""
    found = cases.find_cases(Caller(account_id=account_id, principal=System()), [case_id])
    client_id = next((each.client_id for each in found), None)
    client = clients.find_client(account_id, client_id) if client_id else None
    return f"{settings().public_base_url}{page_path(area.slug, '/register')}" if _can_register(client) else ""


def _can_register(client: Client | None) -> bool:
    if client is None or client.blocked is not None:
        return False
    return client.facts.kind is ClientKind.PERSON and client.policies > 0
