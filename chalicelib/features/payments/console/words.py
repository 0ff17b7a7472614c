"""Words of payments for staff."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.payments.model import ProviderCode, State

STATES: Mapping[State, str] = {
    State.CREATED: N_("Being started"),
    State.UNKNOWN: N_("The provider did not answer"),
    State.PENDING: N_("Waits for the payer"),
    State.EXPIRED: N_("Time is over"),
    State.CANCELED: N_("Declined"),
    State.MISMATCH: N_("Wrong sum"),
    State.SUCCEEDED: N_("Money received"),
    State.REFUNDED: N_("Returned"),
}
REFUNDS: Mapping[str, str] = {
    "created": N_("The provider did not answer"),
    "pending": N_("On the way back"),
    "succeeded": N_("Returned"),
    "canceled": N_("Refused"),
}
PROVIDERS: Mapping[ProviderCode, str] = {"yookassa": "ЮKassa", "stripe": "Stripe"}
