"""Asking for photos in the console: the form's first values, its errors, and its request."""

import re
from typing import Any

import pytest

from chalicelib.base.channels import Channel
from chalicelib.tenancy import service as accounts
from tests.photos import photos_factory
from tests.photos.console.test_retakes import fields
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, Fields, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.outbox import items
from tests.support.world import acting_in

NEW = "/console/new"
PHONE = "+7 916 123-45-67"
USUAL: dict[str, Any] = {
    "do": "send",
    "once": "one-intention",
    "phone": PHONE,
    "channels": ["sms"],
    "categories": ["exterior", "damage"],
    "language": "ru",
    "expires_in_days": "7",
}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def desk(api: People) -> Desk:
    return at_desk(api.staff)


def typed(**changes: object) -> Fields:
    return {**USUAL, **changes}


def made(desk: Desk, fields: Fields) -> str:
    """Send the form and return the id of the request."""
    answer = desk.post(NEW, fields)
    assert answer.status == 303, seen(answer)
    return answer.headers["location"].removeprefix("/console/requests/")


def ticked(answer: Answer, name: str) -> list[str]:
    lines = [line for line in answer.text.splitlines() if f'name="{name}"' in line and " checked" in line]
    return [line.split('value="')[1].split('"')[0] for line in lines]


def test_the_form_starts_with_the_usual_categories_ticked(desk: Desk) -> None:
    answer = desk.get(NEW)

    assert answer.status == 200
    assert ticked(answer, "categories") == ["exterior", "damage"]
    assert ticked(answer, "channels") == ["sms"]


def test_a_request_is_made_as_it_was_typed(api: People, desk: Desk) -> None:
    fields = typed(
        reference="ОСАГО-7",
        plate="а123вс77",
        email="owner@mail.example",
        channels=["sms", "email"],
        comment="Дверь",
        categories=["damage", "keys"],
        expires_in_days="3",
        remind_after_hours="24",
    )

    request = api.staff.get(f"/v1/photo-requests/{made(desk, fields)}").expect(200)
    case = api.staff.get(f"/v1/cases/{request['case_id']}").expect(200)

    assert (request["phone"], request["email"], request["comment"]) == ("+79161234567", "owner@mail.example", "Дверь")
    assert [category["code"] for category in request["categories"]] == ["damage", "keys"]
    assert sorted(message["channel"] for message in request["messages"]) == ["email", "sms"]
    assert (case["reference"], case["vehicle"]["plate"]) == ("ОСАГО-7", "А123ВС77")


def test_all_categories_are_asked_for_by_one_tick(api: People, desk: Desk) -> None:
    request_id = made(desk, typed(all="yes", categories=[]))

    request = api.staff.get(f"/v1/photo-requests/{request_id}").expect(200)
    assert [each["code"] for each in request["categories"]] == [each.code for each in api.account.categories]


@pytest.mark.parametrize("channels", [[], ["email"], ["sms", "email"]])
def test_messages_go_by_the_ticked_channels(api: People, desk: Desk, channels: list[Channel]) -> None:
    request_id = made(desk, typed(channels=channels, email="owner@mail.example"))

    messages = api.staff.get(f"/v1/photo-requests/{request_id}").expect(200)["messages"]
    assert sorted(each["channel"] for each in messages) == sorted(channels)


def test_a_form_sent_twice_makes_one_request(api: People, desk: Desk) -> None:
    fields = typed(reference="КАСКО-1")

    first, second = made(desk, fields), made(desk, fields)

    assert first == second
    assert len(api.staff.get("/v1/cases").expect(200)["items"]) == 1


def test_a_form_sent_twice_makes_one_request_though_it_would_be_refused_now(
    api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("cases.model", "photos.service.requesting"):
        monkeypatch.setattr(f"chalicelib.features.{module}.OPEN_REQUESTS", 1)
    case = api.staff.post("/v1/cases", {"reference": "КАСКО-1"}).expect(201)
    in_full_case, of_own = typed(case=case["id"]), typed(categories=["keys"], once="another")
    first = [made(desk, in_full_case), made(desk, of_own)]
    api.admin.patch("/v1/account", {"categories": []}).expect(200)

    assert [made(desk, in_full_case), made(desk, of_own)] == first
    assert desk.post(NEW, {**in_full_case, "once": "a third"}).status == 422
    assert desk.post(NEW, {**of_own, "once": "a fourth"}).status == 422


def test_another_form_with_the_same_words_makes_another_request(desk: Desk) -> None:
    assert made(desk, typed()) != made(desk, typed(once="another"))


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"phone": "12345"}, "phone", "There is no such phone number."),
        ({"phone": "123"}, "phone", "Must be one phone number, such as +7 916 123-45-67"),
        ({"phone": "+1 212 555 0100"}, "phone", "SMS to numbers of US are not allowed"),
        ({"phone": ""}, "phone", "Needed to send an SMS."),
        ({"phone": "8 495 123-45-67"}, "phone", "This is not a mobile number"),
        ({"channels": ["email"]}, "email", "Needed to send an e-mail."),
        ({"email": "nobody"}, "email", "Must be an e-mail address"),
        ({"categories": []}, "categories", "Tick at least one."),
        ({"categories": ["wheels"]}, "categories", "No such category"),
        ({"categories": ["<b>"]}, "categories", "Must be a code"),
        ({"comment": "x" * 501}, "comment", "at most 500"),
        ({"plate": "x" * 17}, "plate", "of 1 to 16 characters"),
        ({"reference": "x" * 65}, "reference", "of 1 to 64 characters"),
        ({"expires_in_days": "31"}, "expires_in_days", "Must be 30 or less."),
        ({"expires_in_days": "soon"}, "expires_in_days", "Must be a whole number."),
        ({"expires_in_days": "1", "remind_after_hours": "24"}, "remind_after_hours", "after the request has expired"),
        ({"language": "fr"}, "language", "Must be one of"),
        ({"template": "nothing"}, "template", "no such template"),
        ({"channels": ["pigeon"]}, "channels", "Must be one of"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: Desk, wrong: dict[str, Any], field: str, says: str
) -> None:
    answer = desk.post(NEW, typed(**{"comment": "Дверь", **wrong}))

    assert answer.status == 422
    assert says in answer.text.split(f'id="{field}-wrong">')[1].split("</p>")[0].replace("&#39;", "'")
    assert f'<a href="#{field}">' in answer.text, "the list of problems leads there"
    if "comment" not in wrong:
        assert "\nДверь</textarea>" in answer.text
    assert 'value="one-intention"' in answer.text


def test_several_problems_are_told_at_once(desk: Desk) -> None:
    answer = desk.post(NEW, typed(email="x", categories=[], expires_in_days="0"))

    assert [name for name in ("email", "categories", "expires_in_days") if f'id="{name}-wrong"' in answer.text] == [
        "email",
        "categories",
        "expires_in_days",
    ]


def test_what_the_account_refuses_is_told_with_what_cannot_be_read(desk: Desk) -> None:
    answer = desk.post(NEW, typed(phone="+7 916 1", email="x", categories=["zzz"], remind_after_hours="x"))

    assert re.findall(r'id="(\w+)-wrong"', answer.text) == ["phone", "email", "categories", "remind_after_hours"]


def test_a_reference_that_exists_offers_that_case(api: People, desk: Desk) -> None:
    case = api.staff.post("/v1/cases", {"reference": "КАСКО-1"}).expect(201)

    refused = desk.post(NEW, typed(reference="КАСКО-1"))

    assert refused.status == 409
    assert f'<button name="case" value="{case["id"]}">' in refused.text
    request_id = made(desk, typed(reference="КАСКО-1", do="", case=case["id"]))
    assert api.staff.get(f"/v1/photo-requests/{request_id}").expect(200)["case_id"] == case["id"]


def test_the_form_of_a_case_knows_its_owner(api: People, desk: Desk) -> None:
    owner = {"name": "Иванов", "phone": "+79161234567", "email": "owner@mail.example"}
    case = api.staff.post("/v1/cases", {"reference": "КАСКО-1", "owner": owner}).expect(201)

    answer = desk.get(f"{NEW}?case={case['id']}")

    assert "КАСКО-1" in seen(answer)
    assert 'value="+7 916 123-45-67"' in answer.text
    assert 'value="owner@mail.example"' in answer.text
    assert 'name="reference"' not in answer.text


def test_asking_again_is_about_what_was_missed(api: People, desk: Desk) -> None:
    request = asked(
        api.staff,
        case={"reference": "КАСКО-1"},
        categories=["vin", "odometer"],
        comment="Дверь",
        language="es",
        channels=[],
        email="owner@mail.example",
    )

    answer = desk.get(f"{NEW}?again={request['id']}")

    assert ticked(answer, "categories") == ["vin", "odometer"]
    assert "\nДверь</textarea>" in answer.text
    assert f'name="case" value="{request["case_id"]}"' in answer.text
    assert '<option value="es" lang="es" selected>' in answer.text


def test_asking_again_is_about_what_was_rejected_too(api: People, desk: Desk) -> None:
    request = asked(api.staff, categories=["vin", "damage", "odometer"], channels=[])
    photo_sent(request, category="vin")
    photo_sent(request, category="damage")
    photo_sent(request, b"\xff\xd8\xff no photo at all", category="damage")

    assert ticked(desk.get(f"{NEW}?again={request['id']}"), "categories") == ["damage", "odometer"]

    photo_sent(request, photos_factory.jpeg(200, 100), category="odometer")
    assert ticked(desk.get(f"{NEW}?again={request['id']}"), "categories") == ["damage"]


def test_asking_again_for_what_is_complete_is_about_all_of_it(api: People, desk: Desk) -> None:
    request = asked(api.staff, categories=["vin"], channels=[])
    photo_sent(request, category="vin")

    assert ticked(desk.get(f"{NEW}?again={request['id']}"), "categories") == ["vin"]


def test_asking_again_is_about_the_number_of_photos_that_lack(api: People, desk: Desk) -> None:
    wanted = [{"code": "damage", "min": 3}, {"code": "vin", "min": 2}]
    request = asked(api.staff, categories=wanted, channels=[])
    photo_sent(request, category="damage")
    form = desk.get(f"{NEW}?again={request['id']}")

    again = api.staff.get(f"/v1/photo-requests/{made(desk, {**fields(form), 'phone': PHONE, 'channels': 'sms'})}").json

    assert "At least 2 photos" in seen(form)
    assert {each["code"]: each["min"] for each in again["categories"]} == {"damage": 2, "vin": 2}


def test_numbers_that_the_form_never_had_change_nothing(api: People, desk: Desk) -> None:
    odd = ("damage:0", "damage:99", "damage:x", "<b>:2", "vin:2", "damage")

    request = api.staff.get(f"/v1/photo-requests/{made(desk, typed(categories=['damage'], least=odd))}").json

    assert [(each["code"], each["min"]) for each in request["categories"]] == [("damage", 1)]


def test_another_accounts_case_takes_no_request(api: People, desk: Desk) -> None:
    theirs = asked(api.stranger, channels=[])

    for answer in (
        desk.get(f"{NEW}?case={theirs['case_id']}"),
        desk.get(f"{NEW}?again={theirs['id']}"),
        desk.post(NEW, typed(case=theirs["case_id"])),
        desk.post(NEW, typed(case=theirs["case_id"], do="preview")),
        desk.post(f"{NEW}/preview", typed(case=theirs["case_id"])),
    ):
        assert answer.status == 404
    assert len(api.stranger.get(f"/v1/cases/{theirs['case_id']}/photo-requests").expect(200)["items"]) == 1


@pytest.mark.parametrize("template", ["quick"])
def test_a_template_ticks_its_categories_without_a_script(desk: Desk, template: str) -> None:
    answer = desk.post(NEW, typed(do="template", template=template, comment="Дверь"))

    assert answer.status == 200
    assert ticked(answer, "categories") == ["vin"]
    assert "\nДверь</textarea>" in answer.text


def test_the_preview_is_what_would_be_sent(api: People, desk: Desk) -> None:
    shown = seen(desk.post(f"{NEW}/preview", typed(comment="Снимите дверь")))
    request = api.staff.get(f"/v1/photo-requests/{made(desk, typed(comment='Снимите дверь'))}").expect(200)

    (message,) = request["messages"]
    assert f"Billed as {message['segments']} SMS" in shown
    assert "Страхование: фото авто https://photos.example/r/…" in shown
    assert "> Снимите дверь" in shown
    assert "- Повреждения" in shown


def test_the_preview_works_without_a_script_and_sends_nothing(api: People, desk: Desk) -> None:
    answer = desk.post(NEW, typed(do="preview", language="en", phone=""))

    assert answer.status == 200
    assert "Страхование: photos of your vehicle" in seen(answer)
    assert items() == []
    assert api.staff.get("/v1/cases").expect(200)["items"] == []


def test_the_preview_waits_for_fields_to_be_right(desk: Desk) -> None:
    answer = desk.post(f"{NEW}/preview", typed(expires_in_days="x"))

    assert answer.status == 200
    assert "appear here when" in seen(answer)


def test_hostile_words_stay_words(api: People, desk: Desk) -> None:
    fields = typed(reference=HOSTILE[:64], plate="<b>'\"", comment=HOSTILE, email="owner@mail.example")
    pages = [
        desk.post(NEW, {**fields, "do": "preview"}),
        desk.post(f"{NEW}/preview", fields),
        desk.get(f"/console/requests/{made(desk, fields)}"),
        desk.post(NEW, typed(phone=HOSTILE, template=HOSTILE)),
        desk.get(f"{NEW}?case={HOSTILE}"),
        desk.post("/console/sign-in", {"email": HOSTILE, "next": HOSTILE}),
    ]

    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "script-src https://photos.example/console/assets/;" in page.headers["content-security-policy"]


def test_over_the_quota_the_form_says_when_to_go_on(api: People, desk: Desk) -> None:
    changed = api.account.sms.model_copy(update={"per_phone_per_day": 0})
    accounts.change_account(acting_in(api.account), changes={"sms": changed})

    answer = desk.post(NEW, typed())

    assert answer.status == 429
    assert "This phone has got as many SMS today as the account allows." in seen(answer)
    assert int(answer.headers["retry-after"]) > 0


def test_the_page_of_a_request_has_what_is_handed_over(api: People, desk: Desk) -> None:
    request_id = made(desk, typed(reference="КАСКО-1"))
    request = api.staff.get(f"/v1/photo-requests/{request_id}").expect(200)

    first, second = desk.get(f"/console/requests/{request_id}"), desk.get(f"/console/requests/{request_id}")

    assert f'value="{request["link"]}"' in first.text
    assert f'value="{request["code"]}"' in first.text
    assert f'<img src="{request["qr_url"]}"' in first.text
    assert "data-unsettled" in first.text
    assert "The request is made." in seen(first)
    assert "The request is made." not in seen(second)


def test_a_request_that_has_ended_says_so(api: People, desk: Desk) -> None:
    request_id = made(desk, typed())
    api.staff.post(f"/v1/photo-requests/{request_id}/revoke").expect(200)

    answer = desk.get(f"/console/requests/{request_id}")

    assert "This request has ended" in seen(answer)
    assert "qr.svg" not in answer.text


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_every_page_speaks_the_chosen_language(desk: Desk, language: str) -> None:
    chosen = desk.speaking(language)

    for page in (
        chosen.get(NEW),
        chosen.post(NEW, typed(phone="1")),
        chosen.get(f"/console/requests/{made(desk, typed())}"),
    ):
        assert f'<html lang="{language}">' in page.text
        words = {"ru": "Новый запрос", "es": "Nueva solicitud", "en": "New request"}
        assert [tongue for tongue, word in words.items() if word in seen(page)] == [language]
