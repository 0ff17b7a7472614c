"""The sweep, which asks for overdue work, and the function that does it."""

from infra.system.grants import (
    DELETE,
    GET_OBJECT,
    ORIGINALS,
    QUERY,
    READ_AND_WRITE,
    TELL_ABSENT_OBJECTS,
    UPDATE,
    allow,
    objects,
    send,
)
from infra.system.model import FromQueue, Function, Invoked, Late, Metric, Part, Queue
from infra.system.parts.area import AREA
from infra.system.parts.cases import CASES
from infra.system.parts.claim_documents import ERASE_CLAIM_DOCUMENTS, LOOK_FOR_DOCUMENTS, REPORT_DOCUMENTS_AGAIN
from infra.system.parts.claims import CLAIMS
from infra.system.parts.client_imports import ORDER_IMPORTS
from infra.system.parts.clients import CLIENTS
from infra.system.parts.conversations import CHAT
from infra.system.parts.messages import OUTBOX, TAKE_MESSAGES, sending
from infra.system.parts.payments import ASK_FOR_LOOKS
from infra.system.parts.photos import ERASE_ARCHIVES, PHOTO_EVENTS, WRITE_CASES
from infra.system.parts.platform import SCHEDULE_FAILURES, decoder_stopped
from infra.system.parts.policies import POLICIES
from infra.system.parts.printing import ERASE_DOCUMENTS, ORDER_DOCUMENTS
from infra.system.parts.sockets import CLOSE_SOCKETS

#: A message is a hint: due work is in the tables, and the next sweep asks again.
DUE_WORK = Queue(
    name="due-work",
    dead="What was due could not be done in five tries: it ends its function, or that runs out of time",
    late=Late(name="OldestDueWorkAlarm", text="What the sweep has asked for has waited for over 5 minutes"),
)

#: Tables with due rows.
_DUE = (CASES, CHAT, CLAIMS, CLIENTS, OUTBOX, POLICIES)
SWEEP_OVERDUE = Function(
    name="sweep_overdue",
    source=Invoked(failures=SCHEDULE_FAILURES, retries=1, max_age=300),
    timeout=300,
    concurrency=2,
    grants=(
        allow("ListWhatIsDue", QUERY, *(each.index("by_due") for each in _DUE)),
        allow("LeaseWhatIsDue", UPDATE, *(each.arn for each in _DUE)),
        send("AskForWhatIsDue", DUE_WORK, batches=True),
    ),
)
DO_DUE = Function(
    name="do_due",
    source=FromQueue(DUE_WORK),
    timeout=60,
    concurrency=20,
    grants=(
        send("ReportPhotosAgain", PHOTO_EVENTS),
        objects("LookForOriginals", GET_OBJECT, ORIGINALS),
        REPORT_DOCUMENTS_AGAIN,
        LOOK_FOR_DOCUMENTS,
        TELL_ABSENT_OBJECTS,
        WRITE_CASES,
        allow("Claims", READ_AND_WRITE, CLAIMS.arn),
        allow("Clients", READ_AND_WRITE, CLIENTS.arn),
        allow("Policies", READ_AND_WRITE, POLICIES.arn),
        allow("Chat", READ_AND_WRITE, CHAT.arn),
        ORDER_IMPORTS,
        ORDER_DOCUMENTS,
        *ERASE_DOCUMENTS,
        *ERASE_CLAIM_DOCUMENTS,
        *ERASE_ARCHIVES,
        allow("ForgetInClientArea", (DELETE,), AREA.arn),
        *CLOSE_SOCKETS,
        ASK_FOR_LOOKS,
        *TAKE_MESSAGES,
    ),
    metrics=(
        Metric(logical="FiledBySweepMetric", metric="Repairs", pattern='{ $.message = "upload_repaired" }'),
        *sending("BySweep"),
        decoder_stopped("DecoderStoppedBySweepMetric"),
    ),
)

PART = Part(queues=(DUE_WORK,), functions=(SWEEP_OVERDUE, DO_DUE))
