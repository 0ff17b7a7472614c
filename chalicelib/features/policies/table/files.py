"""Files of policies in the table: `a#<policy>` | `doc#<file>`, beside the printed documents of the policy.

A file whose bytes never arrive goes by its TTL.
"""

from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.base.clock import now
from chalicelib.features.policies.files import FileState, PolicyFile

_PREFIX = "doc#"
#: The time for an upload, and for the message about a refused one.
_WAITS = timedelta(days=1)


class PolicyFileRow(PoliciesRow, discriminator="policy_file"):
    """A file of a policy."""

    document = Document()
    state = UnicodeAttribute()

    def model(self) -> PolicyFile:
        return PolicyFile.model_validate({**self.document, "state": self.state})


def insert_file(tx: Transaction, file: PolicyFile) -> None:
    """Write a new file."""
    tx.insert(_row(file))


def replace_file(tx: Transaction, before: PolicyFile, after: PolicyFile) -> None:
    """Write a file that is in the state that was read."""
    tx.put(_row(after), condition=PolicyFileRow.state == before.state, otherwise=stale)


def delete_file(tx: Transaction, file: PolicyFile, *, otherwise: Otherwise = stale) -> None:
    """Remove a file that is there."""
    row = PolicyFileRow(item_key(file.account_id, file.policy_id), f"{_PREFIX}{file.id}")
    tx.delete(row, condition=PolicyFileRow.pk.exists(), otherwise=otherwise)


def get_file(account_id: str, policy_id: str, file_id: str) -> PolicyFile | None:
    """GetItem: a file of a policy."""
    try:
        return PolicyFileRow.get(item_key(account_id, policy_id), f"{_PREFIX}{file_id}", consistent_read=True).model()
    except PolicyFileRow.DoesNotExist:
        return None


def list_files(account_id: str, policy_id: str) -> list[PolicyFile]:
    """Query: all files of a policy, oldest first."""
    begins = PolicyFileRow.sk.startswith(_PREFIX)
    return [row.model() for row in PolicyFileRow.query(item_key(account_id, policy_id), begins, consistent_read=True)]


def _row(file: PolicyFile) -> PolicyFileRow:
    document = file.model_dump(mode="json", exclude={"state"}, exclude_defaults=True)
    key = (item_key(file.account_id, file.policy_id), f"{_PREFIX}{file.id}")
    row = PolicyFileRow(*key, document=document, state=file.state)
    if file.state is not FileState.STORED:
        row.ttl = int((now() + _WAITS).timestamp())
    return row
