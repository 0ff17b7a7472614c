"""Things of features that follow a client to another base, after the move's transaction."""

from contextlib import suppress

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import Stale
from chalicelib.base.installed import client_follows
from chalicelib.features.clients.table.followings import delete_following, get_following


def follow(account_id: str, client_id: str) -> None:
    """Move the things of a client to its base. Idempotent; the sweep repeats it after a crash."""
    row = get_following(account_id, client_id)
    if row is None:
        return
    for each in client_follows():
        each(account_id, client_id)
    tx = Transaction()
    delete_following(tx, row)
    with suppress(Stale):  # the client has moved once more: that move's own call, or the sweep, goes on
        tx.commit()


def follow_due(due: Due) -> None:
    """Move the things of a client after a crash."""
    account_id, _, client_id = due.pk.partition("#")
    follow(account_id, client_id)
