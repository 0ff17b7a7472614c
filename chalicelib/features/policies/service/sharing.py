"""Files of policies that staff show to the client, and the client's reading of them."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.errors import NotFound
from chalicelib.features.policies.files import FileState, PolicyFile
from chalicelib.features.policies.refusals import other_seller
from chalicelib.features.policies.service import attaching
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.table import files as table
from chalicelib.identity.model import Caller


def share_file(caller: Caller, policy_id: str, file_id: str, *, shared: bool) -> PolicyFile:
    """Show a file of a policy to the client, or hide it again. Repeating is harmless.

    Raises NotFound, Conflict for another agent's sale.
    """

    def change() -> PolicyFile:
        policy, before = show_policy(caller, policy_id), attaching.show_file(caller, policy_id, file_id)
        if not attaching.can_change(caller, policy, before):
            raise other_seller()
        if before.shared == shared:
            return before
        after, tx = before.model_copy(update={"shared": shared}), Transaction()
        table.replace_file(tx, before, after)
        said = {"file_id": after.id, "name": after.name}
        note(tx, policy, actor=caller.actor, type="file_shared" if shared else "file_hidden", **said)
        tx.commit()
        return after

    return retry_stale(change)


def shared_files(caller: Caller, policy_id: str) -> list[PolicyFile]:
    """Return the stored files of a policy that its client sees, oldest first: one Query. Raises NotFound."""
    return [each for each in attaching.list_files(caller, policy_id) if _is_open(each)]


def shared_file_url(caller: Caller, policy_id: str, file_id: str) -> str:
    """Return the presigned address of a shared file, good for 5 minutes. Raises NotFound for any other."""
    if not _is_open(attaching.show_file(caller, policy_id, file_id)):
        raise NotFound(attaching.NO_FILE)
    return attaching.file_url(caller, policy_id, file_id)


def _is_open(file: PolicyFile) -> bool:
    return file.shared and file.state is FileState.STORED
