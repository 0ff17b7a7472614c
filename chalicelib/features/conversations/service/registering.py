"""Registering of clients' requests by staff and back-ends: by the client, a policy or a claim that they concern."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service.opening import NewTicket, check_topic, open_ticket
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.identity.model import Caller

_OTHER_CLIENT = N_("This belongs to another client.")


class Concern(Frozen):
    """The things that a request concerns."""

    client_id: str | None = None
    policy_id: str | None = None
    claim_id: str | None = None


def register(caller: Caller, new: NewTicket) -> Ticket:
    """Register a request in a client's words. Idempotent by its id. Raises Invalid, Conflict."""
    found = check(caller, new.topic, Concern.model_validate(new.model_dump(include=set(Concern.model_fields))))
    return open_ticket(caller.account_id, new.model_copy(update=dict(found)), actor=caller.actor)


def check(caller: Caller, topic: str | None, concern: Concern) -> Concern:
    """Return the things that a request concerns, with their client. Raises Invalid with all that is wrong."""
    found = Findings()
    with found:
        if topic is not None:
            check_topic(caller.account_id, topic)
    owners = {
        name: found.attempt(lambda name=name, each=each: _owner(caller, name, each), otherwise=None)  # type: ignore[misc]
        for name, each in concern.model_dump(exclude_none=True).items()
    }
    client_id = next((each for each in owners.values() if each), None)
    with found:
        _demand_one_client(owners, client_id)
    found.demand_none()
    return concern.model_copy(update={"client_id": client_id})


def _owner(caller: Caller, name: str, named: str) -> str | None:
    """Return the client of a thing; None of a claim without one. Raises Invalid at its field."""
    find, wrong = _THINGS[name]
    thing = find(caller, named)
    if thing is None:
        raise Invalid([FieldError(f"/{name}", wrong)])
    return thing.id if isinstance(thing, Client) else thing.client_id


def _find_claim(caller: Caller, claim_id: str) -> Claim | None:
    return claims.find_claim(caller.account_id, claim_id)


#: By field: the function that finds the thing, and the message without it.
_THINGS: Mapping[str, tuple[Callable[[Caller, str], Client | Policy | Claim | None], str]] = MappingProxyType(
    {
        "client_id": (clients.find_seen, N_("You see no client with this id.")),
        "policy_id": (policies.find_policy, N_("You see no policy with this id.")),
        "claim_id": (_find_claim, N_("There is no claim with this id.")),
    }
)


def _demand_one_client(owners: dict[str, str | None], client_id: str | None) -> None:
    others = [name for name, each in owners.items() if each not in {None, client_id}]
    if others:
        raise Invalid([FieldError(f"/{each}", _OTHER_CLIENT) for each in others])
