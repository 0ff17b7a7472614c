"""Rows that lead from an id, a token, a code or an intention to an object (keys: the package's docstring)."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base import clock
from chalicelib.features.photos.model import Found
from chalicelib.messaging.locators import LocatorRow, find_locator

#: As long as http/idempotency.py remembers a key.
_INTENTION_KEPT = timedelta(hours=24)
_LINK_KEPT = timedelta(days=90)


def add_locator(tx: Transaction, *, account_id: str, identifier: str, found: Found) -> None:
    """Make an object findable by its id alone, within its account."""
    tx.put(LocatorRow(f"{account_id}#id#{identifier}", "id", document=found.model_dump(exclude_none=True)))


def remove_locator(tx: Transaction, *, account_id: str, identifier: str) -> None:
    """Delete the locator of an object."""
    tx.delete(LocatorRow(f"{account_id}#id#{identifier}", "id"))


def locate(account_id: str, identifier: str) -> Found | None:
    """GetItem: the place of the object with this id, in this account."""
    return _locator(f"{account_id}#id#{identifier}", "id")


def add_link(tx: Transaction, *, digest: str, found: Found, expires_at: datetime, otherwise: Otherwise) -> None:
    """Make a request findable by the digest of its token or code."""
    row = LocatorRow(f"link#{digest}", "link", document=found.model_dump(exclude_none=True))
    row.ttl = int((expires_at + _LINK_KEPT).timestamp())
    tx.insert(row, otherwise=otherwise)


def insert_intention(tx: Transaction, *, found: Found, digest: str, otherwise: Otherwise) -> None:
    """Record the request of an intention; `otherwise` gets the row of an earlier one that is still kept."""
    row = LocatorRow(_once(found.account_id, digest), "once", document=found.model_dump(exclude_none=True))
    moment = clock.now()
    row.ttl = int((moment + _INTENTION_KEPT).timestamp())
    forgotten = LocatorRow.pk.does_not_exist() | (LocatorRow.ttl < int(moment.timestamp()))
    tx.put(row, condition=forgotten, otherwise=otherwise)


def request_of_intention(raw: dict[str, Any]) -> str:
    """Return the id of the request that an intention led to, from the raw row that a failed condition gave."""
    return str(LocatorRow.read(raw).document["request_id"])


def find_by_intention(account_id: str, digest: str) -> str | None:
    """GetItem: the id of the request that an intention led to, as long as it is kept."""
    try:
        row = LocatorRow.get(_once(account_id, digest), "once", consistent_read=True)
    except LocatorRow.DoesNotExist:
        return None
    return row.document.get("request_id") if row.ttl and row.ttl >= clock.now().timestamp() else None


def open_link(digest: str) -> Found | None:
    """GetItem: the request that a token or code opens."""
    return _locator(f"link#{digest}", "link")


def renew_link(tx: Transaction, *, digest: str, found: Found, expires_at: datetime, otherwise: Otherwise) -> None:
    """Prolong the way from a token or code until its request's end; a code may have been freed."""
    document = found.model_dump(exclude_none=True)
    row = LocatorRow(f"link#{digest}", "link", document=document)
    row.ttl = int((expires_at + _LINK_KEPT).timestamp())
    tx.put(row, condition=LocatorRow.pk.does_not_exist() | (LocatorRow.document == document), otherwise=otherwise)


def delete_link(tx: Transaction, *, digest: str) -> None:
    """Revoke a token or code."""
    tx.delete(LocatorRow(f"link#{digest}", "link"))


def _once(account_id: str, digest: str) -> str:
    return f"{account_id}#once#{digest}"


def _locator(pk: str, sk: str) -> Found | None:
    ids = find_locator(pk, sk)
    return Found.model_validate(ids) if ids else None
