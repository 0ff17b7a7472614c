"""Files of clients: their import into a base, and exports."""

from infra.system.grants import (
    GET,
    GET_OBJECT,
    GET_VERSION,
    PUT_OBJECT,
    QUERY,
    READ_AND_WRITE,
    READ_IDENTITY_KEY,
    TELL_ABSENT_OBJECTS,
    UPDATE,
    allow,
    objects,
    send,
)
from infra.system.model import FromQueue, Function, Late, Part, Queue
from infra.system.parts.accounts import ACCOUNTS, IDEMPOTENCY
from infra.system.parts.clients import CLIENTS
from infra.system.parts.messages import TELL_OTHERS

#: Orders to go on with an import. A message is a hint: the sweep orders the work again of one that fell silent.
IMPORT_ORDERS = Queue(
    name="client-imports",
    days=1,
    dead="An import could not go on in five tries; the sweep asks for it again, and it fails for good in time",
    late=Late(
        name="OldestClientImportAlarm",
        seconds=1200,
        text="An import was asked for over 20 minutes ago, and nobody works on it",
    ),
)
IMPORTS, EXPORTS = "imports/*", "exports/*"
ORDER_IMPORTS = send("OrderImports", IMPORT_ORDERS)

IMPORT_CLIENTS = Function(
    name="import_clients",
    source=FromQueue(IMPORT_ORDERS),
    timeout=300,
    concurrency=5,  # long work that waits its turn: an import goes on by a further message when its time ends
    grants=(
        allow("Clients", READ_AND_WRITE, CLIENTS.arn),
        allow("ReadAccounts", (GET, QUERY), ACCOUNTS.arn),
        allow("CountClientsOfOthers", (GET, UPDATE), IDEMPOTENCY.arn),
        objects("ReadFiles", (GET_OBJECT, GET_VERSION), IMPORTS),
        objects("WriteErrors", PUT_OBJECT, IMPORTS),
        TELL_ABSENT_OBJECTS,
        TELL_OTHERS,
        ORDER_IMPORTS,
        READ_IDENTITY_KEY,
    ),
)

PART = Part(
    queues=(IMPORT_ORDERS,),
    functions=(IMPORT_CLIENTS,),
    api=(
        objects("ImportsAndExports", (GET_OBJECT, GET_VERSION, PUT_OBJECT), IMPORTS, EXPORTS),
        ORDER_IMPORTS,
    ),
)
