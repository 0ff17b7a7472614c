"""Blocked addresses over HTTP: refused requests, the places of the errors, and the lifting."""

from typing import Any

import pytest

from chalicelib.messaging.reasons import FailureReason
from tests.support.api.client import Answer, Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, blocked

EMAIL = "owner@mail.example"
REQUESTS = "/v1/photo-requests"
BODY = {"phone": PHONE, "email": EMAIL, "channels": ["sms", "email"]}


def detail(answer: Answer) -> str:
    assert answer.status == 422, answer.text
    return str(answer.json["errors"][0]["detail"])


@pytest.mark.parametrize(
    ("channel", "address", "reason", "pointer", "words"),
    [
        ("email", EMAIL, FailureReason.NO_MAILBOX, "/email", "come back"),
        ("email", EMAIL.upper(), FailureReason.MAIL_REFUSED, "/email", "come back"),
        ("email", EMAIL, FailureReason.COMPLAINT, "/email", "spam"),
        ("sms", PHONE, FailureReason.OPTED_OUT, "/phone", "refused SMS"),
    ],
)
def test_asking_is_refused_at_the_field_with_what_to_do(
    api: People, channel: Any, address: str, reason: FailureReason, pointer: str, words: str
) -> None:
    blocked(api.account.id, channel, address, reason)

    answer = api.staff.post(REQUESTS, BODY)

    assert answer.pointers == [pointer]
    assert words in detail(answer)
    assert "administrator" in detail(answer)
    assert api.staff.get("/v1/cases").json["items"] == []  # nothing of it was written


@pytest.mark.parametrize("language", ["ru", "es"])
def test_the_refusal_speaks_the_callers_language(api: People, language: str) -> None:
    english = [detail(refused(api, "en", reason)) for reason in (FailureReason.NO_MAILBOX, FailureReason.COMPLAINT)]
    theirs = [detail(refused(api, language, reason)) for reason in (FailureReason.NO_MAILBOX, FailureReason.COMPLAINT)]

    assert len({*english, *theirs}) == 4


def refused(api: People, language: str, reason: FailureReason) -> Answer:
    blocked(api.account.id, "email", EMAIL, reason)
    return api.staff.post(REQUESTS, BODY, headers={"Accept-Language": language})


def test_the_other_channel_and_another_address_are_free(api: People) -> None:
    blocked(api.account.id)

    asked(api.staff, **{**BODY, "channels": ["sms"]})
    asked(api.staff, **{**BODY, "email": "other@mail.example"})
    asked(api.stranger, **BODY)


def test_sending_again_is_refused_too(api: People) -> None:
    request = asked(api.staff, **BODY)
    blocked(api.account.id, "sms", PHONE, FailureReason.OPTED_OUT)

    assert api.staff.post(f"{REQUESTS}/{request['id']}/resend", {}).pointers == ["/phone"]
    api.staff.post(f"{REQUESTS}/{request['id']}/resend", {"channels": ["email"]}).expect(200)
    assert len(api.staff.get(f"{REQUESTS}/{request['id']}").json["messages"]) == 3


def test_the_list_says_what_is_blocked_and_why_a_page_at_a_time(api: People) -> None:
    blocked(api.account.id, "sms", PHONE, FailureReason.OPTED_OUT)
    for number in range(3):
        blocked(api.account.id, "email", f"{number}@mail.example")

    pages = [api.viewer.get("/v1/suppressions?limit=3").expect(200)]
    pages.append(api.viewer.get(f"/v1/suppressions?limit=3&cursor={pages[0]['next_cursor']}").expect(200))

    items = [item for page in pages for item in page["items"]]
    assert pages[1]["next_cursor"] is None
    assert api.viewer.get("/v1/suppressions?limit=4").expect(200)["next_cursor"] is None  # full, and the last
    assert {item["address"] for item in items} == {PHONE, *(f"{number}@mail.example" for number in range(3))}
    (phone,) = [item for item in items if item["channel"] == "sms"]
    assert (phone["reason"], phone["reason_code"]) == ("the recipient has refused SMS", "opted_out")
    assert api.stranger.get("/v1/suppressions").expect(200) == {"items": [], "next_cursor": None}


def test_an_administrator_lifts_a_block(api: People) -> None:
    suppression = blocked(api.account.id)

    api.admin.delete(f"/v1/suppressions/{suppression}").expect(204)

    asked(api.staff, **BODY)
    assert api.admin.delete(f"/v1/suppressions/{suppression}").status == 404


@pytest.mark.parametrize("unknown", ["email-", "x", "email-%23", "account"])
def test_lifting_what_is_not_blocked_is_not_found(api: People, unknown: str) -> None:
    assert api.admin.delete(f"/v1/suppressions/{unknown}").status == 404


def test_the_console_says_it_at_the_field_and_keeps_what_was_typed(api: People) -> None:
    blocked(api.account.id)
    desk = at_desk(api.staff).speaking("en")
    form: dict[str, str | list[str]] = {
        "do": "send",
        "once": "one",
        "phone": PHONE,
        "email": EMAIL,
        "channels": ["email"],
        "categories": ["damage"],
        "language": "ru",
        "expires_in_days": "7",
        "comment": "The left door",
    }

    answer = desk.post("/console/new", form)

    assert answer.status == 422
    assert "E-mails to this address come back" in seen(answer)
    field = answer.text.split('id="email"')[1].split(">")[0]
    assert 'aria-invalid="true"' in field
    assert "The left door" in answer.text


def test_the_console_says_it_where_a_request_is_sent_again(api: People) -> None:
    request = asked(api.staff, **BODY)
    blocked(api.account.id)

    answer = (
        at_desk(api.staff)
        .speaking("en")
        .post(f"/console/requests/{request['id']}/resend", {"channels": ["sms", "email"]})
    )

    assert answer.status == 422
    assert "E-mails to this address come back" in seen(answer)


def test_openapi_tells_of_both(api: People) -> None:
    paths = Api().get("/v1/openapi.json").json["paths"]

    assert {"/v1/suppressions", "/v1/suppressions/{suppression_id}"} <= paths.keys()
