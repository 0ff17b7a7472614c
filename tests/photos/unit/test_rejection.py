"""The owner's messages."""

from io import BytesIO
from string import punctuation

import pytest
from babel.messages.pofile import read_po

from chalicelib.base.languages import LANGUAGES, LOCALE_DIR, Language
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("reason", RejectionReason)
def test_every_reason_says_what_to_do_next(reason: RejectionReason) -> None:
    sentences = reason.message.rstrip(".").split(". ")

    assert sentences[-1].startswith("Please ")
    assert reason.message[-1] in punctuation
    assert Unacceptable(reason).reason is reason


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_reason_is_translated_and_nothing_else_is(language: Language) -> None:
    catalogue = read_po(BytesIO((LOCALE_DIR / language / "LC_MESSAGES" / "rejections.po").read_bytes()))

    translations = {message.id: message.string for message in catalogue if message.id}
    assert set(translations) == {reason.message for reason in RejectionReason}
    assert all(translations.values())
