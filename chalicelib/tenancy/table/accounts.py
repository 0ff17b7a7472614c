"""Rows of accounts: the account's own item and those of its sections, written by section and read together.

An account of before there were sections has one item whose document holds everything. It stays so, under its one
version, until it is split. Why: functions of the former release run beside ours during a deployment, and read and write
the same item (decisions/0051).
"""

from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Otherwise, Transaction, retry_stale, stale
from chalicelib.identity.model import User
from chalicelib.identity.table import AccountRow, insert_first_user
from chalicelib.identity.table.base import AccountsRow
from chalicelib.tenancy.model import ACCESS, SECTIONS, Access, Account
from chalicelib.tenancy.table.sections import (
    NEVER_SAVED,
    Place,
    Saved,
    SectionRow,
    check_section,
    joined,
    rows_of,
    write_section,
)

#: The sort key of an account's own item, with which those of its sections begin: one Query reads them all.
_OWN = "account"


class Stored(NamedTuple):
    """An account as it is stored: whole in one item, or by section."""

    account: Account
    is_whole: bool
    saved: Mapping[str, Saved]


def get_stored(account_id: str) -> Stored | None:
    """Query: an account with all sections of its settings; None if there is none."""
    return retry_stale(lambda: _get_stored(account_id))


def _get_stored(account_id: str) -> Stored | None:
    rows = list(AccountsRow.query(account_id, AccountsRow.sk.startswith(_OWN), consistent_read=True))
    own = next((row for row in rows if isinstance(row, AccountRow)), None)
    if own is None:
        return None
    if not own.by_section:
        return Stored(_whole(own.document), is_whole=True, saved={})
    saved = joined(row for row in rows if isinstance(row, SectionRow))
    return Stored(_assembled(own, saved), is_whole=False, saved=saved)


def _whole(document: Mapping[str, Any]) -> Account:
    account = Account.model_validate(document)
    return account.model_copy(update={"versions": _versions(dict.fromkeys((*SECTIONS, ACCESS), account.version - 1))})


def _assembled(own: AccountRow, saved: Mapping[str, Saved]) -> Account:
    values = {name: value for code in SECTIONS if code in saved for name, value in saved[code].document.items()}
    versions = _versions({code: saved[code].version for code in saved} | {ACCESS: int(own.version) - 1})
    counted = {"version": 1 + sum(versions.values()), "versions": versions}
    return Account.model_validate({**own.document, **values, "id": own.pk, **counted})


def _versions(versions: Mapping[str, int]) -> dict[str, int]:
    return {code: version for code, version in versions.items() if version}


def insert_account(account: Account, *, otherwise: Otherwise) -> None:
    """Write a new account."""
    tx = Transaction()
    _insert(tx, account, otherwise=otherwise)
    tx.commit()


def put_tenant(account: Account, admin: User, *, otherwise: Otherwise) -> None:
    """Write a new account and its first administrator, together: no account is ever without one."""
    tx = Transaction()
    _insert(tx, account, otherwise=otherwise)
    insert_first_user(tx, admin, otherwise=otherwise)
    tx.commit()


def replace(before: Stored, after: Account, *, touched: Set[str], otherwise: Otherwise) -> Account:
    """Write the touched sections of a changed account together, and return it with its new versions.

    `otherwise` if one of them is not as it was read any more. Stale if another one is not, which the touched ones must
    fit (RELIES_ON).
    """
    if before.is_whole:
        return _replace_whole(before, after, otherwise=otherwise)
    tx = Transaction()
    for code in sorted(touched - {ACCESS}):
        saved = before.saved.get(code, NEVER_SAVED)
        write_section(tx, _place(after.id, code), _document(after, code), replacing=saved, otherwise=otherwise)
    if ACCESS in touched:
        version = before.account.versions.get(ACCESS, 0) + 1
        row = _own_row(after, version=version + 1)
        tx.put(row, condition=AccountRow.version == version, otherwise=otherwise)
    for code in sorted({each for one in touched for each in RELIES_ON.get(one, ())} - touched):
        check_section(tx, _place(after.id, code), version=before.saved.get(code, NEVER_SAVED).version)
    tx.commit()
    versions = {**before.account.versions, **{each: before.account.versions.get(each, 0) + 1 for each in touched}}
    return after.model_copy(update={"versions": versions, "version": 1 + sum(versions.values())})


#: By section, those that it must fit: a change of the one is refused while the other changes.
RELIES_ON: Mapping[str, frozenset[str]] = {
    "templates": frozenset({"categories"}),
    "categories": frozenset({"templates"}),
    "quotas": frozenset({"operator"}),
}


def _replace_whole(before: Stored, after: Account, *, otherwise: Otherwise) -> Account:
    changed = after.model_copy(update={"version": before.account.version + 1})
    document = changed.model_dump(mode="json", exclude_defaults=True, exclude={"versions"})
    row, tx = AccountRow(changed.id, _OWN, version=changed.version, document=document), Transaction()
    tx.put(row, condition=AccountRow.version == before.account.version, otherwise=otherwise)
    tx.commit()
    return _whole(document)


def split(account_id: str) -> bool:
    """Write an account by section, unless it is. Return True if it was whole.

    One transaction. Why the version rises: a change made of an earlier reading of the whole account then fails.
    """
    return retry_stale(lambda: _split(account_id))


def _split(account_id: str) -> bool:
    stored = get_stored(account_id)
    if stored is None or not stored.is_whole:
        return False
    account, tx = stored.account, Transaction()
    own = _own_row(account, version=account.version + 1)
    tx.put(own, condition=AccountRow.version == account.version, otherwise=stale)
    for code in SECTIONS:
        rows = _rows(account, code)
        for row in rows:
            tx.put(row)
        if not rows:  # one of a time after that which the account was restored to
            tx.delete(SectionRow(*_place(account_id, code).key()))
    tx.commit()
    return True


def _insert(tx: Transaction, account: Account, *, otherwise: Otherwise) -> None:
    tx.insert(_own_row(account, version=1), otherwise=otherwise)
    for code in SECTIONS:
        for row in _rows(account, code):
            tx.put(row)


def _own_row(account: Account, *, version: int) -> AccountRow:
    document = account.model_dump(mode="json", exclude_defaults=True, include=set(Access.model_fields))
    return AccountRow(account.id, _OWN, version=version, document=document, by_section=True)


def _rows(account: Account, code: str) -> list[SectionRow]:
    """Return the rows of a section that was never changed; none for a section with its defaults."""
    document = _document(account, code)
    return rows_of(_place(account.id, code), document, version=0) if document else []


def _document(account: Account, code: str) -> dict[str, Any]:
    return account.model_dump(mode="json", exclude_defaults=True, include=set(SECTIONS[code].model_fields))


def _place(account_id: str, code: str) -> Place:
    return Place(account_id, _OWN, code)
