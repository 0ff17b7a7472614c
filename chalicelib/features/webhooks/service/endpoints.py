"""Use cases of those who have endpoints: add them, change them, rotate their secrets, remove them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.base.ids import id_made_once, new_id
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.features.webhooks import table
from chalicelib.features.webhooks.addresses import WrongUrl
from chalicelib.features.webhooks.model import DisabledReason, Endpoint
from chalicelib.features.webhooks.outbound import Client, NoAnswer
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import ENDPOINT, demand_no_more

MAX_ENDPOINTS = 20
#: A customer waits for the check: less than a delivery may take.
CHECK_SECONDS = 5.0
_NO_ENDPOINT = N_("There is no such endpoint.")
_MADE = N_("This endpoint was added already, and its secret was shown then. If nobody kept it, rotate the secret.")
_ROTATED = N_("The secret was rotated already, and the new one was shown then. If nobody kept it, rotate it once more.")
_REFUSED: Mapping[str, str] = {
    "forbidden_address": N_("Leads to an address that is not on the public internet."),
    "unknown_host": N_("No server of this name can be found."),
    "timeout": N_("No server of this name can be found."),
}


class Made(Conflict):
    """An endpoint was made by this intention already."""


def client(*, seconds: float) -> Client:
    """Return the client of webhooks as this deployment is set up."""
    return Client(loopback=settings().webhooks_to_loopback, seconds=seconds)


def add_endpoint(
    caller: Caller, *, url: str, events: tuple[str, ...], description: str, once: str | None = None
) -> Endpoint:
    """Add an endpoint to the caller's account; Invalid for an address to which no webhook may go.

    By an intention (`once`, `whe_<ULID>`) one endpoint is made however often it comes: Made after the first time.
    Raises Forbidden if an endpoint does more than the caller may, as all that change or sign for one do.
    """
    demand_no_more(caller, ENDPOINT)
    endpoint_id = id_made_once(once, prefix="whe", account_id=caller.account_id) if once else new_id("whe")
    if once and table.get_endpoint(caller.account_id, endpoint_id) is not None:
        raise Made(_MADE)  # before the address is looked up, and before the account is full
    _check_url(url)
    endpoint = Endpoint(
        id=endpoint_id,
        account_id=caller.account_id,
        url=url,
        events=_sorted(events),
        description=description,
        created_at=now(),
    )
    tx = Transaction()
    table.insert_endpoint(
        tx,
        endpoint,
        at_most=MAX_ENDPOINTS,
        otherwise=lambda _: Conflict(
            N_("An account can have {count} endpoints. Remove one that is not used."), count=MAX_ENDPOINTS
        ),
        made=lambda _: Made(_MADE),
    )
    tx.commit()
    return endpoint


def check_endpoint(caller: Caller, *, url: str | None) -> None:
    """Raise Invalid for an address to which no webhook may go; nothing is written."""
    demand_no_more(caller, ENDPOINT)
    if url is not None:
        _check_url(url)


def list_endpoints(caller: Caller) -> list[Endpoint]:
    """Return the endpoints of the caller's account, oldest first."""
    return table.list_endpoints(caller.account_id)


def show_endpoint(caller: Caller, endpoint_id: str) -> Endpoint:
    """Return an endpoint of the caller's account."""
    endpoint = table.get_endpoint(caller.account_id, endpoint_id)
    if endpoint is None:
        raise NotFound(_NO_ENDPOINT)
    return endpoint


def change_endpoint(
    caller: Caller, endpoint_id: str, *, changes: Mapping[str, Any], version: int | None = None
) -> Endpoint:
    """Change address, events, description, or whether it gets anything (`enabled`).

    `enabled` True, and another address, close the breaker: a person has looked at it. With a `version`, Conflict if the
    endpoint has another one by now.
    """
    _steered(caller, endpoint_id)
    if "url" in changes:
        _check_url(changes["url"])

    def change() -> Endpoint:
        before = show_endpoint(caller, endpoint_id)
        if version not in {None, before.version}:
            raise Conflict(
                N_("This endpoint was changed meanwhile. Nothing was saved yet: save again to replace that change.")
            )
        after = _changed(before, changes)
        revived = after.enabled and ("url" in changes or changes.get("enabled") is True)
        tx = Transaction()
        table.change_endpoint(tx, after, replacing=before, revived=revived, disabled=before.enabled > after.enabled)
        tx.commit()
        return show_endpoint(caller, endpoint_id)

    return retry_stale(change)


def rotate_secret(
    caller: Caller, endpoint_id: str, *, former_lives: timedelta, generation: int | None = None
) -> Endpoint:
    """Rotate an endpoint's secret; the former one signs as well for so long.

    With a `generation`, Conflict if that isn't the one in use any more: a form sent twice must not rotate twice.
    """

    def rotate() -> Endpoint:
        before = _steered(caller, endpoint_id)
        if generation not in {None, before.generation}:
            raise Conflict(_ROTATED)
        changes = {"generation": before.generation + 1, "former_until": now() + former_lives}
        after = before.model_copy(update={**changes, "version": before.version + 1})
        tx = Transaction()
        table.change_endpoint(tx, after, replacing=before)
        tx.commit()
        return after

    return retry_stale(rotate)


def remove_endpoint(caller: Caller, endpoint_id: str) -> None:
    """Remove an endpoint; its pending deliveries are dropped."""

    def remove() -> None:
        tx = Transaction()
        table.delete_endpoint(tx, show_endpoint(caller, endpoint_id))
        tx.commit()

    retry_stale(remove)


def _steered(caller: Caller, endpoint_id: str) -> Endpoint:
    """Return an endpoint of the caller's account that may do no more than the caller; NotFound comes first."""
    endpoint = show_endpoint(caller, endpoint_id)
    demand_no_more(caller, ENDPOINT)
    return endpoint


def _changed(before: Endpoint, changes: Mapping[str, Any]) -> Endpoint:
    changed = before.model_copy(update={**changes, "version": before.version + 1})
    if "events" in changes:
        changed = changed.model_copy(update={"events": _sorted(changes["events"])})
    if before.enabled and not changed.enabled:
        changed = changed.model_copy(update={"disabled_at": now(), "disabled_reason": DisabledReason.REQUESTED})
    return changed


def _sorted(events: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(events)))


def _check_url(url: str) -> None:
    try:
        client(seconds=CHECK_SECONDS).check(url)
    except WrongUrl as error:
        raise Invalid([FieldError("/url", error.message)]) from error
    except NoAnswer as error:
        raise Invalid([FieldError("/url", _REFUSED[error.reason])]) from error
