"""Retakes in the console: asking for them, and the case afterwards."""

import re
from typing import Any

import pytest

from chalicelib.aws.photo_bucket import origin
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.verdicts import UnusableReason
from tests.photos import photos_factory
from tests.photos.api.test_asking_again import photo_of
from tests.photos.retaking import judged
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent

NEW = "/console/new"


@pytest.fixture
def desk(api: People) -> Desk:
    return at_desk(api.staff)


@pytest.fixture
def photos(api: People) -> list[Attachment]:
    """Return three photos of a case: an unusable one and another of the damage, an unusable VIN."""
    request = asked(api.staff, phone="+79161234567", channels=["sms"], language="es", categories=["damage", "vin"])
    data = [photos_factory.jpeg(320 + n, 240) for n in range(3)]
    first, second, vin = (
        photo_of(api, request, data=each, category=code)
        for each, code in zip(data, ("damage", "damage", "vin"), strict=True)
    )
    return [
        judged(first, reason=UnusableReason.OTHER, text="<b>Ближе</b>"),
        second,
        judged(vin, reason=UnusableReason.DARK),
    ]


def case_page(desk: Desk, photo: Attachment, tab: str = "") -> Answer:
    return desk.get(f"/console/cases/{photo.case_id}{tab}")


def form(desk: Desk, photo: Attachment) -> Answer:
    return desk.get(f"{NEW}?case={photo.case_id}&retake=yes")


def fields(page: Answer) -> dict[str, Any]:
    """Return the fields that a browser would send of the form as it is."""
    sent: dict[str, Any] = {"do": "send"}
    for tag in re.findall(r"<input [^>]*>", page.text):
        name, value = (re.search(rf'{each}="(.*?)"', tag) for each in ("name", "value"))
        if name and value and (" checked" in tag if 'type="checkbox"' in tag else True):
            earlier = sent.get(name[1])
            several = [earlier] if isinstance(earlier, str) else earlier
            sent[name[1]] = [*several, value[1]] if several else value[1]
    (language,) = re.findall(r'<option value="(..)" lang="\w+" selected>', page.text)
    return {**sent, "language": language}


def test_a_case_offers_to_ask_again_for_what_is_unusable(api: People, desk: Desk, photos: list[Attachment]) -> None:
    assert "Ask again for 2 photos" in seen(case_page(desk, photos[0]))
    assert "Запросить снова 2 фото" in seen(case_page(desk.speaking("ru"), photos[0]))
    assert "Pedir de nuevo 2 fotos" in seen(case_page(desk.speaking("es"), photos[0]))
    assert 'id="ask-again"' not in case_page(at_desk(api.viewer), photos[0]).text


def test_the_offer_goes_with_a_verdict_also_where_the_page_refreshes_itself(
    desk: Desk, photos: list[Attachment]
) -> None:
    path = f"/console/cases/{photos[0].case_id}/photos"
    before = desk.get(path)

    judged(photos[0], usable=True)

    after = desk.get(path, **{"If-None-Match": before.headers["etag"]})
    assert "Ask again for 1 photo" in seen(after)


def test_the_form_lists_the_photos_and_is_filled_in_as_before(desk: Desk, photos: list[Attachment]) -> None:
    page = form(desk, photos[0])

    told = fields(page)
    assert (told["photos"], "categories" in told) == ([photos[0].id, photos[2].id], False)
    assert (told["channels"], told["language"], told["phone"]) == ("sms", "es", "+7 916 123-45-67")
    assert all(each in seen(page) for each in ("Other reason", "“<b>Ближе</b>”", "Too dark"))
    assert photos[1].id not in page.text
    assert photos[0].thumbnail_key in page.text
    assert origin() in page.headers["content-security-policy"]


def test_one_click_asks_again(api: People, desk: Desk, photos: list[Attachment]) -> None:
    answer = desk.post(NEW, fields(form(desk, photos[0])))

    assert answer.status == 303, seen(answer)
    request = api.staff.get(f"/v1/photo-requests/{answer.headers['location'].rpartition('/')[2]}").expect(200)
    assert [each["attachment_id"] for each in request["again"]] == [photos[0].id, photos[2].id]
    assert [(each["code"], each["min"]) for each in request["categories"]] == [("damage", 1), ("vin", 1)]
    assert (request["language"], len(request["messages"])) == ("es", 1)


def test_what_is_ticked_beside_is_asked_for_too_and_a_template_with_it(
    api: People, desk: Desk, photos: list[Attachment]
) -> None:
    told = {**fields(form(desk, photos[0])), "photos": [photos[0].id], "categories": ["exterior"]}

    location = desk.post(NEW, told).headers["location"]

    request = api.staff.get(f"/v1/photo-requests/{location.rpartition('/')[2]}").expect(200)
    assert [each["code"] for each in request["categories"]] == ["damage", "exterior"]


@pytest.mark.parametrize("language", ["en", "ru", "es"])
def test_what_is_wrong_is_said_at_the_photos_and_what_was_typed_is_kept(
    api: People, desk: Desk, photos: list[Attachment], language: str
) -> None:
    told = {**fields(form(desk, photos[0])), "comment": "Дверь", "expires_in_days": "99"}
    judged(photos[0], usable=True)

    answer = desk.speaking(language).post(NEW, told)

    assert answer.status == 422
    assert 'id="photos-wrong"' in answer.text
    assert 'id="expires_in_days-wrong"' in answer.text
    assert ("Дверь" in answer.text, fields(answer)["photos"]) == (True, photos[2].id)


def test_with_nothing_ticked_the_categories_are_what_lacks(desk: Desk, photos: list[Attachment]) -> None:
    told = {name: value for name, value in fields(form(desk, photos[0])).items() if name != "photos"}

    answer = desk.post(NEW, told)

    assert (answer.status, 'id="categories-wrong"' in answer.text) == (422, True)
    assert answer.text.count('name="photos"') == 2  # none ticked, still listed
    assert "photos" not in fields(answer)


def test_the_preview_says_which_photos(desk: Desk, photos: list[Attachment]) -> None:
    answer = desk.post(f"{NEW}/preview", fields(form(desk, photos[0])))

    assert "hay que repetir 2 fotos" in seen(answer)
    assert "«<b>Ближе</b>»" in seen(answer)


def test_the_case_shows_both_photos_and_what_was_asked(api: People, desk: Desk, photos: list[Attachment]) -> None:
    made = desk.post(NEW, fields(form(desk, photos[0]))).headers["location"].rpartition("/")[2]
    request = api.staff.get(f"/v1/photo-requests/{made}").expect(200)
    photo_sent(request, photos_factory.jpeg(400, 240))

    tab = seen(case_page(desk, photos[0]))
    requests, history = (seen(case_page(desk, photos[0], f"?tab={each}")) for each in ("requests", "history"))

    assert "Ask again for" not in tab
    assert tab.count("Asked for again: today") == 2
    assert tab.count("Instead of Повреждения-01.jpg") == 1
    assert "Повреждения-01.jpg: Other reason “<b>Ближе</b>”" in requests
    assert "VIN-01.jpg: Too dark" in requests
    assert "VIN: Too dark" in seen(desk.get(f"/console/requests/{made}"))
    assert "Photos requested again by SMS Damage: Other reason, VIN: Too dark" in history


def test_a_photo_asked_for_already_is_listed_and_not_ticked(desk: Desk, photos: list[Attachment]) -> None:
    desk.post(NEW, {**fields(form(desk, photos[0])), "photos": photos[0].id})

    page = form(desk, photos[0])

    assert fields(page)["photos"] == photos[2].id
    assert page.text.count('name="photos"') == 2
    assert seen(page).count("Asked for again: today") == 1


def test_a_request_that_ended_in_vain_is_repeated_with_its_photos(
    api: People, desk: Desk, photos: list[Attachment]
) -> None:
    told = {**fields(form(desk, photos[0])), "categories": ["exterior"]}
    made = desk.post(NEW, told).headers["location"].rpartition("/")[2]
    api.staff.post(f"/v1/photo-requests/{made}/revoke").expect(200)
    judged(photos[2], usable=True)

    again = fields(desk.get(f"{NEW}?case={photos[0].case_id}&again={made}"))

    assert again["photos"] == photos[0].id
    assert again["categories"] == "exterior"


def test_without_any_unusable_photo_the_form_says_so(api: People, desk: Desk) -> None:
    request = asked(api.staff)

    page = desk.get(f"{NEW}?case={request['case_id']}&retake=yes")

    assert "No photo of this case is marked as unusable" in seen(page)
