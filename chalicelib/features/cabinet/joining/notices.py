"""Notices to staff about registrations."""

from chalicelib.base.languages import N_
from chalicelib.messaging.notices import Notice

FOR_DESK = Notice(
    N_("A client can't register without you"),
    (
        N_(
            "A client gave the right number, name and answer, but neither the phone nor the e-mail that is on file. "
            "The page told the client to call."
        ),
        N_(
            "See the client's document. Then correct the contacts, and send an invitation to the client area from the "
            "client's page:"
        ),
    ),
    "/console/clients/{client_id}",
)
