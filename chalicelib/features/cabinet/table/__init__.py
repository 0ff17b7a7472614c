"""Rows of codes, and of steps that wait for one, in the table `area`.

| item | pk | sk |
|---|---|---|
| a code on its way | `a#<subject>` | `code#<purpose>#<channel>` |
| a sign-in that waits for a code, by the SHA-256 of its secret | `waiting#<sha256>` | `waiting` |
| a recovery, likewise | `recovery#<sha256>` | `recovery` |
| a changed contact that may be restored; listed with its person | `a#<undo>`; `a#<person>` | `undo`; `und#<undo>` |
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import stamp
from chalicelib.features.cabinet.codes import PAUSE, TRIES, Code, CodeState, Purpose
from chalicelib.features.cabinet.model import FormerContact, Recovery, Waiting
from chalicelib.identity.table.area_rows import AreaRow, person_key, seconds

#: The time for which the last code is kept after its end: so long it says how it ended.
_KEPT = timedelta(hours=1)


class CodeRow(AreaRow, discriminator="area_code"):
    """A code on its way, without its digits."""

    document = Document()
    code = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    sent_at = UnicodeAttribute()
    ends_at = UnicodeAttribute()
    state = UnicodeAttribute()
    failure = UnicodeAttribute(null=True)

    def model(self) -> Code:
        own = {"id": self.code, "tries": int(self.tries), "state": self.state, "failure": self.failure}
        return Code.model_validate({**self.document, **own, "sent_at": self.sent_at, "ends_at": self.ends_at})


class WaitingRow(AreaRow, discriminator="area_waiting"):
    """A sign-in that waits for a code."""

    document = Document()

    def model(self) -> Waiting:
        return Waiting.model_validate(self.document)


class RecoveryRow(AreaRow, discriminator="area_recovery"):
    """A recovery that waits for its codes."""

    document = Document()

    def model(self) -> Recovery:
        return Recovery.model_validate(self.document)


class UndoRow(AreaRow, discriminator="area_undo"):
    """A changed contact that may be restored."""

    document = Document()

    def model(self) -> FormerContact:
        return FormerContact.model_validate(self.document)


class ListedUndoRow(AreaRow, discriminator="area_undo_listed"):
    """A changed contact of a person, by its id."""


def get_code(account_id: str, subject: str, purpose: Purpose, channel: Channel) -> Code | None:
    """GetItem: the last code for a subject."""
    row = _get(CodeRow, *_code_key(account_id, subject, purpose, channel))
    return row.model() if row else None


def replace_code(tx: Transaction, code: Code, *, otherwise: Otherwise) -> None:
    """Write a new code, unless the former one was sent less than PAUSE ago."""
    own = {"id", "tries", "sent_at", "ends_at", "state", "failure"}
    row = CodeRow(
        *_code_key(code.account_id, code.subject, code.purpose, code.channel),
        document=code.model_dump(mode="json", exclude=own),
        code=code.id,
        sent_at=stamp(code.sent_at),
        ends_at=stamp(code.ends_at),
        state=code.state,
    )
    row.ttl = seconds(code.ends_at + _KEPT)
    earlier = stamp(code.sent_at - PAUSE)
    tx.put(row, condition=CodeRow.pk.does_not_exist() | (CodeRow.sent_at <= earlier), otherwise=otherwise)


def code_of_row(raw: dict[str, Any]) -> Code:
    """Return the code of a raw row, as a failed condition shows it."""
    return CodeRow.read(raw).model()


def count_try(code: Code, moment: datetime) -> Code | None:
    """UpdateItem: count a try of a code, and return it; None if it has ended or was replaced."""
    row = CodeRow(*_code_key(code.account_id, code.subject, code.purpose, code.channel))
    live = (CodeRow.tries < TRIES) & (CodeRow.ends_at > stamp(moment)) & (CodeRow.code == code.id)
    try:
        row.update([CodeRow.tries.add(1)], condition=live)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return None
    return row.model()


def delete_code(tx: Transaction, code: Code, *, otherwise: Otherwise = stale) -> None:
    """Delete a code that was used; fails if it was used meanwhile."""
    row = CodeRow(*_code_key(code.account_id, code.subject, code.purpose, code.channel))
    tx.delete(row, condition=CodeRow.code == code.id, otherwise=otherwise)


def write_progress(tx: Transaction, code: Code, state: CodeState, failure: str | None) -> None:
    """Write the progress of a code's message; Stale if the code was used or replaced meanwhile."""
    row = CodeRow(*_code_key(code.account_id, code.subject, code.purpose, code.channel))
    said = CodeRow.failure.set(failure) if failure else CodeRow.failure.remove()
    tx.update(row, actions=[CodeRow.state.set(state), said], condition=CodeRow.code == code.id)


def put_waiting(tx: Transaction, sha256: str, waiting: Waiting) -> None:
    """Write a sign-in that waits for a code."""
    row = WaitingRow(f"waiting#{sha256}", "waiting", document=waiting.model_dump(mode="json"))
    row.ttl = seconds(waiting.ends_at)
    tx.put(row)


def get_waiting(sha256: str) -> Waiting | None:
    """GetItem: a sign-in that waits for a code."""
    row = _get(WaitingRow, f"waiting#{sha256}", "waiting")
    return row.model() if row else None


def delete_waiting(tx: Transaction, sha256: str) -> None:
    """Delete a sign-in that waited for a code."""
    tx.delete(WaitingRow(f"waiting#{sha256}", "waiting"))


def put_recovery(tx: Transaction, sha256: str, recovery: Recovery) -> None:
    """Write a recovery."""
    row = RecoveryRow(f"recovery#{sha256}", "recovery", document=recovery.model_dump(mode="json"))
    row.ttl = seconds(recovery.ends_at)
    tx.put(row)


def get_recovery(sha256: str) -> Recovery | None:
    """GetItem: a recovery."""
    row = _get(RecoveryRow, f"recovery#{sha256}", "recovery")
    return row.model() if row else None


def delete_recovery(tx: Transaction, sha256: str) -> None:
    """Delete a recovery that was finished."""
    tx.delete(RecoveryRow(f"recovery#{sha256}", "recovery"))


def put_former(tx: Transaction, former: FormerContact) -> None:
    """Write a changed contact that may be restored."""
    row = UndoRow(f"{former.account_id}#{former.id}", "undo", document=former.model_dump(mode="json"))
    listed = ListedUndoRow(person_key(former.account_id, former.person_id), f"und#{former.id}")
    for each in (row, listed):
        each.ttl = seconds(former.until + timedelta(days=30))
        tx.put(each)


def get_former(account_id: str, undo_id: str) -> FormerContact | None:
    """GetItem: a changed contact that may be restored."""
    row = _get(UndoRow, f"{account_id}#{undo_id}", "undo")
    return row.model() if row else None


def list_former(account_id: str, person_id: str) -> list[FormerContact]:
    """Query, and a GetItem each: the changed contacts of a person, latest first; they are kept for a month."""
    ids = _listed(account_id, person_id)
    found = [get_former(account_id, each) for each in ids]
    return sorted(filter(None, found), key=lambda each: each.changed_at, reverse=True)


def erase_former(account_id: str, person_id: str) -> None:
    """Query, and two DeleteItem each: the changed contacts of a person who was deleted. Idempotent."""
    for undo_id in _listed(account_id, person_id):
        AreaRow(f"{account_id}#{undo_id}", "undo").delete()
        AreaRow(person_key(account_id, person_id), f"und#{undo_id}").delete()


def delete_former(tx: Transaction, former: FormerContact) -> None:
    """Delete a changed contact that was restored; fails if it was restored meanwhile."""
    tx.delete(UndoRow(f"{former.account_id}#{former.id}", "undo"), condition=UndoRow.pk.exists())


def _listed(account_id: str, person_id: str) -> list[str]:
    key = person_key(account_id, person_id)
    rows = ListedUndoRow.query(key, ListedUndoRow.sk.startswith("und#"), consistent_read=True)
    return [row.sk.removeprefix("und#") for row in rows]


def _code_key(account_id: str, subject: str, purpose: Purpose, channel: Channel) -> tuple[str, str]:
    return f"{account_id}#{subject}", f"code#{purpose}#{channel}"


def _get[R: AreaRow](kind: type[R], pk: str, sk: str) -> R | None:
    try:
        return kind.get(pk, sk, consistent_read=True)
    except kind.DoesNotExist:
        return None
