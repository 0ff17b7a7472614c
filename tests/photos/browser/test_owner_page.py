"""The owner's page against the running system. The numbers are the cases of the page's specification."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, finish, hash_of, open_step, pick, tiles
from tests.support.browser.system import call, eventually, force_upload

pytestmark = pytest.mark.browser


def test_case_1_one_photo_goes_the_whole_way(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(comment="Снимите левую дверь.")
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=1))

    open_step(phone, request)
    pick(phone, photo, source="camera")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    finish(phone)

    (filed,) = request.filed(1)
    assert (filed["sha256"], filed["category"], filed["source"]) == (hash_of(photo), "exterior", "camera")
    assert request.status() == "completed"


def test_a_tap_in_the_moment_that_start_appears_is_not_lost(phone: Page, asked: Asked) -> None:
    phone.add_init_script("""
      new MutationObserver(() => {
        const start = document.getElementById('start');
        if (!start || start.hidden || window.tapped) return;
        window.tapped = true;
        start.click();
      }).observe(document, { subtree: true, attributeFilter: ['hidden'] });
    """)

    phone.goto(asked().link)

    expect(phone.locator("#step-1")).to_be_visible()
    assert phone.evaluate("window.tapped")


@pytest.mark.parametrize(("width", "height"), [(800, 600), (3200, 2400)], ids=["sent_as_it_is", "resized"])
def test_case_20_a_turned_photo_is_upright_and_its_place_is_shown_to_nobody(
    phone: Page, asked: Asked, tmp_path: Path, width: int, height: int
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.sideways_with_place(seed=30, width=width, height=height))

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    (filed,) = request.filed(1)
    original, preview = request.original(filed), request.preview(filed)
    assert photos.place_of(photo.read_bytes()) != {}
    assert (original == photo.read_bytes()) == (width == 800)
    assert bool(photos.place_of(original)) == (width == 800)
    assert (photos.place_of(preview), filed["gps"]) == ({}, None)
    assert photos.size_of(preview)[0] < photos.size_of(preview)[1]
    assert max(photos.size_of(original)) == min(width, 2560)
    assert filed["taken_at"]


def test_case_21_a_heic_that_the_browser_cannot_read_goes_up_unchanged(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.HEIC", photos.heic(seed=31))

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    (filed,) = request.filed(1)
    assert (filed["sha256"], filed["content_type"]) == (hash_of(photo), "image/heic")
    assert photos.size_of(request.preview(filed)) == (640, 480)


def test_case_22_a_pdf_named_jpg_is_refused_by_the_page(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    fake = photos.written(tmp_path, "договор.jpg", b"%PDF-1.7 no photo " * 100)

    open_step(phone, request)
    pick(phone, fake)

    expect(phone.locator("#tell-1")).to_contain_text("«договор.jpg» — не фотография")
    expect(phone.locator("#photos-1 > li")).to_have_count(0)
    assert gateway.calls("POST", "/uploads") == []


def test_case_22_a_pdf_forced_past_the_page_is_rejected_and_shown(phone: Page, asked: Asked) -> None:
    request = asked()
    forced = force_upload(
        request,
        photo_id="01J00000000000000000000022",
        category="exterior",
        content_type="image/jpeg",
        body=b"%PDF-1.7 no photo " * 100,
    )

    open_step(phone, request)

    assert forced.status in (200, 201, 204)
    expect(phone.locator(tiles(phone, "rejected"))).to_contain_text("Этот файл — не фотография.")
    expect(phone.locator("#gallery-1")).to_be_enabled()
    phone.locator("#next-1").click()
    expect(phone.locator("#line-1 .count")).to_have_text("Пока нет фотографий · 1 требует внимания")
    assert request.attachments() == []


def test_case_24_the_same_photo_twice_is_said_and_stored_once(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    photo = photos.written(tmp_path, "image.jpg", photos.jpeg(seed=40))

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    pick(phone, photo)
    expect(phone.locator("#tell-1")).to_contain_text("Эта фотография уже добавлена")
    phone.reload()
    pick(phone, photo)
    expect(phone.locator("#tell-1")).to_contain_text("Эта фотография уже добавлена")

    request.filed(1)
    assert len(gateway.uploads()) == 1


def test_two_files_of_one_name_are_two_photos(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path / str(seed), "image.jpg", photos.jpeg(seed=seed)) for seed in (42, 43)]

    open_step(phone, request)
    pick(phone, *picked)

    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    request.filed(2)


def test_case_25_a_double_tap_on_submit_sends_once(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked()
    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=50)))
    phone.locator("#next-1").click()
    expect(phone.locator("#submit")).to_be_enabled()

    phone.evaluate("() => { const button = document.getElementById('submit'); button.click(); button.click(); }")

    expect(phone.locator("#done")).to_be_visible()
    assert len(gateway.calls("POST", "/submit")) == 1
    assert request.owner("POST", "submit").json()["status"] == "completed"
    request.filed(1)


def test_case_26_submit_waits_for_what_is_pending_and_says_so(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=51)))
    gateway.until_held()
    phone.locator("#next-1").click()
    expect(phone.locator("#submit")).to_be_disabled()
    expect(phone.locator("#obstacle")).to_have_text("1 фотография ещё отправляется. Подождите, пожалуйста.")
    early = request.owner("POST", "submit")
    gateway.release.set()

    assert (early.status, early.json()["missing"]) == (409, ["exterior"])
    expect(phone.locator("#submit")).to_be_enabled()


def test_submit_names_the_categories_that_lack_photos(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=["exterior", "damage"])

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=52)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    phone.locator("#next-1").click()
    phone.locator("#next-2").click()

    expect(phone.locator("#obstacle")).to_contain_text("Повреждения")
    expect(phone.locator("#submit")).to_be_disabled()


def test_a_removed_photo_gives_its_place_back(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 1}])
    second = photos.written(tmp_path, "2.jpg", photos.jpeg(seed=54))

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=53)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    expect(phone.locator("#gallery-1")).to_be_disabled()
    phone.locator("#photos-1 .remove").click()
    expect(phone.locator("#photos-1 > li")).to_have_count(0)
    pick(phone, second)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    eventually(request.attachments, holds=lambda items: [item["sha256"] for item in items] == [hash_of(second)])


def test_case_30_a_bad_token_opens_nothing_and_tells_nothing(phone: Page, asked: Asked) -> None:
    request = asked(comment="Тайный комментарий")
    wrong = [re.sub(r"[^/]+$", token, request.link) for token in ("A" * 22, "b" * 40)]

    answers = [call("GET", link) for link in wrong]
    others = [call("GET", f"{wrong[0]}/state"), call("GET", f"{wrong[0]}/qr.svg"), call("POST", f"{wrong[0]}/submit")]
    phone.goto(wrong[0])

    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body
    assert [answer.status for answer in others] == [404, 404, 404]
    for secret in ("Тайный", "Верный Полис"):
        assert secret not in "".join(answer.body.decode() for answer in [*answers, *others])
    expect(phone.locator("h1")).to_have_text("Ссылка не открывается")


def test_case_31_scanners_that_fetch_the_link_change_nothing(asked: Asked) -> None:
    request = asked()
    before, timeline = request.shown(), request.timeline()

    answers = [call("GET", f"{request.link}{path}") for _ in range(10) for path in ("", "/state", "/qr.svg")]

    assert {answer.status for answer in answers} == {200}
    assert (request.shown(), request.timeline()) == (before, timeline)


def test_a_person_who_sees_the_page_is_told_of_once(phone: Page, gateway: Gateway, asked: Asked) -> None:
    request = asked()

    phone.goto(request.link)
    eventually(request.status, holds=lambda status: status == "opened")
    phone.reload()
    expect(phone.locator("#start")).to_be_visible()

    assert len(gateway.calls("POST", "/opened")) == 1


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Нужны фотографии вашего автомобиля"),
        ("es", "Necesitamos fotos de su vehículo"),
        ("en", "We need photos of your vehicle"),
    ],
)
def test_the_page_speaks_the_language_that_is_chosen(phone: Page, asked: Asked, language: str, title: str) -> None:
    phone.goto(asked().link)

    phone.locator(f".languages [lang={language}]").click()

    expect(phone.locator("#welcome h1")).to_have_text(title)
    expect(phone.locator("html")).to_have_attribute("lang", language)


def test_the_page_keeps_the_chosen_language_in_what_the_server_says(phone: Page, asked: Asked) -> None:
    request = asked()
    force_upload(
        request, photo_id="01J00000000000000000000077", category="exterior", content_type="image/jpeg", body=b"no photo"
    )

    phone.goto(f"{request.link}?lang=es#1")

    expect(phone.locator(tiles(phone, "rejected"))).to_contain_text("Este archivo no es una foto.")


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [("de-DE", "ru"), ("en-GB,en;q=0.9", "en"), ("en-GB,ru;q=0.5", "ru"), ("es", "es"), ("", "ru")],
)
def test_the_phones_language_counts_where_it_does_not_list_the_requests_own(
    asked: Asked, accepted: str, shown: str
) -> None:
    page = call("GET", asked(language="ru").link, headers={"Accept-Language": accepted})

    assert f'<html lang="{shown}">' in page.body.decode()


def test_what_messengers_add_to_a_link_does_not_spoil_it(asked: Asked) -> None:
    page = call("GET", f"{asked().link}?fbclid=x1&utm_source=sms&lang=xx")

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_link_with_a_slash_at_its_end_works(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked()

    phone.goto(f"{request.link}/")
    phone.locator("#start").click()
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=55)))

    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    request.filed(1)


@pytest.mark.parametrize("ending", ["", "/"])
def test_from_a_wrong_link_the_typed_code_leads_to_the_page(phone: Page, asked: Asked, ending: str) -> None:
    request = asked()
    phone.goto(re.sub(r"[^/]+$", "A" * 22, request.link) + ending)

    phone.get_by_role("link", name="Ввести код").click()
    phone.goto(phone.url + ending)
    phone.locator("#code").fill("AAAA-AAAA")
    phone.get_by_role("button").click()
    expect(phone.locator("#problem")).to_contain_text("Такого кода нет")
    phone.locator("#code").fill(request.shown()["code"].lower())
    phone.get_by_role("button").click()

    expect(phone.locator("#welcome h1")).to_be_visible()
    assert phone.url == request.link
