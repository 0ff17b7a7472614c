"""Subjects of payments: the deductible of a case whose vehicle is referred to a workshop, `ded#<case>`."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import NotFound, Stale
from chalicelib.base.languages import N_, text
from chalicelib.base.money import shown
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service
from chalicelib.features.claims.events import note
from chalicelib.features.claims.model import Claim, claim_id_of
from chalicelib.features.claims.repair.model import DeductiblePayment, Referral
from chalicelib.features.claims.repair.service import present
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.features.claims.staff_mails import mail_staff
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.table.referrals import list_referrals, put_referral
from chalicelib.features.clients import service as clients
from chalicelib.features.payments.payable import NO_SUBJECT, Demand, Payable, Repayment, Settlement
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import System, actor_of
from chalicelib.tenancy import service as accounts

_WHAT = N_("Deductible for the repair, {case}")
_SYSTEM = actor_of(System())


def _load(account_id: str, subject: str) -> Demand | None:
    found = find_deductible(account_id, _case_of(subject))
    return _demand(*found) if found else None


def _show(caller: Caller, subject: str) -> Demand:
    found = find_deductible(caller.account_id, _case_of(subject))
    if found is None or not _sees(caller, found[0]):
        raise NotFound(NO_SUBJECT)
    return _demand(*found)


def _sees(caller: Caller, claim: Claim) -> bool:
    """Return True if a caller may see a deductible: staff with claims, in the client area its client."""
    return service.sees_claim(caller, claim) and (isinstance(caller, AreaCaller) or may(caller, "claims:read"))


def find_deductible(account_id: str, case_id: str) -> tuple[Claim, Referral] | None:
    """Return the claim of a case with its present referral, if that has a deductible."""
    claim = service.find_claim(account_id, claim_id_of(case_id))
    referral = present(list_referrals(account_id, claim.id)) if claim is not None else None
    if claim is None or referral is None or referral.deductible is None:
        return None
    return claim, referral


def _demand(claim: Claim, referral: Referral) -> Demand:
    account = accounts.load_account(claim.account_id)
    client = clients.find_client(claim.account_id, claim.client_id) if claim.client_id else None
    case = cases.load_case(claim.account_id, claim.case_id)
    language = (client.facts.language if client else None) or account.language
    assert referral.deductible is not None  # noqa: S101 - found with one
    return Demand(
        money=referral.deductible,
        is_due=is_due(claim, referral),
        description=text(language, _WHAT, case=case.shown_title if case else claim.id[-6:]),
        page=CASE_PAGE.format(case_id=claim.case_id),
        payer_id=claim.client_id or "",
        email=(client.facts.email if client else None) or "",
    )


def is_due(claim: Claim, referral: Referral) -> bool:
    """Return True while the vehicle is in repair and the deductible is not paid."""
    return claim.stage is Stage.REPAIR and referral.deductible is not None and not referral.is_paid


def _settle(tx: Transaction, settlement: Settlement) -> None:
    found = find_deductible(settlement.account_id, _case_of(settlement.subject))
    if found is None or not is_due(*found) or found[1].deductible != settlement.money:
        raise Stale(NO_SUBJECT)
    claim, referral = found
    paid = DeductiblePayment(payment_id=settlement.payment_id, at=settlement.paid_at)
    _write(tx, claim, referral, paid)
    note(tx, claim, actor=_SYSTEM, type="claim.deductible_paid", payment_id=settlement.payment_id)
    language = accounts.load_account(claim.account_id).language
    mail_staff(tx, claim, "claim_deductible_paid", amount=shown(language, settlement.money))


def _repay(tx: Transaction, repayment: Repayment) -> None:
    found = find_deductible(repayment.account_id, _case_of(repayment.subject))
    paid = found[1].paid if found else None
    if found is None or paid is None or paid.payment_id != repayment.payment_id:
        return
    claim, referral = found
    _write(tx, claim, referral, paid.model_copy(update={"refunded": repayment.total.amount}))
    note(tx, claim, actor=_SYSTEM, type="claim.deductible_returned", payment_id=repayment.payment_id)


def _write(tx: Transaction, claim: Claim, referral: Referral, paid: DeductiblePayment) -> None:
    after = referral.model_copy(update={"paid": paid, "version": referral.version + 1})
    put_referral(tx, claim.account_id, claim.id, after, since=referral.version)


def _case_of(subject: str) -> str:
    return subject.partition("#")[2]


DEDUCTIBLE = Payable(_load, _show, _settle, _repay)
