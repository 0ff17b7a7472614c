"""The referrals of a claim on its tab: workshops, last days, deductibles, documents."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import text
from chalicelib.base.money import shown as money_shown
from chalicelib.features.claims import machine
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.repair.model import Workshop
from chalicelib.features.claims.repair.payables import is_due
from chalicelib.features.claims.repair.service import Shown, present, referrals_of
from chalicelib.features.claims.repair.words import STATES
from chalicelib.features.claims.stages import Move, Side, Stage
from chalicelib.features.payments.service.starting import can_start
from chalicelib.features.printing.model import DocumentState
from chalicelib.features.printing.words import STATES as PRINTED
from chalicelib.identity.powers import may


class ReferralShown(NamedTuple):
    """A referral in words."""

    id: str
    workshop: Workshop
    until: str
    state: str
    look: str
    deductible: str
    is_paid: bool
    #: The state of its document; empty once it is printed.
    printing: str


def referrals(shown: ClaimShown) -> Mapping[str, Any]:
    """Return the referrals of a claim, the latest first, and the button that its reader can press."""
    claim, found = shown.claim, referrals_of(shown.claim)
    first = machine.refusal(claim, Move.REFER, by=Side.STAFF, now=moment_of(shown.account.id)) is None
    return {
        "referrals": [_shown(shown, each) for each in found],
        "refer": shown.may_write and first,
        "again": shown.may_write and claim.stage is Stage.REPAIR,
        "asks": may(shown.caller, "payments:write") and _can_be_asked(claim, found),
    }


def _can_be_asked(claim: Claim, referrals: Sequence[Shown]) -> bool:
    """Return True if a client can be sent a link to pay the deductible."""
    now = present([each.referral for each in referrals])
    return claim.client_id is not None and now is not None and is_due(claim, now) and can_start(claim.account_id)


def _shown(shown: ClaimShown, found: Shown) -> ReferralShown:
    language, referral = shown.language, found.referral
    state, look = STATES[found.state]
    is_printed = found.document is None or found.document.state is DocumentState.PRINTED
    return ReferralShown(
        id=referral.id,
        workshop=referral.workshop,
        until=localized.day(language, referral.until),
        state=text(language, state),
        look=look,
        deductible=money_shown(language, referral.deductible) if referral.deductible else "",
        is_paid=referral.is_paid,
        printing="" if is_printed or found.document is None else text(language, PRINTED[found.document.state]),
    )
