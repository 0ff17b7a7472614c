"""Notices of loss in the client area: step by step without script, and by programs."""

from collections.abc import Iterator
from html import unescape
from re import findall
from typing import Any

import pytest
import time_machine

from tests.cabinet.visitors import HOME, Visitor
from tests.claims.area.holders import holder_of, other_holder
from tests.claims.cases import shown
from tests.clients.bodies import PERSON, added
from tests.photos import photos_factory
from tests.policies.sales import sold
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import photo_sent, token_of

NEW = f"{HOME}/claims/new"
STEPS: list[dict[str, str]] = [
    {},
    {"day": "2026-12-20", "time": "18:30", "place": "Москва, Тверская, 1"},
    {"description": "На парковке задели крыло."},
    {"driver": "Петров Иван"},
    {"police": "yes", "police_reference": "КУСП 17"},
    {},
]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-21T09:00:00+03:00", tick=False):
        yield


def insured(api: People, **changes: Any) -> tuple[Visitor, dict[str, Any]]:
    """Return the browser of a holder of a KASKO policy, and the policy."""
    client_id = added(api.key, PERSON)
    drivers = [{"name": "Петров Иван", "birth_date": "1990-05-01"}]
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        policy = sold(api.key, client_id, paid_instalments=1, drivers=drivers, **changes)
    return holder_of(api, client_id), policy


def body(policy: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "policy_id": policy["id"],
        "occurred_at": "2026-12-20T18:30:00+03:00",
        "place": "Москва, Тверская, 1",
        "description": "На парковке задели крыло.",
        **changes,
    }


def fields_of(page: Answer) -> dict[str, str]:
    """Return the values of a page's form."""
    found = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    chosen = findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', page.text)
    return {name: unescape(value) for name, value in [*found, *chosen] if name != "next"}


def walked(visitor: Visitor, steps: list[dict[str, str]]) -> list[Answer]:
    """Fill some steps as a browser does; return their answers."""
    answers = [visitor.get(NEW)]
    for each in steps:
        answers.append(visitor.post(NEW, {**fields_of(answers[-1]), **each}))
    return answers


def test_case_27_a_notice_begins_a_claim_and_leads_to_the_photos_of_its_case(api: People) -> None:
    visitor, policy = insured(api)

    *steps, last = walked(visitor, STEPS)

    assert [each.status for each in steps] == [200] * 6
    assert "Шаг 1 из 6" in seen(steps[0])
    check = seen(steps[-1])
    for each in ("20.12.2026, 18:30", "На парковке задели крыло.", "Петров Иван", "Да, вызывали: КУСП 17"):
        assert each in check, each
    assert last.status == 303
    assert "/r/" in last.headers["location"]
    (item,) = visitor.call("GET", "/claims").expect(200)["items"]
    claim = shown(api.staff, item["id"])
    assert (claim["process"], claim["policy_id"], claim["client_id"]) == ("kasko", policy["id"], policy["client_id"])
    facts = claim["facts"]
    assert (facts["driver"], facts["police_called"], facts["police_reference"]) == ("Петров Иван", True, "КУСП 17")
    assert facts["occurred_at"] == "2026-12-20T15:30:00Z"
    assert "notice_of_loss" not in {each["code"] for each in claim["slots"]}
    case = api.staff.get(f"/v1/cases/{claim['case_id']}").expect(200)
    assert case["vehicle"]["plate"]
    assert case["status"] == "waiting"


def test_an_error_loses_nothing_and_one_can_go_back(api: People) -> None:
    visitor, _ = insured(api)

    answers = walked(visitor, [{}, {"day": "21.12.2026", "time": "10:00", "place": "Москва"}])
    back = visitor.post(NEW, {**fields_of(walked(visitor, [{}, STEPS[1]])[-1]), "back": "1"})

    assert answers[-1].status == 422
    assert "Событие не может быть в будущем" in seen(answers[-1])
    assert 'value="21.12.2026"' in answers[-1].text
    assert back.status == 200
    assert 'value="2026-12-20"' in back.text


def test_a_step_without_a_choice_is_told_in_words_of_the_form(api: People) -> None:
    visitor, policy = insured(api)

    answer = visitor.post(NEW, {"step": "policy"})

    assert answer.status == 422
    assert "Выберите полис." in seen(answer)
    assert "идентификатор" not in seen(answer)
    assert policy["number"] in seen(answer)


def test_case_28_a_loss_in_the_future_is_refused(api: People) -> None:
    visitor, policy = insured(api)

    answer = visitor.call("POST", "/claims", body(policy, occurred_at="2026-12-22T10:00:00+03:00"))

    assert answer.status == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["/occurred_at"]


def test_case_28_a_day_in_the_future_is_told_at_its_step_and_lines_of_a_text_are_kept(api: People) -> None:
    visitor, policy = insured(api)

    refused = walked(visitor, [STEPS[0], {**STEPS[1], "day": "2026-12-22"}])[-1]
    filed = visitor.call("POST", "/claims", body(policy, description="Задели крыло.\nИ дверь.")).expect(201)

    assert refused.status == 422
    assert 'id="day-wrong"' in refused.text
    assert fields_of(refused)["policy_id"] == policy["id"]
    assert shown(api.key, filed["claim_id"])["facts"]["description"] == "Задели крыло.\nИ дверь."


def test_case_28_a_loss_outside_of_the_cover_is_taken_and_both_sides_are_warned(api: People) -> None:
    visitor, policy = insured(api, begins="2026-12-01", ends="2027-11-30")

    made = visitor.call("POST", "/claims", body(policy, occurred_at="2026-11-20T10:00:00+03:00")).expect(201)

    case_id = made["claim_id"].replace("claim_", "case_")
    assert "its term had not begun" in seen(at_desk(api.staff).get(f"/console/cases/{case_id}"))
    assert made["warning"]


def test_case_27_a_notice_of_a_program_tells_what_is_needed(api: People) -> None:
    visitor, policy = insured(api)

    made = visitor.call("POST", "/claims", body(policy)).expect(201)

    assert "/r/" in made["photo_link"]
    assert {"identity", "driving_licence"} <= {each["code"] for each in made["needs"]}
    assert made["deadlines"]
    assert made["warning"] is None


def test_case_27_three_photos_by_the_link_are_filed_in_the_claims_case(api: People) -> None:
    visitor, policy = insured(api)
    made = visitor.call("POST", "/claims", body(policy)).expect(201)
    page = api.nobody.get(f"/r/{token_of({'link': made['photo_link']})}/state").expect(200)
    category = page["categories"][0]["code"]

    sent = [
        photo_sent({"link": made["photo_link"]}, photos_factory.jpeg(320 + number, 240), category=category)
        for number in range(3)
    ]

    case_id = made["claim_id"].replace("claim_", "case_")
    items = api.staff.get(f"/v1/cases/{case_id}/attachments").expect(200)["items"]
    assert [each["category"] for each in items] == [category] * 3
    assert len({each["sha256"] for each in items}) == len(sent) == 3
    (item,) = visitor.call("GET", "/claims").expect(200)["items"]
    assert item["id"] == made["claim_id"]


def test_the_photos_that_a_notice_asks_for_are_all_that_the_claim_needs(api: People) -> None:
    visitor, policy = insured(api)
    made = visitor.call("POST", "/claims", body(policy)).expect(201)
    page = api.nobody.get(f"/r/{token_of({'link': made['photo_link']})}/state").expect(200)

    needed = {each["code"]: each["min"] for each in page["categories"]}
    for number in range(needed["damage"]):
        photo_sent({"link": made["photo_link"]}, photos_factory.jpeg(320 + number, 240), category="damage")

    assert needed == {"exterior": 1, "damage": 3}
    slots = visitor.call("GET", f"/claims/{made['claim_id']}").expect(200)["slots"]
    assert [each["state"] for each in slots if each["code"] == "damage_photos"] == ["received"]


def test_case_28_the_pages_warn_of_a_loss_outside_of_the_cover(api: People) -> None:
    visitor, _ = insured(api)

    *steps, last = walked(visitor, [STEPS[0], {**STEPS[1], "day": "2026-11-20"}, *STEPS[2:]])

    assert [each.status for each in steps] == [200] * 6
    assert "не действовал" in seen(steps[-1])
    assert last.status == 303


def test_a_repeated_press_makes_one_case(api: People) -> None:
    visitor, _ = insured(api)
    filled = walked(visitor, STEPS[:-1])[-1]

    first, again = (visitor.post(NEW, fields_of(filled)) for _ in range(2))

    assert first.headers["location"] == again.headers["location"]
    assert len(visitor.call("GET", "/claims").expect(200)["items"]) == 1


def test_case_54_nobody_declares_a_loss_under_the_policy_of_another(api: People) -> None:
    _, policy = insured(api)
    visitor = other_holder(api)

    answer = visitor.call("POST", "/claims", body(policy))

    assert answer.status == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["/policy_id"]
    assert "нет полиса" in seen(visitor.get(NEW))
