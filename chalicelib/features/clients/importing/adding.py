"""Adding the client of a row, in one transaction with the mark that the row is finished."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError
from chalicelib.base.ids import new_id
from chalicelib.features.clients.importing.model import Import, Outcome
from chalicelib.features.clients.model import Client, Facts, standing_of
from chalicelib.features.clients.service.adding import write_new
from chalicelib.features.clients.service.probing import count_bound
from chalicelib.features.clients.table import imports as table
from chalicelib.features.clients.table import locks


class _Finished(Conflict):
    """The row was finished by another worker."""


def add_row(each: Import, number: int, facts: Facts) -> Outcome:
    """Add the client of a row unless the base has it: one BatchGetItem and one transaction. Idempotent."""
    moment = now()
    client = Client(
        id=new_id("cli"),
        account_id=each.account_id,
        base=each.base,
        facts=facts,
        created_at=moment,
        created_by=each.actor,
        changed_at=moment,
    )
    try:
        return _add(each, number, client)
    except _Finished:
        return table.list_outcomes(each, after=number - 1)[number]


def _add(each: Import, number: int, client: Client) -> Outcome:
    standings = locks.read_standings(client.account_id, client.base, client.facts)
    if standings.taken_by(client.id) is None:
        tx = Transaction()
        # First, so that a row of before is told from a client of before.
        table.insert_outcome(tx, each, number, "added", otherwise=_finished)
        write_new(tx, client, standings, actor=each.actor, how="imported")
        count_bound(tx, standing_of(client, standings.binding))
        try:
            tx.commit()
        except _Finished:
            raise
        except Conflict:  # somebody added the same person at the same moment
            pass
        else:
            return "added"
    tx = Transaction()
    table.insert_outcome(tx, each, number, "exists", otherwise=_finished)
    tx.commit()
    return "exists"


def _finished(_: object) -> DomainError:
    return _Finished("this row is finished")
