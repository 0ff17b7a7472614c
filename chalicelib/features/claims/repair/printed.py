"""The referral to a workshop as a document. Its subject is `<case>#<referral>`."""

from collections.abc import Iterator

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.claims import service
from chalicelib.features.claims.model import Claim, claim_id_of
from chalicelib.features.claims.repair.model import Referral
from chalicelib.features.claims.table.referrals import list_referrals
from chalicelib.features.claims.telling.queueing import tell_referral
from chalicelib.features.policies import table as policies
from chalicelib.features.printing.contents import Content, Fact, Section, Signatory
from chalicelib.features.printing.model import Document, Printed
from chalicelib.tenancy import service as accounts

_NONE = N_("No deductible")
_ASK = N_("Call the workshop before you come, and show this referral there with the vehicle's papers.")
_PAY = N_("The client pays the deductible. The insurer pays the workshop for the rest of the repair agreed with it.")
_ENDS = N_("After the day named above the referral has expired: ask the insurer for a new one.")


def referral_of(account_id: str, subject: str, language: Language) -> Content | None:
    """Return the content of a referral; None if it is gone."""
    case_id, _, referral_id = subject.partition("#")
    claim = service.find_claim(account_id, claim_id_of(case_id))
    case = cases.load_case(account_id, case_id)
    found = next((each for each in _referrals(claim) if each.id == referral_id), None)
    if claim is None or case is None or found is None:
        return None
    return _content(claim, case, found, language)


def _tell(tx: Transaction, document: Document) -> None:
    case_id, _, referral_id = document.subject.partition("#")
    claim = service.find_claim(document.account_id, claim_id_of(case_id))
    if claim is not None:
        tell_referral(tx, claim, referral_id)


def _referrals(claim: Claim | None) -> list[Referral]:
    return list_referrals(claim.account_id, claim.id) if claim is not None else []


def _content(claim: Claim, case: Case, referral: Referral, language: Language) -> Content:
    account = accounts.load_account(claim.account_id)

    def fact(label: str, value: str) -> Fact:
        return Fact(label=text(language, label), value=value)

    issued = localized.day(language, referral.at.astimezone(account.zone))
    notes = [_ASK, *([_PAY] if referral.deductible else []), _ENDS]
    return Content(
        title=text(language, N_("Referral to a workshop")),
        subtitle=text(language, N_("{case}, issued on {day}"), case=case.shown_title, day=issued),
        number=referral.id.rpartition("_")[2][-8:],
        highlights=(
            fact(N_("Valid until"), localized.day(language, referral.until)),
            fact(
                N_("Deductible"), shown(language, referral.deductible) if referral.deductible else text(language, _NONE)
            ),
        ),
        sections=(
            Section(
                title=text(language, N_("Workshop")),
                facts=(
                    fact(N_("Name"), referral.workshop.name),
                    fact(N_("Address of the workshop"), referral.workshop.address),
                    fact(N_("Phone of the workshop"), referral.workshop.phone),
                ),
            ),
            Section(title=text(language, N_("Vehicle and claim")), facts=tuple(_facts(claim, case, language))),
        ),
        signatories=(Signatory(role=text(language, N_("Insurer")), name=account.shown_name),),
        notes=tuple(text(language, each) for each in notes),
    )


def _facts(claim: Claim, case: Case, language: Language) -> Iterator[Fact]:
    vehicle, policy = case.vehicle, None
    if claim.policy_id:
        policy = policies.get_policy(claim.account_id, claim.policy_id)
    occurred = claim.facts.occurred_at
    day = occurred.astimezone(accounts.load_account(claim.account_id).zone) if occurred else None
    named = (
        (N_("Make and model"), " ".join(filter(None, (vehicle.make, vehicle.model)))),
        (N_("Number plate"), vehicle.plate),
        (N_("VIN"), vehicle.vin),
        (N_("Owner"), case.owner.name),
        (N_("Policy"), policy.number if policy else None),
        (N_("Day of the loss"), localized.day(language, day) if day else None),
    )
    yield from (Fact(label=text(language, label), value=value) for label, value in named if value)


REFERRAL = Printed("receipt", referral_of, "/console/cases/{subject}", _tell)
