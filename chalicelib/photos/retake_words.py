"""What an owner is told of a photo that has to be taken once more: what is wrong with it, and what to do better."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.languages import N_, Language, text
from chalicelib.notifications.texts import Retake
from chalicelib.photos.model import PhotoRequest
from chalicelib.photos.verdicts import UnusableReason


class Told(NamedTuple):
    """A reason in the owner's words; `advice` is '' where none fits all photos."""

    reason: str
    advice: str = ""


#: Of `other`, what is wrong is told by the staff's own words.
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


def retakes_told(request: PhotoRequest) -> Sequence[Retake]:
    """Return what the messages of a request say of photos to be taken once more, those alike together.

    A message that goes later says nothing of categories that have enough photos by then, unless all have.
    """
    language, missing = request.language, request.missing
    awaited = [each for each in request.again if each.category in missing] or request.again
    alike = Counter((each.category, each.reason, each.text) for each in awaited)
    return [
        Retake(
            category=_label(request, code),
            reason=text(language, TOLD[reason].reason),
            advice=text(language, TOLD[reason].advice),
            words=words,
            photos=count,
        )
        for (code, reason, words), count in alike.items()
    ]


def _label(request: PhotoRequest, code: str) -> str:
    category = request.category(code)
    return category.label(request.language) if category else code


def told_in(language: Language, reason: UnusableReason) -> Told:
    """Return a reason in a language."""
    return Told(*(text(language, said) for said in TOLD[reason]))
