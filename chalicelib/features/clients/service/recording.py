"""History and events of a client, in the transaction of the change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.clients import table
from chalicelib.features.clients.documents import masked
from chalicelib.features.clients.model import Change, Client, Facts
from chalicelib.outbox import service as outbox

#: The path of a client's page in the console.
PAGE = "/console/clients/{client_id}"


def note(
    tx: Transaction,
    client: Client,
    *,
    actor: str,
    type: str,  # noqa: A002 - the field's name
    before: Facts | None = None,
    **data: object,
) -> None:
    """Add a change to a client's history, with the facts that are no longer as they were `before`."""
    fields = changed_fields(before, client.facts) if before else {}
    change = Change(id=new_ulid(), at=now(), actor=actor, type=type, version=client.version, fields=fields, data=data)
    table.append_change(tx, client, change)


def publish(tx: Transaction, client: Client, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a client to back-ends: ids and kinds, nothing personal."""
    outbox.publish(
        tx,
        account_id=client.account_id,
        type=type,
        version=client.version,
        data={"client_id": client.id, "kind": client.facts.kind, "agent_id": client.agent_id, **data},
        page=PAGE.format(client_id=client.id),
    )


def changed_fields(before: Facts, after: Facts) -> dict[str, tuple[str | None, str | None]]:
    """Return the facts that differ, by name, as texts for people; of documents only the mask."""
    names = [name for name in Facts.model_fields if getattr(before, name) != getattr(after, name)]
    return {name: (_said(before, name), _said(after, name)) for name in names}


def _said(facts: Facts, name: str) -> str | None:
    value = getattr(facts, name)
    if name == "document" and facts.document is not None:
        issued_on = str(facts.document.issued_on or "")
        return " ".join(filter(None, (facts.document.kind, masked(facts.document), issued_on)))
    return None if value is None else str(value)
