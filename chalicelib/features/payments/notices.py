"""E-mails to administrators about payments that a person has to decide on."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.messaging.notices import Notice

_PAGE = "/console/payments/{payment_id}"

MISMATCH = Notice(
    N_("A payment with a wrong sum: {received} in place of {amount}"),
    (
        N_("The provider received {received} for “{description}”, and {amount} was due. Nothing is marked as paid."),
        N_("Look at the payment, and return the money or settle it with the payer:"),
    ),
    _PAGE,
)
STUCK = Notice(
    N_("A payment without an outcome: {amount}"),
    (
        N_("For three days the provider has not told the outcome of the payment of {amount} for “{description}”."),
        N_("Look at it in the provider's own pages, and then here:"),
    ),
    _PAGE,
)
REFUND_FAILED = Notice(
    N_("A refund failed: {amount}"),
    (
        N_("The provider refuses to return {amount} of the payment for “{description}”."),
        N_("Return the money another way, or ask the provider:"),
    ),
    _PAGE,
)
KEYS_REFUSED = Notice(
    N_("The payment provider refuses the keys"),
    (
        N_("Nobody can pay on line until the keys are right."),
        N_("Enter them anew in the settings of payments:"),
    ),
    "/console/settings/payments",
)
#: Notices about a payment that a person has to decide on, by the name of the manifest.
NOTICES: Mapping[str, Notice] = MappingProxyType(
    {"payment_mismatch": MISMATCH, "payment_stuck": STUCK, "payment_refund_failed": REFUND_FAILED}
)
