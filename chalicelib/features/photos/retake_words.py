"""Words for an owner about a retake: the photo's fault, and advice."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.photos.verdicts import UnusableReason


class Told(NamedTuple):
    """A reason in the owner's words; `advice` is '' where none fits all photos."""

    reason: str
    advice: str = ""


#: The reason `other` is told by the staff's own words.
TOLD: Mapping[UnusableReason, Told] = {
    UnusableReason.BLURRED: Told(
        N_("The photo is blurred."), N_("Hold the phone still, tap the screen to focus, then take the photo.")
    ),
    UnusableReason.DARK: Told(
        N_("The photo is too dark."), N_("Take it with more light: by day, under a lamp, or with the flash.")
    ),
    UnusableReason.TOO_FAR: Told(
        N_("The photo was taken from too far away."), N_("Come closer, so that what matters fills the picture.")
    ),
    UnusableReason.WRONG_SUBJECT: Told(
        N_("The photo shows something else."), N_("Read once more what is asked for here, and photograph just that.")
    ),
    UnusableReason.OTHER: Told(N_("The photo can't be used.")),
}


def told_in(language: Language, reason: UnusableReason) -> Told:
    return Told(*(text(language, said) for said in TOLD[reason]))
