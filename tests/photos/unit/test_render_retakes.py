"""The owner's page of a request for photos to be taken once more."""

import gzip
import re
from collections.abc import Sequence

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.photos.owner import render
from chalicelib.features.photos.owner.views import CategoryView, RetakeView
from tests.photos.unit.views import make_view

_PICTURE = "http://127.0.0.1:4566/photos/renditions/1.jpg?signature={}"
_WELCOME: dict[Language, tuple[str, str]] = {
    "ru": ("Снимите, пожалуйста, {} фото ещё раз", "Нужно снять ещё раз 2 фото:"),
    "es": ("Repita {} fotos, por favor", "Hay que repetir 2 fotos:"),
    "en": ("Please take {} photos once more", "2 photos have to be taken once more:"),
}


def categories(*retakes: Sequence[RetakeView]) -> list[CategoryView]:
    return [
        CategoryView(code=f"c{n}", label=f"Label {n}", hint="", min=max(1, len(again)), max=9, again=again)
        for n, again in enumerate(retakes)
    ]


BLURRED = RetakeView("Blurred.", "Hold it still.", "<i>Door</i>", _PICTURE.format(1))
GONE = RetakeView("Can't be used.")


def section(body: str, identifier: str) -> str:
    (found,) = re.findall(rf'<section id="{identifier}".*?</section>', body, re.DOTALL)
    return str(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_and_each_step_say_what_and_why(language: Language) -> None:
    page = render.owner_page(make_view(language=language, categories=categories([BLURRED, GONE], [GONE], []))).body

    title, above = _WELCOME[language]
    welcome, first, last = (section(page, each) for each in ("welcome", "step-1", "step-3"))
    assert title.format(3) in welcome
    assert welcome.count("<small>Blurred.</small>") == 1
    assert above in first
    assert all(
        said in first for said in ("Blurred.", "Hold it still.", "<q>&lt;i&gt;Door&lt;/i&gt;</q>", "Can&#39;t be used.")
    )
    assert re.findall(r'<img src="(.*?)" alt="Label 0: .* \(1\)"', first) == [_PICTURE.format(1)]
    assert "redo" not in last


def test_without_script_the_same_is_said() -> None:
    plain = section(render.owner_page(make_view(categories=categories([BLURRED]))).body, "plain")

    assert all(said in plain for said in ("Blurred.", "Hold it still.", _PICTURE.format(1)))


@pytest.mark.parametrize("status", ["completed", "expired", "revoked"])
def test_a_request_that_has_ended_shows_no_picture(status: str) -> None:
    page = render.owner_page(make_view(status=status, categories=categories([BLURRED]))).body

    assert _PICTURE.format(1) not in page


def test_a_request_of_the_usual_kind_says_nothing_of_it() -> None:
    page = render.owner_page(make_view()).body

    assert "Нужны фотографии вашего автомобиля" in page
    assert 'class="redo' not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_keeps_to_its_budget_with_six_retakes(language: Language) -> None:
    """The address of a picture is signed for a role with a session, which all of them have in common."""
    token = "".join(chr(33 + (n * 7919) % 90) for n in range(900)).replace('"', "a")
    pictures = [_PICTURE.format(f"{n:064x}&X-Amz-Security-Token={token}") for n in range(6)]
    said = [RetakeView("Размыто: " * 3, "Держите телефон неподвижно.", "Слова", each) for each in pictures]

    page = render.owner_page(make_view(language=language, categories=categories(*([each] for each in said))))

    assert len(gzip.compress(page.body.encode())) <= 25_000
