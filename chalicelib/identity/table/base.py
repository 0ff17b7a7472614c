"""The root of all rows of the accounts table."""

from chalicelib.aws.dynamo import Row


class AccountsRow(Row):
    """Root of all rows in this table."""

    class Meta:
        table_name = ""
        setting = "accounts_table"


def get_row[R: AccountsRow](kind: type[R], pk: str, sk: str) -> R | None:
    """GetItem: a row, None if there is none."""
    try:
        return kind.get(pk, sk, consistent_read=True)
    except kind.DoesNotExist:
        return None
