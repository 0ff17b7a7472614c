"""Permissions of the operations of webhooks, stated independently of the code."""

from chalicelib.base.clock import now
from chalicelib.features.webhooks import service
from tests.support.api.people import People, admin_of
from tests.support.api.permissions import Permissions


def _owned(api: People) -> dict[str, str]:
    endpoint = service.add_endpoint(admin_of(api), url="https://8.8.8.8/", events=("photo.filed",), description="")
    return {"endpoint_id": endpoint.id, "delivery_id": service.send_test(admin_of(api), endpoint.id).id}


PERMISSIONS = Permissions(
    who_may={
        "POST /v1/webhook-endpoints": "account:write",
        "GET /v1/webhook-endpoints": "account:read",
        "GET /v1/webhook-endpoints/{endpoint_id}": "account:read",
        "PATCH /v1/webhook-endpoints/{endpoint_id}": "account:write",
        "DELETE /v1/webhook-endpoints/{endpoint_id}": "account:write",
        "POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret": "account:write",
        "POST /v1/webhook-endpoints/{endpoint_id}/test": "account:write",
        "POST /v1/webhook-endpoints/{endpoint_id}/replay": "account:write",
        "GET /v1/webhook-endpoints/{endpoint_id}/deliveries": "account:read",
        "POST /v1/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay": "account:write",
        "POST /v1/hooks/photo-requests/dry-run": "requests:write",
        "POST /v1/api-keys": "account:write",
        "GET /v1/api-keys/{key_id}": "account:read",
        "PATCH /v1/api-keys/{key_id}": "account:write",
        "POST /v1/api-keys/{key_id}/rotate-secret": "account:write",
        # by its signature (tests/webhooks/api/test_signed_calls.py)
        "POST /v1/hooks/photo-requests": "signed requests:write",
        "POST /v1/hooks/policies": "signed policies:write",
        "POST /v1/hooks/claims": "signed claims:write",
        "GET /console/settings/webhooks": "console account:write",
        "GET /console/settings/webhooks/new": "console account:write",
        "POST /console/settings/webhooks/new": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}/change": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/change": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/enable": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}/remove": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/remove": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}/rotate-secret": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/rotate-secret": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/test": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}/deliveries": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/deliveries/{delivery_id}/replay": "console account:write",
        "GET /console/settings/webhooks/{endpoint_id}/replay": "console account:write",
        "POST /console/settings/webhooks/{endpoint_id}/replay": "console account:write",
    },
    unknown={"endpoint_id": "whe_01J9Z6X0000000000000000000", "delivery_id": "evt_01J9Z6X0000000000000000000"},
    owned=_owned,
    bodies={"POST /v1/webhook-endpoints/{endpoint_id}/replay": {"since": now().isoformat()}},
)
