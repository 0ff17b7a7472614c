"""Purchases that clients make alone, on the insurer's site or in a cabinet.

The house sells; the agent to whom a sale bound the client is credited.
"""

from datetime import datetime

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.policies.model import Source
from chalicelib.features.policies.refusals import not_in_base
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller

_FOR_BACK_ENDS = N_("Only back-ends say that a client buys alone. Leave it out: this sale is yours.")
_SOLD_ELSEWHERE = N_("A policy that was sold elsewhere was not bought alone here. Leave one of both out.")


def acts_for_clients(caller: Caller) -> bool:
    """Return True if a caller is no person of the staff. Clients act through back-ends."""
    return caller.user_id is None


def wrong_channel(caller: Caller, *, alone: bool, source: Source = Source.OWN) -> list[FieldError]:
    """Return the error of a purchase alone that a person of the staff reports, or that was made elsewhere."""
    if not alone:
        return []
    if not acts_for_clients(caller):
        return [FieldError("/channel", _FOR_BACK_ENDS)]
    return [FieldError("/channel", _SOLD_ELSEWHERE)] if source is Source.EXTERNAL else []


def find_buyer(caller: Caller, client_id: str, *, alone: bool) -> Client | None:
    """Return the client of a sale, whom the caller sees. For a purchase alone it may be of any base.

    People of the client area see those that they act for.
    """
    if isinstance(caller, AreaCaller):
        return _find_own(caller, client_id)
    if not (alone and acts_for_clients(caller)):
        return clients.find_seen(caller, client_id)
    return _find_open(caller, client_id)


def _find_own(caller: AreaCaller, client_id: str) -> Client | None:
    return _find_open(caller, client_id) if client_id in caller.client_ids(AreaPermission.POLICIES) else None


def _find_open(caller: Caller, client_id: str) -> Client | None:
    client = clients.find_client(caller.account_id, client_id)
    return client if client is not None and client.blocked is None else None


def buyer(caller: Caller, client_id: str, *, alone: bool) -> Client:
    """Return the client of a sale. Raises Conflict for one of another base, and for none."""
    client = find_buyer(caller, client_id, alone=alone)
    if client is None:
        raise not_in_base()
    return client


def credited_agent(client: Client, moment: datetime) -> str | None:
    """Return the agent whose commission a purchase alone is.

    None unless a sale had bound the person, and the phone was confirmed, by the moment of the purchase.
    """
    bound = clients.find_bound(client)
    if bound is None or bound.bound_at is None or bound.phone_confirmed_at is None:
        return None
    return bound.base if max(bound.bound_at, bound.phone_confirmed_at) <= moment else None
