"""Cases as HTTP shows them."""

from chalicelib.base.languages import Language, text
from chalicelib.features.cases import policy_use
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.policy_schemas import CaseWarning, CaseWithPolicy, PolicyOfCase
from chalicelib.features.cases.policy_use import Cover
from chalicelib.features.cases.policy_words import GAPS
from chalicelib.features.cases.schemas import CaseSummary
from chalicelib.identity.model import Caller


def summary(case: Case) -> CaseSummary:
    """Return a case as lists show it."""
    return CaseSummary.model_validate(case, from_attributes=True)


def with_policy(caller: Caller, case: Case, language: Language) -> CaseWithPolicy:
    """Return a case with its policy and the warnings about it."""
    cover = policy_use.cover_of(caller, case)
    known = summary(case).model_dump()
    if cover is None:
        return CaseWithPolicy(**known)
    return CaseWithPolicy(**known, policy=_policy(cover), warnings=_warnings(cover, language))


def _policy(cover: Cover) -> PolicyOfCase:
    policy = cover.policy
    return PolicyOfCase(
        id=policy.id,
        number=policy.number,
        product=policy.insured.product,
        begins=policy.insured.begins,
        ends=policy.last_day,
        status=cover.status,
        statuses_at_loss=list(cover.at_loss),
        in_force_at_loss=cover.gap is None if cover.at_loss else None,
    )


def _warnings(cover: Cover, language: Language) -> list[CaseWarning]:
    if cover.gap is None:
        return []
    message = text(language, GAPS[cover.gap])
    return [CaseWarning(code="policy_not_in_force", reason=cover.gap, policy_id=cover.policy.id, message=message)]
