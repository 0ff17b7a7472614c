"""Announced claims that wait: their companies are reminded twice, then a task asks the handler to call."""

from datetime import datetime

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import derived_ulid
from chalicelib.base.installed import find_tasks
from chalicelib.base.languages import N_
from chalicelib.base.tasks import Task
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service
from chalicelib.features.claims.answering import REMINDERS, step_now
from chalicelib.features.claims.events import note_apart
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.telling.queueing import tell_undecided
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())
_SILENT = N_("The company has not answered for 7 days whether claim {number} is to be handled. Call them.")


def act(claim: Claim) -> None:
    """Remind the company of an announced claim that is due, or open the task. Idempotent."""
    moment = now()
    if claim.stage is not Stage.ANNOUNCED or claim.reminds_at is None or moment < claim.reminds_at:
        return
    step, tx = max(claim.reminded, step_now(claim, moment)), Transaction()
    written = service.save(tx, claim, service.noted(claim, reminded=step + 1), actor=_SYSTEM)
    if step < len(REMINDERS):
        tell_undecided(tx, written, step + 1)
    else:
        _open_task(tx, written, moment)
    note_apart(tx, written, actor=_SYSTEM, type="claim.undecided", step=step + 1)
    tx.commit()


def _open_task(tx: Transaction, claim: Claim, moment: datetime) -> None:
    case, opens = cases.load_case(claim.account_id, claim.case_id), find_tasks()
    if opens is None:
        return
    began = claim.reached.get(Stage.ANNOUNCED, moment)
    task = Task(
        id=derived_ulid(f"{claim.id}#undecided", moment=began),
        account_id=claim.account_id,
        topic="claim",
        paragraphs=(_SILENT,),
        params={"number": case.shown_title if case else claim.id},
        page=CASE_PAGE.format(case_id=claim.case_id),
        client_id=claim.client_id,
        policy_id=claim.policy_id,
    )
    opens(tx, task)
