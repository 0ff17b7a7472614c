"""Printed documents: the function that prints them, with its layer of Typst and fonts."""

from infra.system.grants import (
    BATCH_GET,
    DOCUMENTS,
    GET,
    GET_OBJECT,
    GET_VERSION,
    LOGOS,
    PUT,
    PUT_OBJECT,
    QUERY,
    READ_AND_WRITE,
    READ_IDENTITY_KEY,
    TELL_ABSENT_OBJECTS,
    UPDATE,
    allow,
    erase,
    list_objects,
    objects,
    send,
)
from infra.system.model import FromQueue, Function, Late, Layer, Part, Queue
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.cases import CASES
from infra.system.parts.claims import CLAIMS
from infra.system.parts.clients import CLIENTS
from infra.system.parts.conversations import CHAT
from infra.system.parts.messages import TELL_OTHERS
from infra.system.parts.policies import POLICIES

#: Orders to print a document. A message is a hint: the sweep orders again a document that nobody prints.
DOCUMENT_ORDERS = Queue(
    name="documents",
    days=1,
    tries=3,
    dead="A document could not be printed in three tries; the sweep asks for it again, and it fails for good in time",
    late=Late(
        name="OldestDocumentAlarm",
        text="A document was ordered over 10 minutes ago, and nobody prints it",
        seconds=600,
    ),
)
ORDER_DOCUMENTS = send("OrderDocuments", DOCUMENT_ORDERS)
#: 78 MB: with it, the zip of all functions would be over its limit.
TYPST = Layer(
    name="printing",
    requirements="requirements-printing.txt",
    folders={"chalicelib/features/printing/fonts": "printing_fonts"},
)

ERASE_DOCUMENTS = (
    list_objects("ListVersionsOfDocuments", DOCUMENTS, versions=True),
    erase("EraseDocuments", DOCUMENTS),
)

ISSUE_DOCUMENTS = Function(
    name="issue_documents",
    source=FromQueue(DOCUMENT_ORDERS),
    timeout=60,
    concurrency=5,
    memory=1536,
    layers=(TYPST,),
    grants=(
        allow("Policies", READ_AND_WRITE, POLICIES.arn),
        allow("ReadClients", (GET, BATCH_GET, QUERY), CLIENTS.arn),
        allow("ReadClaimsOfReferrals", (GET, QUERY), CLAIMS.arn, CASES.arn),
        allow("OpenTasks", (GET, PUT, UPDATE), CHAT.arn),  # of a document that can't be printed
        allow("ReadAccounts", (GET, BATCH_GET, QUERY), ACCOUNTS.arn),
        objects("StoreDocuments", PUT_OBJECT, DOCUMENTS),
        *ERASE_DOCUMENTS,
        objects("ReadLogos", (GET_OBJECT, GET_VERSION), LOGOS),
        TELL_ABSENT_OBJECTS,
        TELL_OTHERS,
        READ_IDENTITY_KEY,
    ),
)

PART = Part(
    queues=(DOCUMENT_ORDERS,),
    functions=(ISSUE_DOCUMENTS,),
    api=(
        ORDER_DOCUMENTS,
        objects("ReadDocuments", (GET_OBJECT, GET_VERSION), DOCUMENTS),
        *ERASE_DOCUMENTS,
    ),
)
