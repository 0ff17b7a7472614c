"""Verdicts on photos: give, change or withdraw one; the case counts the photos that still wait for theirs.

Two writers meet at the case's version: reviewing and filing both write the case, and repeat their reading when it has
changed. The photo's own condition keeps a verdict from being written over one that was not read.
"""

from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.cases import changes
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.service.overview import load_attachment, locate_attachment
from chalicelib.features.photos.verdicts import WORDS, UnusableReason, Verdict
from chalicelib.identity.model import Caller
from chalicelib.outbox import service as notifications


class Seen(NamedTuple):
    """The verdict that a page showed, by its moment; None if it showed none."""

    at: datetime | None


class ReviewedMeanwhile(Conflict):
    """A colleague has said something else of the photo since the page was drawn."""

    def __init__(self, verdict: Verdict | None) -> None:
        super().__init__(N_("A colleague has reviewed this photo at the same moment. Look at it again."))
        self.verdict = verdict


def check_verdict(*, usable: bool | None, reason: str | None, text: str | None) -> None:
    """Raise Invalid with everything that keeps this from being a verdict."""
    wrong = [*_wrong_reason(usable, reason), *_wrong_text(usable, reason, line(text or ""))]
    if wrong:
        raise Invalid(wrong)


def _wrong_reason(usable: bool | None, reason: str | None) -> list[FieldError]:
    follows = ("/usable",)
    if usable and reason is not None:
        return [FieldError("/reason", N_("A usable photo has no reason. Leave it out."), follows=follows)]
    if usable is False and reason is None:
        return [FieldError("/reason", N_("Say why the photo is of no use."), follows=follows)]
    if reason is not None and reason not in set(UnusableReason):
        return [FieldError("/reason", N_("Say why the photo is of no use."))]
    return []


def _wrong_text(usable: bool | None, reason: str | None, text: str) -> list[FieldError]:
    follows = ("/usable", "/reason")
    if len(text) > WORDS:
        return [FieldError("/text", N_("Must have at most {max_length} characters."), {"max_length": WORDS})]
    if usable and text:
        return [FieldError("/text", N_("A usable photo has no reason. Leave it out."), follows=follows)]
    if usable is False and reason == UnusableReason.OTHER and not text:
        return [FieldError("/text", N_("Say in a few words what is wrong with the photo."), follows=follows)]
    return []


def review_photo(
    caller: Caller,
    attachment_id: str,
    *,
    usable: bool,
    reason: str | None = None,
    text: str = "",
    seen: Seen | None = None,
) -> Verdict:
    """Record a verdict on a photo: usable or, with a reason, not. Saying the same again changes nothing.

    Without `seen` the last one wins. With it, raises ReviewedMeanwhile if a colleague has said something else since.
    """
    check_verdict(usable=usable, reason=reason, text=text)
    given = Verdict(
        usable=usable, reason=UnusableReason(reason) if reason else None, text=line(text), by=caller.actor, at=now()
    )
    judged = retry_stale(lambda: _judge(caller, attachment_id, given, seen=seen))
    return judged.verdict or given


def withdraw_verdict(caller: Caller, attachment_id: str, *, seen: Seen | None = None) -> None:
    """Withdraw the verdict on a photo: it waits for one (again). Repeating is harmless; for `seen` see above.

    Photos of before there were verdicts wait, too, once theirs is taken back: somebody wants them looked at.
    """
    retry_stale(lambda: _judge(caller, attachment_id, None, seen=seen))


def _judge(caller: Caller, attachment_id: str, verdict: Verdict | None, *, seen: Seen | None) -> Attachment:
    found = locate_attachment(caller, attachment_id)
    # The case is read first: a later change of its photo changes the case, too.
    case = cases.load_case(caller.account_id, found.case_id) if found else None
    before = load_attachment(found if case else None)
    if case is None or _alike(before.verdict, verdict):
        return before
    if seen is not None and _overtaken(before.verdict, seen, caller):
        raise ReviewedMeanwhile(before.verdict)
    after = before.model_copy(update={"verdict": verdict, "to_review": verdict is None})
    tx = Transaction()
    table.replace_attachment(tx, after, replacing=before)
    changed = changes.photo_reviewed(case, waiting=after.to_review - before.to_review)
    cases.save(tx, case, changed)
    cases.mark_seen_by(tx, caller, changed)
    _tell(tx, changed, before, after, actor=caller.actor)
    tx.commit()
    return after


def _alike(before: Verdict | None, after: Verdict | None) -> bool:
    if before is None or after is None:
        return before is after
    return (before.usable, before.reason, before.text) == (after.usable, after.reason, after.text)


def _overtaken(verdict: Verdict | None, seen: Seen, caller: Caller) -> bool:
    """Return True if the photo's present verdict is a colleague's, and not the one that the page showed."""
    return verdict is not None and verdict.by != caller.actor and verdict.at != seen.at


def _tell(tx: Transaction, case: Case, before: Attachment, after: Attachment, *, actor: str) -> None:
    ids = {"attachment_id": after.id, "category": after.category}
    said = after.verdict
    if said is not None and not said.usable:
        cases.note(tx, case, actor=actor, type="photo.unusable", file_name=after.file_name, reason=said.reason, **ids)
    elif before.verdict is not None and not before.verdict.usable:
        cases.note(
            tx,
            case,
            actor=actor,
            type="photo.unusable_no_more",
            file_name=after.file_name,
            usable=said is not None,
            **ids,
        )
    notifications.publish(
        tx,
        account_id=case.account_id,
        type="photo.reviewed",
        version=case.version,
        data={
            "case_id": case.id,
            "reference": case.reference,
            "request_id": after.request_id,
            "photo_id": after.photo_id,
            **ids,
            "usable": said.usable if said else None,
            "reason": said.reason if said else None,
        },
    )
