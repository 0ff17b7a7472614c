"""The facts of a message about a claim at its sending. There are none once it is not true any more."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.claims import service
from chalicelib.features.claims.deadlines.service import Known, deadlines_of
from chalicelib.features.claims.decision.model import Decision, DecisionState
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.photo_counts import with_photos
from chalicelib.features.claims.repair.model import Referral
from chalicelib.features.claims.repair.payables import is_due
from chalicelib.features.claims.repair.service import present
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.table.decisions import list_decisions
from chalicelib.features.claims.table.documents import list_documents
from chalicelib.features.claims.table.referrals import list_referrals
from chalicelib.features.claims.telling.model import Told, What


class TellFacts(NamedTuple):
    """A claim with the parts of it that a message is about."""

    claim: Claim
    case: Case
    #: Refused documents whose slot still lacks one.
    refused: Sequence[ClaimDocument] = ()
    deadlines: Sequence[Known] = ()
    decision: Decision | None = None
    referral: Referral | None = None


def read_facts(account_id: str, told: Told) -> TellFacts | None:
    """Return the facts of a message; None if it is not true any more."""
    claim = service.find_claim(account_id, told.claim_id)
    case = cases.load_case(account_id, claim.case_id) if claim is not None else None
    if claim is None or case is None:
        return None
    return _READERS[told.what](TellFacts(claim, case), told.of)


def _announced(found: TellFacts, _: str) -> TellFacts | None:
    return found if found.claim.stage is Stage.ANNOUNCED else None


def _papers(found: TellFacts, _: str) -> TellFacts | None:
    claim = with_photos(found.claim)
    missing = {each.code for each in claim.missing}
    if claim.stage is not Stage.DOCUMENTS or not missing:
        return None
    documents = list_documents(claim.account_id, claim.id)
    refused = [each for each in documents if each.state is DocumentState.REFUSED and each.slot in missing]
    return found._replace(claim=claim, refused=refused)


def _complete(found: TellFacts, _: str) -> TellFacts | None:
    if found.claim.stage is not Stage.REVIEW:
        return None
    running = [each for each in deadlines_of(found.claim) if each.deadline.state == "open" and each.deadline.ends_at]
    # Others are met by a decision and by something else, such as an inspection.
    return found._replace(deadlines=[each for each in running if each.rule.met_by == ("decided_at",)])


def _decided(found: TellFacts, number: str) -> TellFacts | None:
    claim = found.claim
    if not claim.is_decided or str(claim.decisions) != number:
        return None
    made = (each for each in list_decisions(claim.account_id, claim.id) if each.state is DecisionState.MADE)
    return found._replace(decision=next((each for each in made if each.number == claim.decisions), None))


def _referral(found: TellFacts, referral_id: str) -> TellFacts | None:
    claim = found.claim
    holds = present(list_referrals(claim.account_id, claim.id))
    is_true = claim.stage is Stage.REPAIR and holds is not None and holds.id == referral_id
    return found._replace(referral=holds) if is_true else None


def _deductible(found: TellFacts, referral_id: str) -> TellFacts | None:
    told = _referral(found, referral_id)
    return told if told is not None and told.referral is not None and is_due(told.claim, told.referral) else None


def _near(found: TellFacts, codes: str) -> TellFacts | None:
    moment = now()
    running = [each for each in _named(found, codes) if each.deadline.state == "open"]
    left = [each for each in running if each.deadline.ends_at is not None and moment < each.deadline.ends_at]
    return found._replace(deadlines=left) if left else None


def _missed(found: TellFacts, codes: str) -> TellFacts | None:
    missed = [each for each in _named(found, codes) if each.deadline.state == "missed"]
    return found._replace(deadlines=missed) if missed else None


def _moved(found: TellFacts, days: str) -> TellFacts | None:
    """Return the deadlines that end on the named days, `code=day`; others have moved once more since."""
    named = dict(each.split("=") for each in days.split())
    open_ones = [each for each in _named(found, " ".join(named)) if each.deadline.state == "open"]
    running = [each for each in open_ones if str(each.deadline.last_day) == named[each.rule.code]]
    return found._replace(deadlines=running) if running else None


def _named(found: TellFacts, codes: str) -> list[Known]:
    if not found.claim.is_open:
        return []
    return [each for each in deadlines_of(found.claim) if each.rule.code in codes.split()]


def _closed(found: TellFacts, ending: str) -> TellFacts | None:
    claim = found.claim
    return found if claim.stage is Stage.CLOSED and claim.ending == ending else None


def _reopened(found: TellFacts, _: str) -> TellFacts | None:
    return found if found.claim.stage is Stage.REVIEW else None


_READERS: Mapping[What, Callable[[TellFacts, str], TellFacts | None]] = MappingProxyType(
    {
        "announced": _announced,
        "undecided": _announced,
        "papers": _papers,
        "complete": _complete,
        "decided": _decided,
        "referral": _referral,
        "deductible": _deductible,
        "near": _near,
        "missed": _missed,
        "moved": _moved,
        "closed": _closed,
        "reopened": _reopened,
    }
)
