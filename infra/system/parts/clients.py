"""Clients: the bases of agents and of the house."""

from infra.system.grants import PUT_OBJECT, READ_AND_WRITE, READ_IDENTITY_KEY, allow, objects
from infra.system.model import Index, Part, Table

CLIENTS = Table(name="clients", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))

PART = Part(
    tables=(CLIENTS,),
    # Not by_due, which goes across accounts.
    api=(
        allow("Clients", READ_AND_WRITE, CLIENTS.arn),
        READ_IDENTITY_KEY,
        objects("WriteExportsOfClients", PUT_OBJECT, "archives/*/clients/*"),
    ),
)
