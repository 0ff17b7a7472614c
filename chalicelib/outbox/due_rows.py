"""Rows of the cases table that fall due: features bring the handlers, by kind of row."""

from chalicelib.aws import due
from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.due import Due
from chalicelib.aws.shards import hash_keys
from chalicelib.base.clock import now
from chalicelib.base.installed import find_due
from chalicelib.base.observability import alarm
from chalicelib.outbox.sweeping import Source


def due_rows() -> Source:
    """Return the due rows of the cases table, of all accounts and kinds."""
    return Source("cases", CasesRow, due.list_due(CasesRow, hash_keys("due"), now()), handle, _give_up)


def handle(each: Due) -> bool:
    """Handle a due row by its kind. Returns False for an unknown kind, which raises an alarm and is given up in
    time.
    """
    handler = find_due(each.kind)
    if handler is None:
        alarm("due thing of an unknown kind", kind=each.kind, account_id=each.account_id)
        return False
    handler(each)
    return True


def _give_up(each: Due) -> bool:
    return due.give_up(CasesRow, each)
