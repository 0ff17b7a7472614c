import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from chalicelib.languages import LANGUAGES, Language
from chalicelib.web import render
from chalicelib.web.render import Html
from chalicelib.web.views import AccountView, CategoryView, CodePageView, NotFoundView, PhotoView
from tests.unit.web.conftest import make_view

_CODE = "https://photos.example/c"
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
    """Return how a policy names an inline style or script."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


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
            "code": "vin", "label": "VIN", "min": 1, "max": 3, "original_required": True,
            "photos": [
                {
                    "id": "01J0", "status": "rejected", "reason": "Повреждена", "reason_code": "broken",
                    "thumbnail_url": None,
                }
            ],
        }
    ]  # fmt: skip
    assert boot["texts"]["next"] == "Далее"


def test_every_address_of_the_page_is_relative() -> None:
    for page in every_page("en"):
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page.body)

        assert addresses
        assert [each for each in addresses if not each.startswith(("?lang=", "tel:", "data:", _CODE))] == []


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_keeps_to_its_budget(language: Language) -> None:
    page = render.owner_page(make_view(language=language))
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page.body, re.DOTALL)

    assert len(gzip.compress(script.encode())) <= 10 * 1024
    assert len(gzip.compress(page.body.encode())) <= 25 * 1024
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)', page.body)


def test_a_colour_or_an_origin_that_could_break_out_is_refused() -> None:
    with pytest.raises(ValueError, match="brand_color"):
        AccountView(name="x", brand_color="red;}*{display:none")
    with pytest.raises(ValueError, match="storage_origin"):
        make_view(storage_origin="https://a.example; script-src *")
