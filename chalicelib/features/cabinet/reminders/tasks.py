"""Tasks of clients as they are now: of a policy, and of a case with a deductible. Everything is read anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.features.cabinet.reminders.model import About, Given
from chalicelib.features.cabinet.reminders.rules import Task
from chalicelib.features.cases import service as cases
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.model import Referral
from chalicelib.features.claims.repair.payables import find_deductible, is_due
from chalicelib.features.claims.repair.subjects import CASE_PAGE, deductible_subject
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.area.renewing import can_renew
from chalicelib.features.policies.model import Instalment, Policy
from chalicelib.features.policies.service.asking import open_part
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.status import OVER
from chalicelib.features.policies.subjects import POLICY_PAGE, instalment_subject
from chalicelib.tenancy import service as accounts

_POLICY = "pol_"


class Thing(NamedTuple):
    """A thing that reminders are about, with its open tasks."""

    account_id: str
    client_id: str
    #: The id of the policy or the case.
    subject: str
    #: The policy's number, or the case's name.
    title: str
    #: The path of its page in the console.
    page: str
    tasks: tuple[Task, ...]
    #: True if nothing will be to do any more.
    is_over: bool
    policy: Policy | None = None
    claim: Claim | None = None

    def find(self, given: Given) -> Task | None:
        """Return the task of a reminder; None if it is done, or is due on another day by now."""
        named = (given.about, given.part, given.day)
        return next((each for each in self.tasks if (each.about, each.part, each.day) == named), None)


def is_policy(subject: str) -> bool:
    """Return True if a thing is a policy by its id."""
    return subject.startswith(_POLICY)


def load_thing(account_id: str, subject: str) -> Thing | None:
    """Return a thing by its id; None if there is none."""
    if is_policy(subject):
        policy = policies.load_policy(account_id, subject)
        return thing_of_policy(policy) if policy is not None else None
    found = find_deductible(account_id, subject)
    return thing_of_claim(*found) if found is not None else None


def thing_of_policy(policy: Policy) -> Thing:
    """Return a policy with the open tasks of its client."""
    is_over = policies.statuses(policy)[0] in OVER
    return Thing(
        account_id=policy.account_id,
        client_id=policy.client_id,
        subject=policy.id,
        title=policy.number,
        page=POLICY_PAGE.format(policy_id=policy.id),
        tasks=() if is_over else (*_instalments(policy), *_renewal(policy)),
        is_over=is_over,
        policy=policy,
    )


def thing_of_claim(claim: Claim, referral: Referral) -> Thing:
    """Return a claim with the task to pay the deductible of its repair, if that is due."""
    due = is_due(claim, referral)
    case = cases.load_case(claim.account_id, claim.case_id) if due else None
    return Thing(
        account_id=claim.account_id,
        client_id=claim.client_id or "",
        subject=claim.case_id,
        title=case.shown_title if case else "",
        page=CASE_PAGE.format(case_id=claim.case_id),
        tasks=(deductible_task(claim, referral),) if due else (),
        is_over=not claim.is_open,
        claim=claim,
    )


def deductible_task(claim: Claim, referral: Referral) -> Task:
    """Return the task to pay the deductible of a referral."""
    return Task(
        About.DEDUCTIBLE,
        0,
        referral.at.astimezone(accounts.load_account(claim.account_id).zone).date(),
        last_day=referral.until,
        money=referral.deductible,
        payable=deductible_subject(claim.case_id),
        begins_at=referral.at,
    )


def today_of(account_id: str) -> date:
    """Return the present day of an account."""
    return now().astimezone(accounts.load_account(account_id).zone).date()


def _instalments(policy: Policy) -> Iterator[Task]:
    if open_part(policy) is None:
        return
    yield from (_instalment(policy, each) for each in policy.instalments if each.paid_at is None)


def _instalment(policy: Policy, part: Instalment) -> Task:
    grace = timedelta(days=sale_settings(policy.account_id).grace_days)
    is_late = today_of(policy.account_id) > part.due
    return Task(
        About.INSTALMENT,
        part.number,
        part.due,
        last_day=part.due + grace if is_late else part.due,
        money=policy.insured.money(part.amount),
        payable=instalment_subject(policy.id, part.number),
    )


def _renewal(policy: Policy) -> Iterator[Task]:
    if can_renew(policy):
        yield Task(About.RENEWAL, 0, policy.insured.ends, last_day=policy.insured.ends)
