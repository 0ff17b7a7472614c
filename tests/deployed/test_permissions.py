"""Permissions of each function's role in the deployed system, and above all their limits."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deployed.attempts import ATTEMPTS, Attempt, Make
from tests.deployed.conftest import System
from tests.deployed.inside import Root

REFUSALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException"}

_FILES = {
    "read accounts",
    "read cases",
    "change cases",
    "list due cases",
    "put into the outbox",
    "read incoming",
    "store renditions",
    "erase incoming",
    "erase renditions",
    "erase archives",
    "list originals",
    "list pictures",
    "list versions of originals",
    "list versions of archives",
}
_SENDS = {
    "read accounts",
    "change accounts",
    "read cases",
    "change cases",
    "list due cases",
    "change outbox",
    "put into the outbox",
    "send an SMS",
    "send an e-mail",
    "read the key of links",
}
MAY: dict[str, set[str]] = {
    "api_handler": {
        "read clients",
        "change clients",
        "read policies",
        "change policies",
        "read claims",
        "change claims",
        "store claims/originals",
        "read claims/originals",
        "read claims/previews",
        "erase claims/originals",
        "erase claims/previews",
        "list versions of documents of claims",
        "read documents",
        "erase documents",
        "order documents",
        "order looks at payments",
        "store imports",
        "read imports",
        "store exports",
        "read exports",
        "order imports",
        "read accounts",
        "change accounts",
        "read cases",
        "change cases",
        "put into the outbox",
        "read idempotency",
        "change idempotency",
        "store incoming",
        "read incoming",
        "read renditions",
        "read archives",
        "erase incoming",
        "erase renditions",
        "erase archives",
        "list versions of originals",
        "list versions of archives",
        "order archives",
        "read the key of links",
        "look at a user of the staff",
        "end the sessions of a user of the staff",
        "ask a user of the staff for no code",
        "store branding",
        "read branding",
        "store logos",
        "read logos",
        "read webhooks",
        "change webhooks",
        "put into webhooks",
        "wake deliveries",
        "read the key of webhooks",
        "read sockets",
        "change sockets",
        "reach an open socket",
    },
    "serve_sockets": {"read accounts", "read claims", "read sockets", "change sockets", "reach an open socket"},
    "push_chat": {"read accounts", "read claims", "read sockets", "reach an open socket", "report a failed push"},
    "file_documents": {
        "read accounts",
        "read cases",
        "read claims",
        "change claims",
        "put into the outbox",
        "read claims/originals",
        "store claims/previews",
        "erase claims/originals",
        "erase claims/previews",
        "list versions of documents of claims",
        "list originals",
        "list pictures",
        "take document events",
        "make document events",
    },
    "file_photos": _FILES | {"take photo events", "make photo events", "store incoming"},
    "make_archives": {
        "read accounts",
        "change cases",
        "read claims",
        "read incoming",
        "read claims/originals",
        "store archives",
        "read archives",
        "erase archives",
        "list originals",
        "list pictures",
        "list versions of archives",
        "take orders of archives",
    },
    "import_clients": {
        "read accounts",
        "read clients",
        "change clients",
        "put into the outbox",
        "store imports",
        "read imports",
        "list originals",
        "list pictures",
        "order imports",
        "take orders of imports",
        "read idempotency",
        "change idempotency",
    },
    "issue_documents": {
        "read accounts",
        "read cases",
        "read claims",
        "read clients",
        "read policies",
        "change policies",
        "put into the outbox",
        "store documents",
        "erase documents",
        "read logos",
        "list originals",
        "list pictures",
        "take orders of documents",
    },
    "settle_payment": {
        "read accounts",
        "read cases",
        "read claims",
        "read clients",
        "change clients",
        "read policies",
        "change policies",
        "put into the outbox",
        "order documents",
        "order looks at payments",
        "take looks at payments",
        "read the key of webhooks",
    },
    "dispatch_outbox": _SENDS
    | {"report a failed dispatch", "read clients", "change clients", "read policies", "read claims"},
    "track_delivery": {
        "read accounts",
        "change accounts",
        "read cases",
        "change cases",
        "read clients",
        "change clients",
        "put into the outbox",
        "read the key of links",
        "take delivery reports",
    },
    "relay_sms_reports": {"make delivery reports", "leave delivery reports"},
    "sweep_overdue": {
        "change cases",
        "change clients",
        "change policies",
        "change claims",
        "list due cases",
        "change outbox",
        "list due messages",
        "ask for what is due",
        "report a failed schedule",
    },
    "do_due": _SENDS
    | {
        "read clients",
        "change clients",
        "read policies",
        "change policies",
        "read claims",
        "change claims",
        "read claims/originals",
        "make document events",
        "order documents",
        "order looks at payments",
        "order imports",
        "erase documents",
        "erase archives",
        "erase claims/originals",
        "erase claims/previews",
        "list versions of archives",
        "list versions of documents of claims",
        "read incoming",
        "list originals",
        "list pictures",
        "make photo events",
        "take what is due",
        "read sockets",
        "reach an open socket",
    },
    "fan_out_events": {"change outbox", "put into webhooks", "wake deliveries", "report a failed dispatch"},
    "deliver_webhooks": {
        "read webhooks",
        "change webhooks",
        "put into the outbox",
        "take deliveries",
        "wake deliveries",
        "read the key of webhooks",
    },
    "sweep_webhooks": {
        "read outbox",
        "change outbox",
        "list due messages",
        "change webhooks",
        "put into webhooks",
        "list due webhooks",
        "wake deliveries",
        "report a failed schedule",
    },
    "reconcile_photos": {
        "read cases",
        "list due cases",
        "list versions of originals",
        "list pictures",
        "make photo events",
        "report a failed schedule",
    },
}


def is_refused(attempt: Attempt, make: Make, run: dict[str, Any]) -> bool:
    """Return True if IAM refused; any other error comes from behind it."""
    try:
        attempt(make, run)
    except ClientError as error:
        code: str = error.response["Error"]["Code"]
        # Without the right to list, S3 doesn't tell a missing object from a forbidden one.
        return code in REFUSALS
    return False


@pytest.fixture
def run(root: Root) -> dict[str, Any]:
    """Return the targets of attempts."""
    topics = root.client("sns").list_topics()["Topics"]
    (alarms,) = (topic["TopicArn"] for topic in topics if topic["TopicArn"].endswith("-alarms"))
    (mail_events,) = (topic["TopicArn"] for topic in topics if topic["TopicArn"].endswith("-mail-events"))
    return {
        **root.system,
        "alarms_topic": alarms,
        "mail_events_topic": mail_events,
        "api_role": root.role_of("api_handler"),
    }


@pytest.mark.parametrize("function", MAY)
def test_a_role_can_do_what_its_function_needs_and_nothing_else(root: Root, run: dict[str, Any], function: str) -> None:
    make = root.acting_as(function)

    possible = {name for name, attempt in ATTEMPTS.items() if not is_refused(attempt, make, run)}

    assert possible == MAY[function]


def test_every_function_is_looked_at(system: System) -> None:
    assert set(MAY) == set(system["functions"])
