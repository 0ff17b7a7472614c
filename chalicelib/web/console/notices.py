"""What the console says once, on the page after the one where something was done."""

from collections.abc import Mapping

from chalicelib.languages import N_

#: By code: only codes travel (in a cookie), so that nobody can put words into our mouth.
NOTICES: Mapping[str, str] = {
    "signed_out": N_("You are signed out."),
    "password_changed": N_("The password is changed. Welcome."),
    "asked": N_("The request is made."),
    "converted": N_("The case is converted."),
    "photo_deleted": N_("The photo is deleted."),
    "resent": N_("The request is being sent again."),
    "extended": N_("The owner has more days now."),
    "withdrawn": N_("The request is withdrawn."),
}
