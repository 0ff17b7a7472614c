"""HTTP of webhooks that go out."""

from datetime import timedelta
from typing import Any

from chalicelib.base.errors import Conflict
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.schemas import (
    DeliveryList,
    DeliveryQuery,
    DeliveryView,
    EndpointBody,
    EndpointChange,
    EndpointList,
    EndpointView,
    EndpointWithSecret,
    ReplayBody,
    ReplayView,
    RotateBody,
)
from chalicelib.features.webhooks.views import delivery_view, endpoint_view, endpoint_with_secret
from chalicelib.http.blueprint import Blueprint, Reply, Sealing
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import ENDPOINT, demand_no_more

routes = Blueprint(__name__)
_READ, _WRITE = staff(Scope.ACCOUNT_READ), staff(Scope.ACCOUNT_WRITE)
_ENDPOINTS = "/v1/webhook-endpoints"
_ENDPOINT = f"{_ENDPOINTS}/{{endpoint_id}}"


def _strip(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "secret"}


def _restore(answer: dict[str, Any], caller: Caller) -> dict[str, Any]:
    demand_no_more(caller, ENDPOINT)  # another caller may have sent this Idempotency-Key before
    return {**answer, "secret": service.secret_of(answer["id"], generation=answer["generation"])}


#: Secrets are never stored, the record of an Idempotency-Key included.
_SECRET = Sealing(strip=_strip, restore=_restore)


def _check_endpoint(caller: Caller, body: EndpointBody | EndpointChange) -> None:
    service.check_endpoint(caller, url=body.url)


def _check_replay(body: ReplayBody) -> None:
    service.check_since(body.since)


@routes.operation(
    "POST",
    _ENDPOINTS,
    audience=_WRITE,
    status=201,
    idempotent=_SECRET,
    errors=(Conflict,),
    check=_check_endpoint,
    summary="Register an endpoint for events; only this answer has its secret",
)
def add_webhook_endpoint(caller: Caller, body: EndpointBody) -> EndpointWithSecret:
    added = service.add_endpoint(caller, url=body.url, events=body.events, description=body.description)
    return endpoint_with_secret(added)


@routes.operation("GET", _ENDPOINTS, audience=_READ, summary="List the endpoints for events")
def list_webhook_endpoints(caller: Caller) -> EndpointList:
    return EndpointList(items=[endpoint_view(each) for each in service.list_endpoints(caller)])


@routes.operation("GET", _ENDPOINT, audience=_READ, summary="Show an endpoint and its state")
def show_webhook_endpoint(caller: Caller, endpoint_id: str) -> EndpointView:
    return endpoint_view(service.show_endpoint(caller, endpoint_id))


@routes.operation(
    "PATCH",
    _ENDPOINT,
    audience=_WRITE,
    errors=(Conflict,),
    check=_check_endpoint,
    summary="Change, disable or enable an endpoint",
)
def change_webhook_endpoint(caller: Caller, endpoint_id: str, body: EndpointChange) -> EndpointView:
    return endpoint_view(service.change_endpoint(caller, endpoint_id, changes=body.changes()))


@routes.operation(
    "DELETE",
    _ENDPOINT,
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(Conflict,),
    summary="Remove an endpoint; its pending deliveries are dropped",
)
def remove_webhook_endpoint(caller: Caller, endpoint_id: str) -> Reply:
    service.remove_endpoint(caller, endpoint_id)
    return Reply(status=204)


@routes.operation(
    "POST",
    f"{_ENDPOINT}/rotate-secret",
    audience=_WRITE,
    idempotent=_SECRET,
    errors=(Conflict,),
    summary="Rotate an endpoint's secret, shown this once; both are live for a while",
)
def rotate_webhook_secret(caller: Caller, endpoint_id: str, body: RotateBody) -> EndpointWithSecret:
    former_lives = timedelta(hours=body.former_lives_hours)
    return endpoint_with_secret(service.rotate_secret(caller, endpoint_id, former_lives=former_lives))


@routes.operation(
    "POST",
    f"{_ENDPOINT}/test",
    audience=_WRITE,
    status=202,
    errors=(Conflict,),
    answers={202: DeliveryView},
    summary="Send an endpoint an event of the type endpoint.test",
)
def test_webhook_endpoint(caller: Caller, endpoint_id: str) -> Reply:
    return Reply(delivery_view(service.send_test(caller, endpoint_id)), status=202)


@routes.operation(
    "POST",
    f"{_ENDPOINT}/replay",
    audience=_WRITE,
    status=202,
    errors=(Conflict,),
    answers={202: ReplayView},
    check=_check_replay,
    summary="Replay events since a moment",
)
def replay_webhooks(caller: Caller, endpoint_id: str, body: ReplayBody) -> Reply:
    replayed = service.replay_since(caller, endpoint_id, since=body.since)
    return Reply(ReplayView.model_validate(replayed, from_attributes=True), status=202)


@routes.operation("GET", f"{_ENDPOINT}/deliveries", audience=_READ, summary="List deliveries, newest first")
def list_webhook_deliveries(caller: Caller, endpoint_id: str, query: DeliveryQuery) -> DeliveryList:
    items, after = service.list_deliveries(caller, endpoint_id, after=query.position(), limit=query.limit)
    return DeliveryList(items=[delivery_view(each) for each in items], next_cursor=cursor(after))


@routes.operation(
    "POST",
    f"{_ENDPOINT}/deliveries/{{delivery_id}}/replay",
    audience=_WRITE,
    status=202,
    errors=(Conflict,),
    answers={202: DeliveryView},
    summary="Deliver an event once more",
)
def replay_webhook_delivery(caller: Caller, endpoint_id: str, delivery_id: str) -> Reply:
    return Reply(delivery_view(service.replay(caller, endpoint_id, delivery_id)), status=202)
