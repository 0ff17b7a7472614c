"""A new password, as the forms ask for it: twice."""

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.identity.password_rules import check_password

#: More of a typed credential is never looked at; the pool takes no longer ones.
LONGEST = 256


def check_new_password(password: str, again: str) -> None:
    """Raise Invalid, at `/password` and `/again`, for all that can be seen before the pool is asked."""
    found = Findings()
    if len(password) > LONGEST:
        message = N_("Must have at most {max_length} characters.")
        found.add([FieldError("/password", message, {"max_length": LONGEST})])
    with found:
        check_password(password)
    if password != again:
        found.add([FieldError("/again", N_("The two passwords differ."))])
    found.demand_none()
