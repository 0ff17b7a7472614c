"""Settings written past all checks, and accounts as the release wrote them that kept all settings in one item."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import stale
from chalicelib.base.recent import clear_recent
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account, sections_of

#: Items of commit 46aba20's own code, and the accounts that it read of them.
_WHOLE = Path(__file__).with_name("whole_accounts.json")
PLAIN, FULL, LARGE = "acc_plain", "acc_full", "acc_large"


def read(account_id: str) -> Account:
    """Return an account as it is stored now."""
    stored = table.get_stored(account_id)
    assert stored is not None
    return stored.account


def overwrite(account: Account, **changes: Any) -> Account:
    """Change settings as rows of before may have them, which nobody could save today."""
    stored = table.get_stored(account.id)
    assert stored is not None
    after = stored.account.model_copy(update=changes)
    replaced = table.replace(stored, after, touched=sections_of(changes), otherwise=stale)
    clear_recent()
    return replaced


def items_of(account_id: str) -> dict[str, dict[str, Any]]:
    """Return the raw items of an account's partition by sort key, without its members."""
    dynamodb: Any = client("dynamodb")
    items = dynamodb.scan(TableName="accounts", ConsistentRead=True)["Items"]
    mine = {item["sk"]["S"]: item for item in items if item["pk"]["S"] == account_id}
    return {sk: item for sk, item in mine.items() if item["kind"]["S"] in {"account", "settings"}}


@cache
def _written() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(_WHOLE.read_text())
    return written


def put_whole_accounts() -> None:
    """Write the accounts as the former release did."""
    dynamodb: Any = client("dynamodb")
    for item in _written()["items"]:
        dynamodb.put_item(TableName="accounts", Item=item)
    clear_recent()


def as_read_before(account_id: str) -> dict[str, Any]:
    """Return such an account as the former release read it."""
    found: dict[str, Any] = _written()["accounts"][account_id]
    return found


def as_read_now(account_id: str) -> dict[str, Any]:
    """Return an account as it is read now, in the former release's fields."""
    return read(account_id).model_dump(mode="json", exclude={"versions"})
