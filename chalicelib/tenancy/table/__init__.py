"""Rows of an account's settings and of its counters, in the accounts table; one function per access pattern.

| what | pk | sk |
|---|---|---|
| an account's settings | `<account>` | `account` |
| SMS counted by day, by phone and by prefix | `<account>#sms#<day>` | `day`, `phone#<E.164>`, `prefix#<digits>` |
| its SMS segments by hour (UTC) | `<account>#sms#<day>` | `hour#<hour>` |
| SMS segments of the whole deployment by hour (UTC) | `sms#<hour>` | `segments` |

The segments' key belongs to no tenant; every other one begins with it. Rows of people, keys and sessions are in
identity/table.
"""

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.identity.model import User
from chalicelib.identity.table import AccountRow, get_account_document, insert_first_user
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.table.counters import (
    CounterRow,
    count_at_bound,
    count_segments,
    count_sent_sms,
    count_sms,
    segments_counted,
    sms_counted,
    uncount_segments,
)

#: Beside what is here: the counters, which have a module of their own.
__all__ = [
    "CounterRow",
    "count_at_bound",
    "count_segments",
    "count_sent_sms",
    "count_sms",
    "segments_counted",
    "sms_counted",
    "uncount_segments",
]


def get_account(account_id: str) -> Account | None:
    """GetItem: the settings of an account."""
    document = get_account_document(account_id)
    return Account.model_validate(document) if document else None


def put_account(account: Account, *, replacing: int | None, otherwise: Otherwise) -> None:
    """Write the settings if they are new (`replacing` None) or still of the version that was read."""
    row, tx = _account_row(account), Transaction()
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:
        tx.put(row, condition=AccountRow.version == replacing, otherwise=otherwise)
    tx.commit()


def put_tenant(account: Account, admin: User, *, otherwise: Otherwise) -> None:
    """Write a new account and its first administrator, together: no account is ever without one."""
    tx = Transaction()
    tx.insert(_account_row(account), otherwise=otherwise)
    insert_first_user(tx, admin, otherwise=otherwise)
    tx.commit()


def _account_row(account: Account) -> AccountRow:
    document = account.model_dump(mode="json", exclude_defaults=True)
    return AccountRow(account.id, "account", version=account.version, document=document)
