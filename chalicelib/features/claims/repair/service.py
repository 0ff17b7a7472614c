"""Use cases of referrals: the vehicle is referred to a workshop, anew if need be; the document is downloaded."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retried
from chalicelib.base import clock
from chalicelib.base.errors import FieldError, Findings, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.installed import vehicle_referred
from chalicelib.base.languages import N_, Language
from chalicelib.base.money import Money
from chalicelib.features.claims import machine, moving, service
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.model import Referral, ReferralState, Workshop
from chalicelib.features.claims.repair.subjects import referral_subject
from chalicelib.features.claims.stages import Move, Side, Stage
from chalicelib.features.claims.table.referrals import (
    list_referrals,
    list_workshops,
    put_referral,
    remember_workshop,
)
from chalicelib.features.clients import service as clients
from chalicelib.features.printing import service as printing
from chalicelib.features.printing.model import Document
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

KIND = "referral"
_NO_REFERRAL = N_("There is no such referral.")
_PAST = N_("Must be today or a later day.")
_PAID_ALREADY = N_("The deductible of {amount} {currency} was paid already: leave it as it is.")


class TypedReferral(NamedTuple):
    """A referral as staff typed it. `until` is None only where it could not be read."""

    workshop: Workshop | None
    until: date | None
    deductible: Money | None


class Shown(NamedTuple):
    """A referral with its state and its document."""

    referral: Referral
    state: ReferralState
    document: Document | None


class Referrals(NamedTuple):
    """The referrals of a claim, the latest first, and the workshops that were used last."""

    items: Sequence[Shown]
    workshops: Sequence[Workshop]


def check_referral(caller: Caller, claim_id: str, typed: TypedReferral) -> None:
    """Raise Invalid with everything that a referral would be refused for; nothing is written."""
    claim = service.show_claim(caller, claim_id)
    found = Findings()
    found.add(_wrong(claim, typed, present(list_referrals(claim.account_id, claim.id))))
    found.demand_none()


@retried
def refer(caller: Caller, claim_id: str, typed: TypedReferral, *, version: int) -> Claim:
    """Refer the vehicle of a claim to a workshop; during the repair, in place of the former referral.

    The referral is printed in the client's language. Raises NotFound, Conflict, Invalid.
    """
    check_referral(caller, claim_id, typed)
    claim = moving.as_read(caller, claim_id, version)
    before = present(list_referrals(claim.account_id, claim.id))
    now = moving.moment_of(caller.account_id)
    facts = claim.facts.model_copy(update={"referred_at": now.at})
    if claim.stage is Stage.REPAIR:
        after = service.touched(claim, facts=facts)
    else:
        after = machine.moved(claim, Move.REFER, by=Side.STAFF, now=now, facts=facts)
    tx = Transaction()
    made = _write(tx, caller, claim, typed, before)
    written = moving.add(tx, caller, claim, after, Move.REFER, referral_id=made.id, until=str(made.until))
    for take_part in vehicle_referred():
        take_part(tx, written, made)
    tx.commit()
    return written


def show_referrals(claim: Claim) -> Referrals:
    """Return the referrals of a claim that the caller may know of, and the workshops to offer."""
    return Referrals(referrals_of(claim), list_workshops(claim.account_id))


def referrals_of(claim: Claim) -> list[Shown]:
    """Return the referrals of a claim, the latest first, each with its document."""
    today = clock.now().astimezone(accounts.load_account(claim.account_id).zone).date()
    return [
        Shown(each, each.state_on(today), _document(claim, each)) for each in list_referrals(claim.account_id, claim.id)
    ]


def present(referrals: Sequence[Referral]) -> Referral | None:
    """Return the referral that no other has replaced, if there is one."""
    return next((each for each in referrals if not each.replaced), None)


def download(caller: Caller, claim_id: str, referral_id: str) -> str:
    """Return the presigned address of a referral's document. Raises NotFound, Conflict until it is printed."""
    claim = service.show_claim(caller, claim_id)
    found = next((each for each in list_referrals(claim.account_id, claim.id) if each.id == referral_id), None)
    if found is None:
        raise NotFound(_NO_REFERRAL)
    return printing.download_url(claim.account_id, referral_subject(claim.case_id, found.id), found.document_id)


def _write(tx: Transaction, caller: Caller, claim: Claim, typed: TypedReferral, before: Referral | None) -> Referral:
    assert typed.workshop is not None and typed.until is not None  # noqa: S101 - bodies demand them
    referral_id = new_id("ref")
    document = printing.order(
        tx,
        account_id=claim.account_id,
        kind=KIND,
        subject=referral_subject(claim.case_id, referral_id),
        language=_language(claim),
    )
    made = Referral(
        id=referral_id,
        workshop=typed.workshop,
        until=typed.until,
        deductible=typed.deductible,
        paid=before.paid if before and before.is_paid else None,
        at=clock.now(),
        by=caller.actor,
        document_id=document.id,
    )
    if before is not None:
        changes = {"replaced": True, "version": before.version + 1}
        put_referral(tx, claim.account_id, claim.id, before.model_copy(update=changes), since=before.version)
    put_referral(tx, claim.account_id, claim.id, made, since=None)
    remember_workshop(tx, claim.account_id, typed.workshop, list_workshops(claim.account_id))
    return made


def _wrong(claim: Claim, typed: TypedReferral, before: Referral | None) -> Iterator[FieldError]:
    today = clock.now().astimezone(accounts.load_account(claim.account_id).zone).date()
    if typed.until is not None and typed.until < today:
        yield FieldError("/until", _PAST)
    if before is not None and before.is_paid and before.deductible != typed.deductible and before.deductible:
        paid = {"amount": f"{before.deductible.amount:f}", "currency": before.deductible.currency}
        yield FieldError("/deductible/amount", _PAID_ALREADY, paid)


def _language(claim: Claim) -> Language:
    client = clients.find_client(claim.account_id, claim.client_id) if claim.client_id else None
    return (client.facts.language if client else None) or accounts.load_account(claim.account_id).language


def _document(claim: Claim, referral: Referral) -> Document | None:
    found = printing.list_documents(claim.account_id, referral_subject(claim.case_id, referral.id))
    return next((each for each in found if each.id == referral.document_id), None)
