"""Plans of reminders begin with a policy, or with a referral that has a deductible."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.cabinet.reminders.model import Plan
from chalicelib.features.cabinet.reminders.rules import next_look
from chalicelib.features.cabinet.reminders.tasks import Thing, thing_of_policy
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.model import Referral
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy, Source
from chalicelib.tenancy import service as accounts


def plan_policy(tx: Transaction, policy: Policy) -> None:
    """Begin the reminders of a policy in the transaction that issues it; one that was sold elsewhere has none."""
    if policy.source is Source.OWN:
        _insert(tx, thing_of_policy(policy), since=policy.issued_at)


def plan_referral(tx: Transaction, claim: Claim, referral: Referral) -> None:
    """Begin the reminders of a deductible in the transaction that refers the vehicle; the first is due at once."""
    if claim.client_id is None or referral.deductible is None or referral.is_paid:
        return
    before = table.get_plan(claim.account_id, claim.client_id, claim.case_id)
    plan = before or Plan(
        account_id=claim.account_id, client_id=claim.client_id, subject=claim.case_id, since=referral.at
    )
    if before is None:
        table.insert_plan(tx, plan, referral.at)
    else:
        table.replace_plan(
            tx, plan.model_copy(update={"version": before.version + 1}), referral.at, since=before.version
        )


def plan_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Begin the reminders of policies that were issued before there were any. Repeatable and resumable.

    Yields each account with the number of these policies.
    """
    for account_id in account_ids:
        yield account_id, sum(_plan_missing(account_id, each) for each in policies.list_sold_ids(account_id))


def _plan_missing(account_id: str, policy_id: str) -> bool:
    return retry_stale(lambda: _plan_policy(account_id, policy_id))


def _plan_policy(account_id: str, policy_id: str) -> bool:
    policy = policies.load_policy(account_id, policy_id)
    thing = thing_of_policy(policy) if policy is not None and policy.source is Source.OWN else None
    if policy is None or thing is None or thing.is_over:
        return False
    if table.get_plan(account_id, policy.client_id, policy_id) is not None:
        return False
    tx = Transaction()
    _insert(tx, thing, since=policy.issued_at)
    tx.commit()
    return True


def _insert(tx: Transaction, thing: Thing, *, since: datetime) -> None:
    plan = Plan(account_id=thing.account_id, client_id=thing.client_id, subject=thing.subject, since=since)
    zone = accounts.load_account(thing.account_id).zone
    table.insert_plan(tx, plan, next_look(thing.tasks, plan, now(), zone))
