"""The part on retakes in the messages of a request."""

from collections import Counter
from collections.abc import Sequence

from chalicelib.base.languages import text
from chalicelib.features.photos.message_texts import Retake
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.retake_words import TOLD


def retakes_told(request: PhotoRequest) -> Sequence[Retake]:
    """Return the retakes that the messages of a request name, those alike together.

    A later message leaves categories out that have enough photos by then, unless all have.
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
