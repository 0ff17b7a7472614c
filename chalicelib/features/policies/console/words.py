"""Words of the pages of policies."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.policies.model import Channel, PolicyStatus
from chalicelib.features.policies.service import BY_HAND, RETURNED

#: By status: its label, and its look.
STATUSES: Mapping[PolicyStatus, tuple[str, str]] = {
    PolicyStatus.CANCELLED: (N_("Cancelled"), ""),
    PolicyStatus.RENEWED: (N_("Renewed"), ""),
    PolicyStatus.EXPIRED: (N_("Ended"), ""),
    PolicyStatus.AWAITING_PAYMENT: (N_("Awaiting payment"), "look"),
    PolicyStatus.CANCEL_PENDING: (N_("Ends early"), "look"),
    PolicyStatus.UNPAID: (N_("Instalment is late"), "bad"),
    PolicyStatus.IN_FORCE: (N_("In force now"), "good"),
    PolicyStatus.PENDING: (N_("Begins later"), ""),
}
CHANNELS: Mapping[Channel, str] = {
    Channel.AGENT: N_("Sold by an agent"),
    Channel.HOUSE: N_("Sold by the organisation"),
    Channel.ALONE: N_("Bought by the client alone"),
    Channel.EXTERNAL: N_("Sold elsewhere"),
}
#: By type of a change: the sentence of a policy's history.
CHANGES: Mapping[str, str] = {
    "issued": N_("Policy issued"),
    "paid": N_("Payment received"),
    "corrected": N_("Policy corrected"),
    "cancelled": N_("Policy cancelled"),
    "returned": N_("Money returned by hand"),
    "renewed": N_("Renewed by another policy"),
    "file_added": N_("File added"),
    "file_removed": N_("File deleted"),
    "file_shared": N_("File shown to the client"),
    "file_hidden": N_("File hidden from the client"),
    "reported": N_("Reported anew by the back-end"),
    "renewal_quoted": N_("Renewal offered"),
    "told": N_("Message sent to the client"),
    "rebound": N_("Client's agent changed"),
    "moved": N_("Moved to the merged client"),
    "erased": N_("Policyholder's name erased"),
}
#: By state of a part of a refund.
REFUNDS: Mapping[str, str] = {
    "created": N_("On the way back"),
    "pending": N_("On the way back"),
    "succeeded": N_("Returned"),
    "canceled": N_("Refused"),
    BY_HAND: N_("To be returned by hand"),
    RETURNED: N_("Returned by hand"),
}
OTHER_CHANGE = N_("Policy changed")
