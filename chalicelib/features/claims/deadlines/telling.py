"""Telling of deadlines that are near or missed: entries, events, e-mails to the side that must act."""

from collections.abc import Sequence

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import clock
from chalicelib.features.claims.deadlines.keeping import reader_zone, rule_of
from chalicelib.features.claims.deadlines.model import Deadline, Step
from chalicelib.features.claims.deadlines.reminding import by_day
from chalicelib.features.claims.deadlines.words import line_of
from chalicelib.features.claims.events import note
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.staff_mails import mail_staff
from chalicelib.features.claims.telling.queueing import tell_deadlines
from chalicelib.identity.principals import System, actor_of
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts

_SYSTEM = actor_of(System())


def tell(tx: Transaction, claim: Claim, deadlines: Sequence[Deadline], step: Step) -> None:
    """Write the news of deadlines of one side: an entry and an event for each, one e-mail of all."""
    kind = "missed" if step == "missed" else "near"
    for each in deadlines:
        last_day = str(each.last_day)
        note(tx, claim, actor=_SYSTEM, type=f"claim.deadline_{kind}", code=each.code, last_day=last_day)
        _publish(tx, claim, each, f"claim.deadline.{kind}")
    rule = rule_of(claim, deadlines[0].code)
    if rule is not None and rule.who == "staff":
        _mail(tx, claim, deadlines, f"claim_deadline_{kind}")
    if rule is not None and rule.who == "client":
        at = by_day(clock.now(), reader_zone(claim, rule))
        tell_deadlines(tx, claim, [each.code for each in deadlines], missed=step == "missed", at=at)


def _publish(tx: Transaction, claim: Claim, deadline: Deadline, kind: str) -> None:
    rule = rule_of(claim, deadline.code)
    data = {
        "deadline_id": f"{claim.id}#{deadline.code}",
        "claim_id": claim.id,
        "case_id": claim.case_id,
        "process": claim.process,
        "code": deadline.code,
        "who": rule.who if rule else "nobody",
        "last_day": deadline.last_day,
        "ends_at": deadline.ends_at,
    }
    outbox.publish(tx, account_id=claim.account_id, type=kind, version=deadline.version, data=data)


def _mail(tx: Transaction, claim: Claim, deadlines: Sequence[Deadline], notice: str) -> None:
    at = by_day(clock.now(), reader_zone(claim, None))
    mail_staff(tx, claim, notice, at=at, deadlines="; ".join(_line(claim, each) for each in deadlines))


def _line(claim: Claim, deadline: Deadline) -> str:
    rule = rule_of(claim, deadline.code)
    return line_of(rule, deadline, accounts.load_account(claim.account_id).language) if rule else deadline.code
