"""Messages about goods: no vehicle in them, and SMS in Spanish without characters that make them dear."""

import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.photos import goods_texts
from chalicelib.features.photos.retake_texts import sms_wordings
from chalicelib.tenancy.categories import is_about_goods, of_goods

_PLACES = {"sender": "Impackta", "date": "9/4", "phone": "+34612345678"}
_OF_VEHICLES = ("vehic", "vehíc", "auto ", "coche", "car ", "автомоб", "авто ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_names_a_vehicle(language: Language) -> None:
    said = [
        text(language, each)
        for each in (
            *goods_texts.INVITATION,
            *goods_texts.REMINDER,
            *goods_texts.SUBJECTS.values(),
            *goods_texts.INTRO.values(),
            goods_texts.WHY,
        )
    ]
    for kind in ("invitation", "reminder"):
        said += sms_wordings(language, kind, 2, about_goods=True, **_PLACES)

    assert len(said) > len(goods_texts.INVITATION) + len(goods_texts.REMINDER)
    assert [each for each in said if any(word in each for word in _OF_VEHICLES)] == []


def test_spanish_sms_do_without_letters_that_gsm_7_lacks() -> None:
    said = [text("es", each) for each in (*goods_texts.INVITATION, *goods_texts.REMINDER)]

    assert [each for each in said if set(each) & set("áíóú")] == []


def test_requests_for_goods_alone_are_about_goods() -> None:
    codes = [each.code for each in of_goods()]

    assert codes == ["packaging", "goods", "seal"]
    assert is_about_goods(codes)
    assert not is_about_goods([*codes, "damage"])
    assert not is_about_goods([])
    assert not any(each.by_default for each in of_goods())
