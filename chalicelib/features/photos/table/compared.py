"""Rows of the daily comparison of bucket and table (keys: the package's docstring)."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.case_items import CasesRow

_PK, _PLACE, _ACCOUNT = "comparison", "place", "account#"


class ComparisonRow(CasesRow, discriminator="comparison"):
    """An account of which the bucket had something once, or the place that the comparison goes on after."""

    after = UnicodeAttribute(null=True)


def list_accounts() -> set[str]:
    """Query: the accounts of which the bucket had something at some comparison."""
    rows = ComparisonRow.query(_PK, ComparisonRow.sk.startswith(_ACCOUNT), consistent_read=True)
    return {row.sk.removeprefix(_ACCOUNT) for row in rows}


def remember_account(account_id: str) -> None:
    """PutItem: note that the bucket has something of an account."""
    ComparisonRow(_PK, f"{_ACCOUNT}{account_id}").save()


def place() -> str:
    """GetItem: after which `<account>/<case>` the comparison goes on; empty: it begins anew."""
    try:
        return ComparisonRow.get(_PK, _PLACE, consistent_read=True).after or ""
    except ComparisonRow.DoesNotExist:
        return ""


def keep_place(after: str) -> None:
    """PutItem: record the progress of the comparison."""
    ComparisonRow(_PK, _PLACE, after=after or None).save()
