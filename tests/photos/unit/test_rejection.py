"""The owner's messages."""

from string import punctuation

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.support.catalogues import catalogue

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("reason", RejectionReason)
def test_every_reason_says_what_to_do_next(reason: RejectionReason) -> None:
    sentences = reason.message.rstrip(".").split(". ")

    assert sentences[-1].startswith("Please ")
    assert reason.message[-1] in punctuation
    assert Unacceptable(reason).reason is reason


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_reason_is_translated_and_nothing_else_is(language: Language) -> None:
    translations = {message.id: message.string for message in catalogue(language, "rejections") if message.id}
    assert set(translations) == {reason.message for reason in RejectionReason}
    assert all(translations.values())
