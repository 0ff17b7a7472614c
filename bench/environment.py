"""The settings under which everything is measured: those of a deployment that nothing is sent to."""

import os

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "STAGE": "bench",
    "PUBLIC_BASE_URL": "https://photos.example",
    "ACCOUNTS_TABLE": "accounts",
    "AREA_TABLE": "area",
    "CASES_TABLE": "cases",
    "CLIENTS_TABLE": "clients",
    "OUTBOX_TABLE": "outbox",
    "IDEMPOTENCY_TABLE": "idempotency",
    "CHAT_TABLE": "chat",
    "CLAIMS_TABLE": "claims",
    "POLICIES_TABLE": "policies",
    "SOCKETS_TABLE": "sockets",
    "SOCKETS_URL": "wss://sockets.example/api",
    "SOCKETS_ENDPOINT": "https://sockets.example/api",
    "WEBHOOKS_TABLE": "webhooks",
    "HOOK_SECRET_ID": "hook-key",
    "IDENTITY_SECRET_ID": "identity-key",
    "WEBHOOK_DELIVERIES_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/webhook-deliveries",
    "PHOTOS_BUCKET": "photos",
    "LINK_SECRET_ID": "link-key",
    "STAFF_TOKEN_ISSUER": "https://pool.example/bench",
    "STAFF_JWKS_URL": "https://pool.example/bench/jwks.json",
    "STAFF_CLIENT_ID": "client",
    "STAFF_USER_POOL_ID": "bench",
    "MAIL_SENDER": "osmotr@mail.example",
    "LOG_LEVEL": "ERROR",
    "POWERTOOLS_TRACE_DISABLED": "true",
}


def take_effect() -> None:
    """Put the settings into this process; before anything of the project is imported."""
    os.environ |= ENVIRONMENT
    os.environ.pop("AWS_ENDPOINT_URL", None)
