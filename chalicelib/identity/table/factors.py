"""Rows of the second factor in the accounts table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| the moment since which a user has one | `user#<sub>` | `user` (`factor_since`) |
| a user's recovery codes that are left, by SHA-256 | `user#<sub>` | `recovery` |
| a sign-in that waits for a code, by the SHA-256 of its secret | `session#<sha256>` | `code` |
| an authenticator to be confirmed, by the SHA-256 of the session's secret | `session#<sha256>` | `enrolment` |
"""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeSetAttribute
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.base.clock import stamp
from chalicelib.identity.factors.model import CodeStep, Enrolment
from chalicelib.identity.model import User
from chalicelib.identity.table import Also, UserRow, nothing, unchanged
from chalicelib.identity.table.base import AccountsRow, get_row


class RecoveryCodesRow(AccountsRow, discriminator="recovery_codes"):
    """The recovery codes that a user has not used yet."""

    digests = UnicodeSetAttribute(null=True)


class CodeStepRow(AccountsRow, discriminator="code_step"):
    """A sign-in that waits for a code."""

    document = Document()
    ttl = NumberAttribute()


class EnrolmentRow(AccountsRow, discriminator="enrolment"):
    """An authenticator that is not confirmed yet."""

    document = Document()
    ttl = NumberAttribute()


def switch_on(
    user_id: str, *, at: datetime, ended: datetime, digests: set[str], otherwise: Otherwise, also: Also = nothing
) -> None:
    """Write that a user has a second factor, with its recovery codes, and end the sessions of before.

    Once only: `otherwise` if the user has one already.
    """
    tx = Transaction()
    tx.update(
        UserRow(*_user(user_id)),
        actions=[UserRow.factor_since.set(stamp(at)), UserRow.sessions_valid_after.set(stamp(ended))],
        condition=UserRow.pk.exists() & UserRow.factor_since.does_not_exist(),
        otherwise=otherwise,
    )
    tx.put(RecoveryCodesRow(*_codes(user_id), digests=digests))
    also(tx)
    tx.commit()


def switch_off(user: User, *, by: User | None = None, ended: datetime | None = None, also: Also = nothing) -> None:
    """Remove a user's second factor and recovery codes; with `ended` their sessions of before end, too.

    Raises Stale if the user has none, or if `by`, the acting administrator, has changed since they were read.
    """
    actions: list[Action] = [UserRow.factor_since.remove()]
    if ended is not None:
        actions.append(UserRow.sessions_valid_after.set(stamp(ended)))
    tx = Transaction()
    tx.update(UserRow(*_user(user.id)), actions=actions, condition=UserRow.factor_since.exists(), otherwise=stale)
    tx.delete(RecoveryCodesRow(*_codes(user.id)))
    if by is not None:
        tx.check(UserRow(*_user(by.id)), condition=unchanged(by))
    also(tx)
    tx.commit()


def use_recovery_code(user_id: str, digest: str, *, otherwise: Otherwise, also: Also = nothing) -> None:
    """Remove a recovery code of a user, who can use each once; `otherwise` if it is none of theirs."""
    tx = Transaction()
    tx.update(
        RecoveryCodesRow(*_codes(user_id)),
        actions=[RecoveryCodesRow.digests.delete({digest})],
        condition=RecoveryCodesRow.digests.contains(digest),
        otherwise=otherwise,
    )
    also(tx)
    tx.commit()


def replace_recovery_codes(user_id: str, digests: set[str], *, otherwise: Otherwise) -> None:
    """Write new recovery codes in place of all former ones; `otherwise` if the user has no second factor."""
    tx = Transaction()
    tx.check(UserRow(*_user(user_id)), condition=UserRow.factor_since.exists(), otherwise=otherwise)
    tx.put(RecoveryCodesRow(*_codes(user_id), digests=digests))
    tx.commit()


def count_recovery_codes(user_id: str) -> int:
    """GetItem: the number of a user's unused recovery codes."""
    row = get_row(RecoveryCodesRow, *_codes(user_id))
    return len(row.digests or ()) if row else 0


def put_code_step(sha256: str, step: CodeStep) -> None:
    """PutItem: a sign-in that waits for a code."""
    row = CodeStepRow(f"session#{sha256}", "code", document=step.model_dump(mode="json"))
    row.ttl = int(step.ends_at.timestamp())
    row.save()


def get_code_step(sha256: str) -> CodeStep | None:
    """GetItem: a sign-in that waits for a code, by the hash of its secret."""
    row = get_row(CodeStepRow, f"session#{sha256}", "code")
    return CodeStep.model_validate(row.document) if row else None


def delete_code_step(sha256: str) -> None:
    """DeleteItem: forget a sign-in that waited for a code."""
    CodeStepRow(f"session#{sha256}", "code").delete()


def put_enrolment(sha256: str, enrolment: Enrolment) -> None:
    """PutItem: an authenticator to be confirmed in a session."""
    row = EnrolmentRow(f"session#{sha256}", "enrolment", document=enrolment.model_dump(mode="json"))
    row.ttl = int(enrolment.ends_at.timestamp())
    row.save()


def get_enrolment(sha256: str) -> Enrolment | None:
    """GetItem: the authenticator to be confirmed in a session."""
    row = get_row(EnrolmentRow, f"session#{sha256}", "enrolment")
    return Enrolment.model_validate(row.document) if row else None


def delete_enrolment(sha256: str) -> None:
    """DeleteItem: forget an authenticator to be confirmed."""
    EnrolmentRow(f"session#{sha256}", "enrolment").delete()


def _user(user_id: str) -> tuple[str, str]:
    return f"user#{user_id}", "user"


def _codes(user_id: str) -> tuple[str, str]:
    return f"user#{user_id}", "recovery"
