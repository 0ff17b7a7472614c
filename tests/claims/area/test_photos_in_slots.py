"""Photos of a case fill a slot of its claim, counted by their verdicts."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims import table
from chalicelib.features.claims.model import SlotCount
from chalicelib.features.photos.verdicts import UnusableReason
from tests.cabinet.visitors import HOME, Visitor
from tests.claims.area.holders import with_claim
from tests.claims.cases import changed, shown
from tests.photos import photos_factory
from tests.photos.api.test_asking_again import photo_of
from tests.photos.retaking import judged
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-21T09:00:00+03:00", tick=False):
        yield


def request_of(api: People, claim_id: str) -> Any:
    case_id = claim_id.replace("claim_", "case_")
    wanted = [{"code": "damage", "min": 3, "max": 6}]
    return asked(api.staff, case_id=case_id, phone=PHONE, channels=["sms"], language="ru", categories=wanted)


def sent(api: People, request: Any, number: int) -> Any:
    return photo_of(api, request, data=photos_factory.jpeg(320 + number, 240))


def with_other_papers(api: People, claim_id: str) -> None:
    """Count a document in each slot but that of the photos."""
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    others = {each.code: SlotCount(received=each.min) for each in claim.slots if each.photos is None}
    changed(api, claim_id, documents=others)


def slot(visitor: Visitor, claim_id: str) -> tuple[str, int, bool]:
    found = visitor.call("GET", f"/claims/{claim_id}").expect(200)
    (one,) = [each for each in found["slots"] if each["photos"] == "damage"]
    return one["state"], one["held"], one["missing"]


def test_photos_count_in_their_slot_and_unusable_ones_do_not(api: People) -> None:
    visitor, claim_id = with_claim(api)
    request = request_of(api, claim_id)
    assert slot(visitor, claim_id) == ("missing", 0, True)

    photos = [sent(api, request, number) for number in range(3)]
    assert slot(visitor, claim_id) == ("received", 3, False)

    judged(photos[0], reason=UnusableReason.BLURRED)
    assert slot(visitor, claim_id) == ("missing", 2, True)

    for each in (*photos[1:], sent(api, request, 3)):
        judged(each, usable=True)
    assert slot(visitor, claim_id) == ("accepted", 3, False)


def test_the_claims_page_leads_to_the_page_that_takes_the_photos(api: People) -> None:
    visitor, claim_id = with_claim(api)
    page = seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    assert "0 из 3 фото" in page.replace("\u00a0", " ")
    assert "/r/" not in page

    request = request_of(api, claim_id)
    sent(api, request, 0)
    page = visitor.get(f"{HOME}/claims/{claim_id}").text

    assert "1 из 3 фото" in seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    assert f'href="{request["link"]}"' in page


def test_a_claim_can_be_sent_once_photos_are_all_that_lacked(api: People) -> None:
    visitor, claim_id = with_claim(api)
    with_other_papers(api, claim_id)
    request = request_of(api, claim_id)
    body = {"move": "send", "version": shown(api.staff, claim_id)["version"]}
    for number in range(2):
        sent(api, request, number)
    refused = visitor.call("POST", f"/claims/{claim_id}/moves", body)
    assert refused.status == 409

    sent(api, request, 2)

    assert visitor.call("POST", f"/claims/{claim_id}/moves", body).expect(200)["stage"] == "review"
    assert shown(api.staff, claim_id)["missing"] == []


def test_lists_know_of_photos_without_a_call_for_each_claim(api: People) -> None:
    visitor, claim_id = with_claim(api)
    with_other_papers(api, claim_id)
    request = request_of(api, claim_id)
    assert "Добавьте недостающие документы" in seen(visitor.get(f"{HOME}/claims"))

    for number in range(3):
        sent(api, request, number)

    assert "Все нужные документы добавлены." in seen(visitor.get(f"{HOME}/claims")).replace("\u00a0", " ")


def test_staff_see_how_many_have_come(api: People) -> None:
    _, claim_id = with_claim(api)
    sent(api, request_of(api, claim_id), 0)

    page = seen(at_desk(api.staff).get(f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"))

    assert "1 of 3" in page


def test_photos_asked_for_again_are_there_once_a_new_one_has_come(api: People) -> None:
    visitor, claim_id = with_claim(api)
    with_other_papers(api, claim_id)
    request = request_of(api, claim_id)
    for number in range(3):
        sent(api, request, number)
    (photos,) = [each.code for each in _slots(api, claim_id) if each.photos]
    _move(api, claim_id, "review")
    _move(api, claim_id, "request-documents", documents=[{"slot": photos, "reason": "Покажите бампер"}])
    assert slot(visitor, claim_id)[2]

    sent(api, request, 3)

    assert not slot(visitor, claim_id)[2]


def _slots(api: People, claim_id: str) -> Any:
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    return claim.slots


def _move(api: People, claim_id: str, move: str, **body: Any) -> None:
    version = shown(api.key, claim_id)["version"]
    api.key.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body}).expect(200)
