"""Locators: rows in the cases table that lead from an id to an object.

| item | pk | sk |
|---|---|---|
| a message that was handed over | `provider#<id of SNS or SES>` | `provider` |

Features keep locators of their own in rows of this class, too.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.base import clock
from chalicelib.base.observability import alarm
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import FailureReason

#: Carriers report within 3 days, mail servers within one; people complain weeks later.
_PROVIDER_KEPT = timedelta(days=60)


class LocatorRow(CasesRow, discriminator="locator"):
    """The place of an object: the ids that lead to it."""

    document = Document()


def add_provider_id(tx: Transaction, provider_id: str, ids: Mapping[str, str]) -> None:
    """Make a message findable by the id that SNS or SES gave it when it was handed over."""
    row = LocatorRow(f"provider#{provider_id}", "provider", document=dict(ids))
    row.ttl = int((clock.now() + _PROVIDER_KEPT).timestamp())
    tx.put(row)


def find_by_provider(provider_id: str, *, naming: str) -> Mapping[str, Any] | None:
    """GetItem: the ids of a message by the provider's one; None if they name no thing of this kind."""
    ids = find_locator(f"provider#{provider_id}", "provider")
    return ids if ids and naming in ids else None


def find_reported(report: Report, *, naming: str) -> Mapping[str, Any] | None:
    """GetItem: the ids of the message of a report; None if they name no thing of this kind."""
    ids = find_by_provider(report.provider_id, naming=naming)
    if ids and report.reason == FailureReason.OUT_OF_BUDGET:
        alarm("sms budget used up", account_id=ids["account_id"])
    return ids


def find_locator(pk: str, sk: str) -> Mapping[str, Any] | None:
    """GetItem: the ids of a locator."""
    try:
        found: Mapping[str, Any] = LocatorRow.get(pk, sk, consistent_read=True).document
    except LocatorRow.DoesNotExist:
        return None
    return found
