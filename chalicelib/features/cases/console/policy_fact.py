"""The policy on a case's page."""

from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import policy_use
from chalicelib.features.cases.console.summary import Fact, FactGroup
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.policy_use import Cover
from chalicelib.features.cases.policy_words import GAPS
from chalicelib.features.policies.console.values import term_of
from chalicelib.features.policies.console.words import STATUSES
from chalicelib.features.policies.shown import product_label
from chalicelib.frame.console.addresses import address
from chalicelib.identity.model import Caller


class PolicyFacts(NamedTuple):
    """The facts of a case's policy, and the sentence of a warning; empty for none."""

    group: FactGroup
    warning: str


def policy_facts(caller: Caller, case: Case, language: Language) -> PolicyFacts:
    """Return a case's policy with a link and its state on the day of loss."""
    title = text(language, N_("Policy of the case"))
    cover = policy_use.cover_of(caller, case)
    if cover is not None:
        warning = text(language, GAPS[cover.gap]) if cover.gap else ""
        return PolicyFacts(FactGroup(title, _facts(cover, language)), warning)
    number = Fact(text(language, N_("Number of the policy")), case.policy_id or "")
    return PolicyFacts(FactGroup(title, [number]), "")


def _facts(cover: Cover, language: Language) -> list[Fact]:
    policy = cover.policy
    product = product_label(policy.account_id, policy.insured.product, language)
    at_loss = N_("not in force") if cover.gap else N_("in force") if cover.at_loss else N_("unknown time of loss")
    known = (
        Fact(product, policy.number, address(f"/console/policies/{policy.id}")),
        Fact(text(language, N_("Term")), term_of(policy, language)),
        Fact(text(language, N_("At present")), text(language, STATUSES[cover.status][0])),
        Fact(text(language, N_("At the time of loss")), text(language, at_loss)),
    )
    return list(known)
