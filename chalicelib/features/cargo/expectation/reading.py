"""The expectation of a claim, of its facts, its policy and the account's rates."""

from datetime import date

from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cargo.expectation.computing import expect_of_carrier, expect_of_insurer
from chalicelib.features.cargo.expectation.model import Carriage, Cover, Expectation
from chalicelib.features.cargo.settings import cargo_settings
from chalicelib.features.claims.consignment import Consignment
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.decision.calculating import Deductible
from chalicelib.features.claims.model import Claim
from chalicelib.features.policies.service.reading import find_policy
from chalicelib.identity.model import Caller

#: The kind of a loss that is a delay.
DELAY = "delay"
_LOSS = N_("Loss of the goods")


def is_of_cargo(claim: Claim) -> bool:
    """Return True for a claim about goods that were carried."""
    return claim.law is not None or claim.facts.cargo is not None or claim.facts.mode is not None


def expectation_of(caller: Caller, claim: Claim, language: Language) -> Expectation:
    """Return the expectation of a claim as of today: at most one reading, of its policy."""
    today = now().astimezone(zone_of(claim)).date()
    carriage = carriage_of(claim)
    return Expectation(
        on=today,
        loss=carriage.loss,
        carrier=expect_of_carrier(carriage, cargo_settings(claim.account_id).rates, today),
        insurer=expect_of_insurer(text(language, _LOSS), carriage.loss, carriage.value, _cover(caller, claim)),
    )


def carriage_of(claim: Claim) -> Carriage:
    """Return the facts of a claim that its law asks for."""
    facts, goods = claim.facts, claim.facts.cargo or Consignment()
    is_total = bool(facts.total_loss)
    return Carriage(
        law=claim.law or (facts.mode if facts.route else None),
        loss=facts.claimed or (goods.value if is_total else None),
        value=goods.value,
        affected_kg=goods.affected_kg or (goods.gross_kg if is_total else None),
        gross_kg=goods.gross_kg,
        affected_packages=goods.affected_packages or (goods.packages if is_total else None),
        charges=goods.carriage_charges,
        declared=goods.declared_value,
        is_delay=facts.kind == DELAY,
        is_wilful=bool(goods.wilful_misconduct),
        on=_day_of(claim),
    )


def _day_of(claim: Claim) -> date:
    """Return the day of the carriage: of the first moment that is known of it."""
    facts = claim.facts
    moments = (facts.taken_over_at, facts.occurred_at, facts.delivered_at, facts.agreed_at, claim.opened_at)
    return next(each for each in moments if each is not None).astimezone(zone_of(claim)).date()


def _cover(caller: Caller, claim: Claim) -> Cover | None:
    policy = find_policy(caller, claim.policy_id) if claim.policy_id else None
    if policy is None:
        return None
    insured = policy.insured
    deductible = Deductible(amount=insured.deductible) if insured.deductible else None
    return Cover(insured.currency, insured.sum_insured, deductible)
