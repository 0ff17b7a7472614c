"""Documents of claims: the function that inspects them, and the queue of their events."""

from infra.system.grants import (
    CLAIM_ORIGINALS,
    CLAIM_PREVIEWS,
    GET,
    GET_OBJECT,
    GET_VERSION,
    PUT,
    PUT_OBJECT,
    QUERY,
    READ_AND_WRITE,
    TELL_ABSENT_OBJECTS,
    allow,
    erase,
    list_objects,
    objects,
    send,
)
from infra.system.model import Alarm, FromQueue, Function, Late, Metric, Part, Queue
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.cases import CASES
from infra.system.parts.claims import CLAIMS
from infra.system.parts.conversations import CHAT
from infra.system.parts.messages import TELL_OTHERS
from infra.system.parts.platform import decoder_stopped

DOCUMENT_EVENTS = Queue(
    name="document-events",
    days=14,
    long_poll=True,
    dead="Documents of claims that could not be inspected after five tries wait in the dead-letter queue",
    late=Late(
        name="OldestDocumentEventAlarm", text="A document of a claim has waited for over 5 minutes for inspection"
    ),
)
ERASE_CLAIM_DOCUMENTS = (
    list_objects("ListVersionsOfClaimDocuments", CLAIM_ORIGINALS, CLAIM_PREVIEWS, versions=True),
    erase("EraseClaimDocuments", CLAIM_ORIGINALS, CLAIM_PREVIEWS),
)
REPORT_DOCUMENTS_AGAIN = send("ReportDocumentsAgain", DOCUMENT_EVENTS)
LOOK_FOR_DOCUMENTS = objects("LookForDocuments", GET_OBJECT, CLAIM_ORIGINALS)

FILE_DOCUMENTS = Function(
    name="file_documents",
    source=FromQueue(DOCUMENT_EVENTS),
    memory=2048,
    timeout=60,
    concurrency=20,
    grants=(
        send("PutBackDocumentsWithoutTime", DOCUMENT_EVENTS),
        objects("ReadDocuments", (GET_OBJECT, GET_VERSION), CLAIM_ORIGINALS),
        objects("WritePreviews", PUT_OBJECT, CLAIM_PREVIEWS),
        *ERASE_CLAIM_DOCUMENTS,
        TELL_ABSENT_OBJECTS,
        allow("Claims", READ_AND_WRITE, CLAIMS.arn),
        allow("SignalClaims", (GET, PUT), CHAT.arn),  # open pages see what has come
        allow("ReadCases", (GET, QUERY), CASES.arn),
        allow("ReadAccounts", (GET, QUERY), ACCOUNTS.arn),
        TELL_OTHERS,
    ),
    metrics=(
        # The time since the upload was stored.
        Metric(
            logical="DocumentsFiledMetric",
            metric="DocumentToFiled",
            pattern='{ $.message = "document_filed" && $.milliseconds = * }',
            value="$.milliseconds",
        ),
        decoder_stopped("DecoderStoppedByDocumentMetric"),
    ),
)

PART = Part(
    queues=(DOCUMENT_EVENTS,),
    functions=(FILE_DOCUMENTS,),
    api=(
        objects("SignUploadsOfDocuments", PUT_OBJECT, CLAIM_ORIGINALS),
        objects("SignDownloadsOfDocuments", (GET_OBJECT, GET_VERSION), CLAIM_ORIGINALS, CLAIM_PREVIEWS),
        *ERASE_CLAIM_DOCUMENTS,
    ),
    alarms=(
        Alarm(
            metric="DocumentToFiled",
            statistic="p95",
            threshold=15_000,
            periods=3,
            text="Inspecting a document of a claim takes over 15 seconds from upload (p95)",
        ),
    ),
)
