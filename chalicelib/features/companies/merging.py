"""Invitations of a company that is merged into another one."""

from functools import partial

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.companies import table
from chalicelib.features.companies.model import Invitation


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some invitations with their links to the company that remains. Returns their number.

    Of an e-mail that both invited, the invitation of the company that remains stays alone.
    """
    found = table.list_invitations(account_id, old)[:limit]
    for each in found:
        retry_stale(partial(_move, each, new))
    return len(found)


def _move(invitation: Invitation, new: str) -> None:
    before = table.get_by_email(invitation.account_id, invitation.client_id, invitation.email)
    if before is None:
        return
    tx = Transaction()
    if table.get_by_email(before.account_id, new, before.email) is None:
        table.move_invitation(tx, before, new)
    else:
        table.delete_invitation(tx, before)
    tx.commit()
