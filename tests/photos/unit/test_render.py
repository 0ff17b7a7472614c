import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.photos.owner import render
from chalicelib.features.photos.owner.render import Html
from chalicelib.features.photos.owner.views import (
    AccountView,
    CategoryView,
    CodePageView,
    NotFoundView,
    PhotoView,
    PreviewView,
)
from chalicelib.tenancy.categories import built_in
from tests.photos.unit.views import make_view

_CODE = "https://photos.example/c"
_LINK, _PATH = make_view().link, make_view().path
_LOADED = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)[^>]+>')
_SIX = [
    CategoryView(code=each.code, label=each.label("ru"), hint=each.hint("ru"), min=1, max=10) for each in built_in()
]
_BOOT = re.compile(r'<script type="application/json" id="boot">(.*?)</script>', re.DOTALL)


def every_page(language: Language) -> list[Html]:
    """Return each of the owner's pages."""
    return [
        render.owner_page(make_view(language=language)),
        render.code_page(CodePageView(language=language, problem="unknown")),
        render.not_found_page(NotFoundView(language=language, code_address=_CODE)),
    ]


def directives(page: Html) -> dict[str, list[str]]:
    """Return the page's policy, taken apart."""
    return {name: values for name, *values in (part.split() for part in page.content_security_policy.split("; "))}


def hash_of(inline: str) -> str:
    """Return a policy's name of an inline style or script."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_names_exactly_the_inline_style_and_script(language: Language) -> None:
    for page in every_page(language):
        styles = re.findall(r"<style>(.*?)</style>", page.body, re.DOTALL)
        scripts = re.findall(r'<script type="module">(.*?)</script>', page.body, re.DOTALL)

        assert directives(page)["default-src"] == ["'none'"]
        assert directives(page)["style-src"] == [hash_of(style) for style in styles]
        assert directives(page)["script-src"] == ([hash_of(script) for script in scripts] or ["'none'"])
        assert not re.search(r"\son\w+=|\sstyle=", page.body.replace(scripts[0], "") if scripts else page.body)


def test_the_page_may_talk_to_itself_and_the_storage_only() -> None:
    page = render.owner_page(make_view())

    assert directives(page)["connect-src"] == ["'self'", "http://127.0.0.1:4566"]
    assert directives(page)["form-action"] == ["'self'", "http://127.0.0.1:4566"]
    assert directives(page)["frame-ancestors"] == ["'none'"]


def test_a_logo_is_the_only_other_place_for_images() -> None:
    account = AccountView(name="Надежда", logo_url="https://cdn.example/logo.svg?x=1")

    page = render.owner_page(make_view(account=account))

    assert directives(page)["img-src"] == ["'self'", "blob:", "data:", "http://127.0.0.1:4566", "https://cdn.example"]


def test_pages_are_not_stored_and_leave_no_referrer() -> None:
    headers = render.owner_page(make_view()).headers()

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_staff_wrote_is_text_and_nothing_else() -> None:
    evil = '</script><script>alert(1)</script><img src=x onerror="x">'
    category = CategoryView(code="exterior", label=evil, hint=evil, min=1, max=2)

    page = render.owner_page(make_view(comment=evil, categories=[category], account=AccountView(name=evil)))

    assert "<script>alert" not in page.body
    assert "<img src=x" not in page.body


def test_the_script_starts_from_the_state_and_the_texts() -> None:
    photo = PhotoView(id="01J0", status="rejected", reason="Повреждена", reason_code="broken")
    category = CategoryView(code="vin", label="VIN", hint="", min=1, max=3, original_required=True, photos=[photo])

    page = render.owner_page(make_view(categories=[category]))

    found = _BOOT.search(page.body)
    assert found
    boot = json.loads(found[1])
    assert boot["status"] == "sent"
    assert boot["categories"] == [
        {
            "code": "vin",
            "label": "VIN",
            "min": 1,
            "max": 3,
            "original_required": True,
            "photos": [
                {
                    "id": "01J0",
                    "status": "rejected",
                    "reason": "Повреждена",
                    "reason_code": "broken",
                    "thumbnail_url": None,
                    "received_at": None,
                }
            ],
        }
    ]
    assert boot["texts"]["next"] == "Далее"


def test_every_address_of_the_page_is_relative_or_its_own_link() -> None:
    for page in every_page("en"):
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page.body)

        known = ("?lang=", "tel:", "data:", "#", _CODE, _LINK, _PATH)
        assert addresses
        assert [each for each in addresses if not each.startswith(known)] == []


def test_phones_can_be_dialled_and_read() -> None:
    page = render.owner_page(make_view())

    assert '<a class="phone" href="tel:+74951234567">+7 495 123-45-67</a>' in page.body


@pytest.mark.parametrize(("brand", "on_brand"), [("#ffcc00", "#000"), ("#0b57d0", "#fff"), ("#777777", "#000")])
def test_text_on_the_tenants_colour_is_the_better_readable(brand: str, on_brand: str) -> None:
    page = render.owner_page(make_view(account=AccountView(name="Надежда", brand_color=brand)))

    assert f"--brand:{brand};--on-brand:{on_brand}" in page.body


def test_a_completed_request_opens_with_the_thanks() -> None:
    page = render.owner_page(make_view(status="completed"))

    assert '<section id="done">' in page.body
    assert '<section id="welcome" hidden>' in page.body


def test_the_receipt_tells_what_has_arrived_even_where_no_script_runs() -> None:
    photos = [
        PhotoView(id="1", status="received"),
        PhotoView(id="2", status="rejected"),
        PhotoView(id="3", status="received"),
    ]
    category = CategoryView(code="vin", label="VIN", hint="", min=1, max=5, photos=photos)

    page = render.owner_page(make_view(status="completed", categories=[category]))

    assert '<p id="receipt">Мы получили 2 фотографии.</p>' in page.body
    assert '<span id="receipt-1">Получены 2 фотографии</span>' in page.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_keeps_to_its_budget(language: Language) -> None:
    offer = "https://photos.example/api/area/a-long-address-of-an-insurer-of-40-letters/register"
    page = render.owner_page(make_view(language=language, categories=_SIX, offer=offer))
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page.body, re.DOTALL)

    assert len(gzip.compress(script.encode())) <= 10 * 1024
    assert len(gzip.compress(page.body.encode())) <= 25_000


def test_a_page_that_is_opened_loads_nothing_but_the_qr_code_and_that_only_when_it_is_seen() -> None:
    page = render.owner_page(make_view())

    (qr_code,) = _LOADED.findall(page.body)

    assert f'src="{_PATH}/qr.svg"' in qr_code
    assert 'loading="lazy"' in qr_code


def test_every_picture_is_in_the_page_once_and_used_by_reference() -> None:
    page = render.owner_page(make_view(categories=_SIX))

    symbols = re.findall(r'<symbol id="([\w-]+)"', page.body)

    assert len(set(symbols)) == len(symbols)
    assert set(re.findall(r'<use href="#([\w-]+)"', page.body)) == set(symbols)
    assert page.body.count('href="#d-vin"') == 5  # welcome, its step, check, receipt, and where no script runs


def test_a_category_of_the_tenants_own_has_a_picture_and_samples_too() -> None:
    category = CategoryView(code="trailer", label="Прицеп", hint="", min=1, max=3)

    page = render.owner_page(make_view(categories=[category]))

    symbols = re.findall(r'<symbol id="([\w-]+)"', page.body)
    assert set(re.findall(r'<use href="#([\w-]+)"', page.body)) == set(symbols)
    assert {"d-other", "s-box"} <= set(symbols)


def test_samples_say_in_words_what_is_good_and_what_is_not() -> None:
    page = render.owner_page(make_view(categories=_SIX[:1]))

    samples = re.findall(r"</span><b>(.*?)</b> (.*?)</li>", page.body)

    assert samples == [("Так", "целиком, светло"), ("Не так", "смазано"), ("Не так", "темно"), ("Не так", "обрезано")]


@pytest.mark.parametrize("brand", ["#ffffff", "#000000", "#ffcc00", "#0b2545", "#0b57d0"])
def test_lines_in_the_tenants_colour_are_seen_on_a_light_and_on_a_dark_page(brand: str) -> None:
    page = render.owner_page(make_view(account=AccountView(name="Надежда", brand_color=brand)))

    found = dict(re.findall(r"--brand-(light|dark):(#[0-9a-f]{6})", page.body))

    assert contrast(found["light"], "#ffffff") >= 3
    assert contrast(found["dark"], "#14171b") >= 3


def test_a_tenants_colour_that_is_seen_anyway_is_not_touched() -> None:
    page = render.owner_page(make_view(account=AccountView(name="Надежда", brand_color="#0b57d0")))

    assert "--brand-light:#0b57d0" in page.body


def test_a_colour_or_an_origin_that_could_break_out_is_refused() -> None:
    with pytest.raises(ValueError, match="brand_color"):
        render.owner_page(make_view(account=AccountView(name="x", brand_color="red;}*{display:none")))
    with pytest.raises(ValueError, match="storage_origin"):
        render.owner_page(make_view(storage_origin="https://a.example; script-src *"))


def test_a_process_keeps_few_of_the_colours_that_previews_are_asked_for() -> None:
    for colour in range(100):
        account = AccountView(name="Страхование", brand_color=f"#0000{colour:02x}")
        render.preview_page(PreviewView(language="ru", account=account, categories=()))

    assert render._style.cache_info().currsize < 100
