"""The outbox, the function that sends its messages, and reports of their delivery."""

from infra.system.grants import (
    BATCH_GET,
    CHECK,
    GET,
    PUT,
    QUERY,
    READ_IDENTITY_KEY,
    READ_LINK_KEY,
    SEND_MESSAGES,
    UPDATE,
    allow,
    send,
)
from infra.system.model import (
    Alarm,
    Failures,
    FromQueue,
    FromStream,
    Function,
    Index,
    Invoked,
    Late,
    Metric,
    Part,
    Queue,
    Table,
)
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.area import AREA
from infra.system.parts.cases import CASES
from infra.system.parts.claims import CLAIMS
from infra.system.parts.clients import CLIENTS
from infra.system.parts.conversations import CHAT
from infra.system.parts.policies import POLICIES

OUTBOX = Table(name="outbox", stream="NEW_IMAGE", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))
#: Records that the dispatcher could not take from the stream; the sweep finds the items by their due time all the same.
DISPATCH_FAILURES = Failures(name="dispatch-failures", alarm="The dispatcher gave up on records of the outbox stream")
#: Of SES by its topic, of SNS by its log of texts. A report that came before its message was noted as sent waits as
#: long as the queue hides it.
DELIVERY_REPORTS = Queue(
    name="delivery-reports",
    days=14,
    long_poll=True,
    dead="Reports of deliveries that could not be read or taken in wait in the dead-letter queue",
    late=Late(
        name="OldestDeliveryReportAlarm", seconds=900, text="A report of a delivery has waited for over 15 minutes"
    ),
)

TELL_OTHERS = allow("TellOthers", PUT, OUTBOX.arn)
#: Of both senders of messages: the dispatcher, and the sweep's function for items that the stream missed.
TAKE_MESSAGES = (
    allow("Outbox", (PUT, UPDATE), OUTBOX.arn),
    allow("Accounts", (GET, BATCH_GET, QUERY, UPDATE), ACCOUNTS.arn),
    READ_LINK_KEY,
    READ_IDENTITY_KEY,
    # Registrations under way, invitations, and tasks that they leave; people of companies and their notices.
    allow("ClientArea", (GET, BATCH_GET, QUERY, PUT, UPDATE), AREA.arn),
    *SEND_MESSAGES,
)


def sending(by: str = "") -> tuple[Metric, ...]:
    """Return the metrics of a function that sends messages."""
    segments = '{ ($.message = "sms_sent" || $.message = "sms_held") && $.count = * }'
    return (
        # The time since the item was due.
        Metric(
            logical=f"OutboxLag{by}Metric",
            metric="OutboxLag",
            pattern='{ $.message = "outbox_taken" && $.milliseconds = * }',
            value="$.milliseconds",
        ),
        # Wanted segments; no more leave than allowed.
        Metric(logical=f"SmsSegments{by}Metric", metric="SmsSegments", pattern=segments, value="$.count"),
        # A try of an SMS that the hour's budget of segments has no room for.
        Metric(logical=f"SmsHeld{by}Metric", metric="SmsHeld", pattern='{ $.message = "sms_held" }'),
    )


DISPATCH_OUTBOX = Function(
    name="dispatch_outbox",
    # Messages that were just written only: a backlog of events, and changes of either, would stand before them.
    source=FromStream(table=OUTBOX, inserted={"status": "pending"}, failures=DISPATCH_FAILURES),
    timeout=60,
    concurrency=40,
    grants=(
        allow("Cases", (GET, QUERY, PUT, UPDATE, CHECK), CASES.arn, CASES.index("*")),
        allow("Clients", (GET, QUERY, PUT, UPDATE, CHECK), CLIENTS.arn),
        allow("Policies", (GET, PUT), POLICIES.arn),
        allow("Claims", (GET, QUERY, PUT), CLAIMS.arn),
        allow("Chat", (GET, QUERY, PUT, UPDATE), CHAT.arn),  # a registration leaves a task
        *TAKE_MESSAGES,
    ),
    metrics=sending(),
)
TRACK_DELIVERY = Function(
    name="track_delivery",
    source=FromQueue(DELIVERY_REPORTS),
    timeout=20,
    concurrency=10,
    grants=(
        allow("Cases", (GET, QUERY, PUT, UPDATE), CASES.arn),
        allow("Clients", (GET, UPDATE), CLIENTS.arn),
        allow("StaleContacts", (GET, PUT), AREA.arn),
        allow("ReadAccountsAndCountSms", (GET, QUERY, UPDATE), ACCOUNTS.arn),
        TELL_OTHERS,
        READ_LINK_KEY,
        READ_IDENTITY_KEY,
    ),
)
RELAY_SMS_REPORTS = Function(
    name="relay_sms_reports",
    source=Invoked(failures=DELIVERY_REPORTS.failures, retries=2),
    timeout=30,
    concurrency=5,
    grants=(send("QueueReports", DELIVERY_REPORTS),),
)

PART = Part(
    tables=(OUTBOX,),
    queues=(DELIVERY_REPORTS,),
    failures=(DISPATCH_FAILURES,),
    functions=(DISPATCH_OUTBOX, TRACK_DELIVERY, RELAY_SMS_REPORTS),
    api=(TELL_OTHERS,),
    alarms=(
        Alarm(
            metric="OutboxLag",
            statistic="p99",
            threshold=120_000,
            periods=2,
            text="Messages leave over 2 minutes late (p99)",
        ),
        Alarm(
            logical="SmsSlopeAlarm",
            metric="SmsSegments",
            statistic="Sum",
            threshold={"Ref": "SmsSegmentsPerHour"},
            period=3600,
            text="More SMS segments an hour than expected: someone may be pumping",
        ),
        Alarm(
            metric="SmsHeld",
            statistic="Sum",
            threshold=0,
            period=60,
            text="SMS are held: the hour's budget of segments is used up (SmsSegmentsPerHour), or an account's share"
            " of it",
        ),
    ),
)
