"""Errors of registrations."""

from chalicelib.base.errors import Conflict, Gone
from chalicelib.base.languages import N_

#: One answer for a registration that is unknown, over, or of another area.
OVER = N_("The registration has ended. Begin anew with the number of your policy.")
_OUT_OF_TURN = N_("This is not the next step of the registration. Go on with the page that is open now.")
TAKEN = N_("Somebody registered with this e-mail meanwhile. Sign in, or use the recovery of the password.")


def over() -> Gone:
    """Return the error for a registration that has ended."""
    return Gone(OVER)


def out_of_turn(step: str) -> Conflict:
    """Return the error for a step that is not the next one; `extra` names the next one."""
    return Conflict(_OUT_OF_TURN, extra={"next": step})


class EmailTaken(Conflict):
    """Another person has the e-mail as a sign-in name by now."""
