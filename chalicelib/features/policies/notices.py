"""E-mails to staff about policies."""

from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_member
from chalicelib.messaging.notices import Notice

_SUBJECT = N_("A client cancelled policy {number}")
_SAID = (
    N_("The policyholder has cancelled policy {number} in the client area. Its last day in force is {day}."),
    N_("Refund of premium: {refund}. What a person has to return by hand stands on the policy's page:"),
)
_PAGE = "/console/policies/{policy_id}"

#: To administrators, and to the agent who sold the policy.
CANCELLED_BY_CLIENT = Notice(_SUBJECT, _SAID, _PAGE)
CANCELLED_OF_AGENT = Notice(
    _SUBJECT,
    _SAID,
    _PAGE,
    why=N_("You get this e-mail as an agent of {account}, because you sold this policy."),
    recipient=find_member,
)
