"""Rows of features' tables that fall due: features bring the tables, and the handlers by kind of row."""

from functools import partial

from chalicelib.aws import due
from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Row
from chalicelib.aws.shards import hash_keys
from chalicelib.base.clock import now
from chalicelib.base.installed import due_tables, find_due
from chalicelib.base.observability import alarm
from chalicelib.outbox.sweeping import Source


def due_rows() -> list[Source]:
    """Return the due rows of the table that features share, and of their own ones: of all accounts and kinds."""
    return [_source("cases", CasesRow), *(_source(name, root) for name, root in due_tables())]


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


def _source(name: str, root: type[Row]) -> Source:
    return Source(name, root, due.list_due(root, hash_keys("due"), now()), handle, partial(due.give_up, root))
