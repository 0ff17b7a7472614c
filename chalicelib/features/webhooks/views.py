"""Endpoints and deliveries, as HTTP shows them."""

from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import Delivery, DeliveryStatus, Endpoint
from chalicelib.features.webhooks.schemas import AttemptView, DeliveryView, EndpointView, EndpointWithSecret


def endpoint_view(endpoint: Endpoint) -> EndpointView:
    """Return an endpoint without its secret."""
    shown = endpoint.model_dump(exclude={"account_id", "former_until"})
    return EndpointView(**shown, former_secret_until=endpoint.former_until)


def endpoint_with_secret(endpoint: Endpoint) -> EndpointWithSecret:
    """Return an endpoint with its newest secret."""
    secret = service.secret_of(endpoint.id, generation=endpoint.generation)
    return EndpointWithSecret(**endpoint_view(endpoint).model_dump(), secret=secret)


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return a delivery with its attempts."""
    pending = delivery.status == DeliveryStatus.PENDING
    return DeliveryView(
        id=delivery.id,
        type=delivery.type,
        status=delivery.status,
        attempts=[AttemptView.model_validate(each, from_attributes=True) for each in delivery.attempts],
        next_attempt_at=delivery.due_at if pending else None,
        created_at=delivery.created_at,
    )
