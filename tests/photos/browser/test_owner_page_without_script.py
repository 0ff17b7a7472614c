"""The page with JavaScript off: plain forms, one photo each, straight to S3 and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from chalicelib.base.languages import LANGUAGES, text
from chalicelib.features.photos.rejection import RejectionReason
from tests.support.browser import photos
from tests.support.browser.axe import violations
from tests.support.browser.steps import Asked, hash_of
from tests.support.browser.system import PhotoRequest, eventually
from tests.support.running import send_photo

_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def plain_phone(chromium: Browser) -> Iterator[Page]:
    """Return a phone's browser that runs no script; a violation of the page's policy fails the test."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    context = chromium.new_context(
        viewport={"width": 360, "height": 740},
        locale="ru-RU",
        is_mobile=True,
        has_touch=True,
        java_script_enabled=False,
        user_agent=_ANDROID,
    )
    page = context.new_page()
    page.on("console", listen)
    yield page
    context.close()
    assert complaints == []


def add(phone: Page, category: str) -> None:
    """Press a category's button: the form that sends a photo opens."""
    phone.locator(f"button[name=add][value={category}]").click()
    expect(phone.locator("#photo")).to_be_visible()


def send(phone: Page, file: Path) -> None:
    """Send a file by the form that is open; S3 leads back to the page."""
    phone.locator("#photo").set_input_files(str(file))
    phone.locator("button.main").click()
    expect(phone.locator("#plain")).to_be_visible()


def settle(phone: Page, request: PhotoRequest) -> None:
    """Wait until the server has judged every photo, then press Check again."""
    eventually(
        request.listed, holds=lambda listed: bool(listed) and all(each["status"] != "pending" for each in listed)
    )
    check_again(phone)


def check_again(phone: Page) -> None:
    phone.locator("#plain a.button").click()
    expect(phone.locator("#plain")).to_be_visible()


def photos_shown(phone: Page) -> Locator:
    return phone.locator("#plain li")


def test_photos_are_sent_one_by_one_and_filed_once(plain_phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=["exterior", {"code": "damage", "max": 1}])
    jpeg = photos.written(tmp_path, "image.jpg", photos.jpeg(seed=351))
    heic = photos.written(tmp_path, "IMG_0352.HEIC", photos.heic(seed=352))
    plain_phone.goto(request.link)

    add(plain_phone, "exterior")
    send(plain_phone, jpeg)
    add(plain_phone, "damage")
    send(plain_phone, heic)

    items = request.filed(2)
    assert {(item["category"], item["sha256"]) for item in items} == {
        ("exterior", hash_of(jpeg)),
        ("damage", hash_of(heic)),
    }
    assert {item["content_type"] for item in items} == {"image/jpeg", "image/heic"}
    check_again(plain_phone)
    expect(photos_shown(plain_phone)).to_have_count(2)
    expect(photos_shown(plain_phone).first).to_contain_text("Получена")
    expect(plain_phone.locator("button[name=add][value=damage]")).to_have_count(0)

    plain_phone.locator("button[name=send]").click()

    expect(plain_phone.locator("#done h1")).to_have_text("Фотографии успешно отправлены. Спасибо!")
    expect(plain_phone.locator("#plain")).to_have_count(0)
    shown = request.shown()
    assert (shown["status"], shown["photos"], shown["rejected"]) == ("completed", 2, 0)
    assert shown["funnel"]["device"] == "phone"
    assert shown["funnel"]["opened_at"] is not None


def test_a_document_is_refused_with_a_reason_and_its_place_is_free(
    plain_phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "vin", "max": 1}])
    pdf = photos.written(tmp_path, "policy.jpg", b"%PDF-1.7\n" + b"0" * 2000)
    png = photos.written(tmp_path, "vin.png", photos.png(seed=353))
    plain_phone.goto(request.link)

    add(plain_phone, "vin")
    send(plain_phone, pdf)
    settle(plain_phone, request)

    expect(photos_shown(plain_phone)).to_contain_text(text("ru", RejectionReason.NOT_AN_IMAGE.message))
    assert request.attachments() == []
    plain_phone.locator("button[name=remove]").click()
    expect(photos_shown(plain_phone)).to_have_count(0)
    add(plain_phone, "vin")
    send(plain_phone, png)
    (item,) = request.filed(1)
    assert (item["sha256"], item["content_type"]) == (hash_of(png), "image/png")


def test_the_same_photo_twice_is_said_and_stored_once(plain_phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=["exterior", "damage"])
    file = photos.written(tmp_path, "image.jpg", photos.jpeg(seed=354))
    plain_phone.goto(request.link)

    for category in ("exterior", "damage"):
        add(plain_phone, category)
        send(plain_phone, file)
        settle(plain_phone, request)

    expect(photos_shown(plain_phone).last).to_contain_text(text("ru", RejectionReason.DUPLICATE.message))
    assert len(request.filed(1)) == 1


def test_sending_too_early_says_what_is_missing(plain_phone: Page, asked: Asked) -> None:
    request = asked(categories=["exterior"])
    plain_phone.goto(request.link)

    plain_phone.locator("button[name=send]").click()

    expect(plain_phone.locator("#plain [role=alert]")).to_contain_text("Ещё нужны фотографии")
    assert request.status() != "completed"


def test_going_back_from_a_form_takes_no_second_place(plain_phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "vin", "max": 1}])
    file = photos.written(tmp_path, "vin.jpg", photos.jpeg(seed=355))
    plain_phone.goto(request.link)

    add(plain_phone, "vin")
    plain_phone.locator("a.button").click()
    add(plain_phone, "vin")
    send(plain_phone, file)

    (item,) = request.filed(1)
    assert item["sha256"] == hash_of(file)


def test_a_photo_taken_back_is_gone(plain_phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=["exterior"])
    plain_phone.goto(request.link)
    add(plain_phone, "exterior")
    send(plain_phone, photos.written(tmp_path, "one.jpg", photos.jpeg(seed=356)))
    request.filed(1)
    check_again(plain_phone)

    plain_phone.locator("button[name=remove]").click()

    expect(photos_shown(plain_phone)).to_have_count(0)
    assert request.attachments() == []


def test_looking_changes_nothing(plain_phone: Page, asked: Callable[..., PhotoRequest]) -> None:
    request = asked(categories=["exterior"])
    before = request.shown()

    for _ in range(3):
        plain_phone.goto(request.link)

    assert request.shown() == before


#: An old browser in which the page's script breaks off at its beginning; axe's own runs there.
_OLD = "delete Intl.PluralRules;"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_script_breaks_off_the_forms_appear_and_axe_finds_nothing_in_them(
    chromium: Browser, asked: Asked, language: str
) -> None:
    request = asked(language=language, categories=["exterior"])
    context = chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(_OLD)
    send_photo(request, photos.jpeg(seed=357))
    request.filed(1)
    found = {}

    page.goto(f"{request.link}?lang={language}&notice=full")
    expect(page.locator("#plain")).to_be_visible()
    found["page"] = violations(page)
    page.locator("button[name=add]").click()
    expect(page.locator("#photo")).to_be_visible()
    found["form"] = violations(page)
    context.close()

    assert found == {"page": [], "form": []}
