"""Webhooks to back-ends: deliveries are made of the outbox's events, tried, and found again by a sweep."""

from infra.system.grants import (
    BATCH_GET,
    DELETE,
    GET,
    PUT,
    QUERY,
    READ_HOOK_KEY,
    UPDATE,
    allow,
    send,
)
from infra.system.model import FromQueue, FromStream, Function, Index, Invoked, Late, Part, Queue, Table
from infra.system.parts.messages import DISPATCH_FAILURES, OUTBOX
from infra.system.parts.platform import SCHEDULE_FAILURES

WEBHOOKS = Table(name="webhooks", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))
#: Deliveries to look at. A message is a hint: due deliveries are in the table, and the sweep finds lost ones.
DELIVERIES = Queue(
    name="webhook-deliveries",
    dead="Deliveries of webhooks that could not even be tried wait in the dead-letter queue",
    late=Late(
        name="OldestWebhookDeliveryAlarm", text="A delivery of a webhook has waited for over 5 minutes to be looked at"
    ),
)

WAKE_DELIVERIES = send("WakeDeliveries", DELIVERIES)

FAN_OUT_EVENTS = Function(
    name="fan_out_events",
    # Events only: messages are the dispatcher's, and changes of either are nobody's.
    source=FromStream(table=OUTBOX, inserted={"status": "recorded"}, failures=DISPATCH_FAILURES),
    timeout=60,
    concurrency=40,
    grants=(
        allow("MarkEvents", UPDATE, OUTBOX.arn),
        allow("MakeDeliveries", (QUERY, PUT), WEBHOOKS.arn),
        WAKE_DELIVERIES,
    ),
)
DELIVER_WEBHOOKS = Function(
    name="deliver_webhooks",
    source=FromQueue(DELIVERIES),
    timeout=60,
    concurrency=100,  # more than one tenant's endpoints can hold when all of them hang: 20 with 4 lanes each
    grants=(
        allow("Deliveries", (GET, BATCH_GET, UPDATE), WEBHOOKS.arn),
        allow("TellAdministrators", PUT, OUTBOX.arn),
        WAKE_DELIVERIES,
        READ_HOOK_KEY,
    ),
)
SWEEP_WEBHOOKS = Function(
    name="sweep_webhooks",
    source=Invoked(failures=SCHEDULE_FAILURES, retries=1, max_age=120),
    timeout=60,
    concurrency=2,
    grants=(
        allow("ListEvents", QUERY, OUTBOX.index("*")),
        allow("MarkEvents", (GET, UPDATE), OUTBOX.arn),
        allow("MakeDeliveries", (QUERY, PUT, UPDATE), WEBHOOKS.arn),
        allow("ListDeliveries", QUERY, WEBHOOKS.index("*")),
        send("WakeDeliveries", DELIVERIES, batches=True),
    ),
)

PART = Part(
    tables=(WEBHOOKS,),
    queues=(DELIVERIES,),
    functions=(FAN_OUT_EVENTS, DELIVER_WEBHOOKS, SWEEP_WEBHOOKS),
    api=(allow("Webhooks", (GET, QUERY, PUT, UPDATE, DELETE), WEBHOOKS.arn), WAKE_DELIVERIES, READ_HOOK_KEY),
)
