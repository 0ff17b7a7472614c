"""Rows of registrations under way, invitations and tasks, in the table `area`.

`a` is the account, `s` the SHA-256 of a secret, `h` the hash of a policy's number.

| item | pk | sk |
|---|---|---|
| registration under way | `join#<s>` | `join` |
| wrong answers for a number | `a#tries#<h>` | `tries` |
| invitation of a client; by its link | `a#joins#<client>`; `a#invite#<s>` | `inv#<id>`; `invite` |
| task of the desk | `a#joins#<client>` | `task#<id>` |
"""

import hashlib
import hmac
from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.folding import fold_code
from chalicelib.features.cabinet.joining.links import digest_of, token_of
from chalicelib.features.cabinet.joining.model import TASK_KEPT, DeskTask, Invitation, Join
from chalicelib.features.cabinet.joining.tries import REST, Tries
from chalicelib.identity.table.area_rows import AreaRow, seconds

#: The time for which an invitation is shown after its end.
_KEPT = timedelta(days=90)


class JoinRow(AreaRow, discriminator="area_join"):
    """A registration under way; the version is an attribute for conditions."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Join:
        return Join.model_validate({**self.document, "version": int(self.version)})


class TriesRow(AreaRow, discriminator="area_tries"):
    """Wrong answers for a number."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Tries:
        return Tries.model_validate({**self.document, "version": int(self.version)})


class InvitationRow(AreaRow, discriminator="area_invitation"):
    """An invitation of a client."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Invitation:
        return Invitation.model_validate({**self.document, "version": int(self.version)})


class InvitationLinkRow(AreaRow, discriminator="area_invitation_link"):
    """The invitation of a link."""

    client = UnicodeAttribute()
    invitation = UnicodeAttribute()


class DeskTaskRow(AreaRow, discriminator="area_desk_task"):
    """A task of the desk."""

    document = Document()

    def model(self) -> DeskTask:
        return DeskTask.model_validate(self.document)


def insert_join(tx: Transaction, join: Join) -> None:
    """Write a new registration."""
    tx.insert(_join_row(join))


def replace_join(tx: Transaction, join: Join, *, replacing: Join) -> None:
    """Write a registration that is still of the version that was read; Stale if it is not."""
    tx.put(_join_row(join), condition=JoinRow.version == replacing.version)


def get_join(sha256: str) -> Join | None:
    """GetItem: a registration by the SHA-256 of its secret."""
    try:
        return JoinRow.get(f"join#{sha256}", "join", consistent_read=True).model()
    except JoinRow.DoesNotExist:
        return None


def get_tries(account_id: str, number: str) -> Tries:
    """GetItem: the wrong answers for a number, however it is written."""
    try:
        return TriesRow.get(*_tries_key(account_id, number), consistent_read=True).model()
    except TriesRow.DoesNotExist:
        return Tries()


def replace_tries(tx: Transaction, account_id: str, number: str, tries: Tries, *, replacing: Tries) -> None:
    """Write the wrong answers for a number; Stale if there is another one meanwhile."""
    document = tries.model_dump(mode="json", exclude={"version"})
    row = TriesRow(*_tries_key(account_id, number), document=document, version=tries.version)
    row.ttl = seconds(tries.last_at + 2 * REST) if tries.last_at else None
    same = TriesRow.version == replacing.version
    tx.put(row, condition=same if replacing.version else TriesRow.pk.does_not_exist())


def insert_invitation(tx: Transaction, invitation: Invitation) -> None:
    """Write an invitation and its link; one with the same id is replaced."""
    tx.put(_invitation_row(invitation))
    digest = digest_of(token_of(invitation))
    link = InvitationLinkRow(
        f"{invitation.account_id}#invite#{digest}",
        "invite",
        client=invitation.client_id,
        invitation=invitation.id,
    )
    link.ttl = seconds(invitation.ends_at)
    tx.put(link)


def replace_invitation(tx: Transaction, invitation: Invitation, *, replacing: Invitation) -> None:
    """Write an invitation that is still of the version that was read; Stale if it is not."""
    tx.put(_invitation_row(invitation), condition=InvitationRow.version == replacing.version)


def get_invitation(account_id: str, client_id: str, invitation_id: str) -> Invitation | None:
    """GetItem: an invitation of a client."""
    try:
        row = InvitationRow.get(_of_client(account_id, client_id), f"inv#{invitation_id}", consistent_read=True)
    except InvitationRow.DoesNotExist:
        return None
    return row.model()


def find_invitation(account_id: str, token: str) -> Invitation | None:
    """GetItem, twice: the invitation of a link."""
    digest = digest_of(token)
    if digest is None:
        return None
    try:
        link = InvitationLinkRow.get(f"{account_id}#invite#{digest}", "invite", consistent_read=True)
    except InvitationLinkRow.DoesNotExist:
        return None
    return get_invitation(account_id, link.client, link.invitation)


def insert_task(tx: Transaction, task: DeskTask) -> None:
    """Write a task of the desk."""
    document = task.model_dump(mode="json")
    row = DeskTaskRow(_of_client(task.account_id, task.client_id), f"task#{task.id}", document=document)
    row.ttl = seconds(task.at + TASK_KEPT)
    tx.put(row)


def get_task(account_id: str, client_id: str, task_id: str) -> DeskTask | None:
    """GetItem: a task of the desk."""
    try:
        row = DeskTaskRow.get(_of_client(account_id, client_id), f"task#{task_id}", consistent_read=True)
    except DeskTaskRow.DoesNotExist:
        return None
    return row.model()


def list_of_client(account_id: str, client_id: str) -> tuple[list[Invitation], list[DeskTask]]:
    """Query: invitations and tasks of a client, newest first."""
    rows = list(AreaRow.query(_of_client(account_id, client_id), scan_index_forward=False))
    found = [row.model() for row in rows]
    return (
        [each for each in found if isinstance(each, Invitation)],
        [each for each in found if isinstance(each, DeskTask)],
    )


def delete_of_client(account_id: str, client_id: str) -> None:
    """Query, then a DeleteItem each: invitations and tasks of a client who is erased."""
    for row in AreaRow.query(_of_client(account_id, client_id)):
        AreaRow(row.pk, row.sk).delete()


def _join_row(join: Join) -> JoinRow:
    document = join.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    row = JoinRow(f"join#{join.sha256}", "join", document=document, version=join.version)
    row.ttl = seconds(join.ends_at)
    return row


def _invitation_row(invitation: Invitation) -> InvitationRow:
    document = invitation.model_dump(mode="json", exclude={"version"})
    pk = _of_client(invitation.account_id, invitation.client_id)
    row = InvitationRow(pk, f"inv#{invitation.id}", document=document, version=invitation.version)
    row.ttl = seconds(invitation.ends_at + _KEPT)
    return row


def _of_client(account_id: str, client_id: str) -> str:
    return f"{account_id}#joins#{client_id}"


def _tries_key(account_id: str, number: str) -> tuple[str, str]:
    """Return the key of the tries. Why a hash by a key: the row must not tell which numbers are tried."""
    said = "\0".join(("join-tries", account_id, fold_code(number))).encode()
    return f"{account_id}#tries#{hmac.new(identity_key(), said, hashlib.sha256).hexdigest()[:32]}", "tries"
