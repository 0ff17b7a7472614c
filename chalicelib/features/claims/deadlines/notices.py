"""E-mails to staff about deadlines that they must keep: to the handler, without one to administrators."""

from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_member
from chalicelib.messaging.notices import Notice

_PAGE = "/console/cases/{case_id}?tab=claim"
_WHY = N_("You get this e-mail because you handle this claim, or because nobody does and you are an administrator.")

NEAR = Notice(
    N_("{case}: a deadline is near"),
    (
        N_("These deadlines end soon: {deadlines}."),
        N_("Act in time, or write in the claim why a deadline needn't be kept:"),
    ),
    _PAGE,
    why=_WHY,
    recipient=find_member,
)
MISSED = Notice(
    N_("{case}: a deadline was missed"),
    (
        N_("This deadline has ended: {deadlines}."),
        N_("Look at the claim, and do the overdue now:"),
    ),
    _PAGE,
    why=_WHY,
    recipient=find_member,
)
