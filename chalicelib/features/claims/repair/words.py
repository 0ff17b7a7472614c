"""Words of referrals."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.claims.repair.model import ReferralState

#: By state, its word and its look.
STATES: Mapping[ReferralState, tuple[str, str]] = MappingProxyType(
    {
        ReferralState.VALID: (N_("referral is valid"), "good"),
        ReferralState.EXPIRED: (N_("referral has expired"), "bad"),
        ReferralState.REPLACED: (N_("replaced by a later one"), ""),
    }
)
