"""Texts of e-mails to staff about acts of clients in their claims."""

from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_member
from chalicelib.messaging.notices import Notice

_PAGE = "/console/cases/{case_id}?tab=claim"
_WHY = N_("You get this e-mail because you handle this claim, or because nobody does and you are an administrator.")


def _notice(subject: str, *paragraphs: str) -> Notice:
    return Notice(subject, paragraphs, _PAGE, why=_WHY, recipient=find_member)


DECLARED = _notice(
    N_("{case}: a client has declared a loss"),
    N_("A client has declared a loss in the client area. The claim waits for its documents."),
    N_("Look at the notice, and take the claim over:"),
)
STARTED = _notice(
    N_("{case}: the client has started the claim"),
    N_("The client wants the announced claim to be settled. Documents are asked for from now on."),
    N_("Look at the claim:"),
)
COMPLETE = _notice(
    N_("{case}: all documents are here"),
    N_("The client has handed in the last document that the claim needs. Deadlines may run from now on."),
    N_("Check the documents, and review the claim:"),
)
ACCEPTED = _notice(
    N_("{case}: the client accepts the decision"),
    N_("The client agrees with the decision. The payment can be prepared."),
    N_("Pay, and note the payment in the claim:"),
)
DISPUTED = _notice(
    N_("{case}: the client disputes the decision"),
    N_("The client does not agree with the decision, and has written why. The claim is under review again."),
    N_("Read the reason, and decide anew:"),
)
WITHDRAWN = _notice(
    N_("{case}: the client has withdrawn the claim"),
    N_("The client has withdrawn the claim, and it is closed. Nothing is to be paid."),
    N_("Look at the claim:"),
)
REOPENED = _notice(
    N_("{case}: the client has reopened the claim"),
    N_("The client has opened the closed claim again, and has written why. It is under review."),
    N_("Read the reason, and decide anew:"),
)
DEDUCTIBLE_PAID = _notice(
    N_("{case}: the deductible is paid"),
    N_("The client has paid the deductible on line: {amount}. The workshop can be told."),
    N_("Look at the claim:"),
)
