"""Photo requests over HTTP, as staff make and follow them."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from tests.support.api.client import Api, as_key
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, photo_sent, token_of
from tests.support.sweeping import sweep_cases

REQUESTS = "/v1/photo-requests"


def shown(api: People, request: Any) -> Any:
    return api.key.get(f"{REQUESTS}/{request['id']}").expect(200)


def later(**delta: int) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(**delta), tick=True)


def test_asking_with_nothing_asks_for_the_usual(api: People) -> None:
    request = api.key.post(REQUESTS, {}).expect(201)

    assert [(each["code"], each["min"], each["received"]) for each in request["categories"]] == [
        ("exterior", 1, 0),
        ("damage", 1, 0),
    ]
    assert (request["status"], request["language"], request["messages"]) == ("created", "ru", [])
    assert request["link"] == f"https://photos.example/r/{token_of(request)}"
    assert len(token_of(request)) == 22
    assert request["qr_url"] == request["link"] + "/qr.svg"
    assert api.viewer.get(f"/v1/cases/{request['case_id']}").expect(200)["status"] == "waiting"


def test_messages_go_by_each_channel_once(api: People) -> None:
    request = api.staff.post(
        REQUESTS, {"phone": "8 916 1234567", "email": "m@example.org", "channels": ["email", "sms", "email"][:2]}
    ).expect(201)

    messages = {message["channel"]: message for message in request["messages"]}
    assert len(request["messages"]) == 2
    assert messages["sms"]["to"] == PHONE
    assert messages["sms"]["segments"] >= 1
    assert (messages["email"]["to"], messages["email"]["segments"]) == ("m@example.org", None)
    assert {message["status"] for message in request["messages"]} == {"queued"}
    assert shown(api, request) == request


def test_categories_may_be_codes_objects_all_or_a_templates(api: People) -> None:
    some = asked(api.staff, categories=["vin", {"code": "damage", "min": 2, "max": 4}, {"code": "keys", "min": 5}])
    everything = asked(api.staff, categories="all")
    template = api.staff.post(REQUESTS, {"template": "quick"}).expect(201)

    assert [(each["code"], each["min"], each["max"]) for each in some["categories"]] == [
        ("vin", 1, 10),
        ("damage", 2, 4),
        ("keys", 5, 5),
    ]
    assert len(everything["categories"]) == 7
    assert [each["code"] for each in template["categories"]] == ["vin"]


def test_an_existing_cases_owner_is_asked(api: People) -> None:
    case = api.staff.post("/v1/cases", {"owner": {"phone": "916 123 45 67", "email": "m@example.org"}}).expect(201)

    request = asked(api.staff, case_id=case["id"], channels=["sms", "email"], language="es")

    assert (request["phone"], request["email"], request["language"]) == (PHONE, "m@example.org", "es")
    assert request["categories"][0]["label"] == "Daños"


def test_spanish_numbers_need_no_country_code_either(api: People) -> None:
    assert asked(api.staff, phone="612 345 678", channels=["sms"])["phone"] == "+34612345678"


def test_requests_of_a_case_are_listed_oldest_first(api: People) -> None:
    first = asked(api.staff)
    second = asked(api.staff, case_id=first["case_id"])

    listed = api.staff.get(f"/v1/cases/{first['case_id']}/photo-requests").expect(200)

    assert [item["id"] for item in listed["items"]] == [first["id"], second["id"]]
    assert listed["items"][0]["link"] == first["link"]


def test_a_case_has_so_many_open_requests_that_its_row_stays_small(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("cases.model", "photos.service.requesting", "photos.service.following_up"):
        monkeypatch.setattr(f"chalicelib.features.{module}.OPEN_REQUESTS", 2)
    first = asked(api.staff)
    body = {"case_id": first["case_id"], "channels": []}
    second = asked(api.staff, **body)

    (refused,) = api.staff.post(REQUESTS, body).expect(422)["errors"]
    assert (refused["pointer"], refused["detail"].split(",")[0]) == ("/case_id", "This case has 2 open requests")
    api.staff.post(f"{REQUESTS}/{first['id']}/extend", {"days": 2}).expect(200)
    with time_machine.travel(now() + timedelta(days=31)):
        for _ in range(2):
            asked(api.key, **body)
        refused = api.key.post(f"{REQUESTS}/{second['id']}/extend", {"days": 1}).expect(409)
    assert "2 open requests" in refused["detail"]


def test_who_may_only_read_gets_no_link_to_act_as_the_owner_with(api: People) -> None:
    request = asked(api.staff)
    _, secret = api_keys.add_api_key(account_id=api.account.id, name="Reads", scopes=frozenset({Scope.CASES_READ}))
    paths = (
        f"{REQUESTS}/{request['id']}",
        f"/v1/cases/{request['case_id']}",
        f"/v1/cases/{request['case_id']}/photo-requests",
    )

    for reader, path in itertools.product((api.viewer, as_key(secret)), paths):
        answer = reader.get(path)
        shown = answer.expect(200)
        (seen,) = shown.get("requests") or shown.get("items") or [shown]
        assert (seen["id"], seen["link"], seen["code"], seen["qr_url"]) == (request["id"], None, None, None)
        assert token_of(request) not in answer.text
        assert request["code"] not in answer.text
    assert api.staff.get(paths[0]).expect(200)["link"] == request["link"]


def test_resending_adds_messages(api: People) -> None:
    request = asked(api.staff, phone=PHONE, email="m@example.org", channels=["sms"])
    path = f"{REQUESTS}/{request['id']}/resend"

    api.staff.post(path).expect(200)
    again = api.staff.post(path, {"channels": ["email"]}).expect(200)

    assert [message["channel"] for message in again["messages"]] == ["sms", "sms", "email"]
    assert again["link"] == request["link"]


@pytest.mark.parametrize(
    ("channels", "pointer"), [(["email"], "/email"), ([], "/channels"), (["fax"], "/channels/0"), (["sms"], "/phone")]
)
def test_resending_where_it_cannot_go_is_refused(api: People, channels: list[str], pointer: str) -> None:
    request = asked(api.staff)

    assert api.staff.post(f"{REQUESTS}/{request['id']}/resend", {"channels": channels}).pointers == [pointer]


def test_what_was_sent_by_no_channel_cannot_be_sent_again_without_one(api: People) -> None:
    assert api.staff.post(f"{REQUESTS}/{asked(api.staff)['id']}/resend").pointers == ["/channels"]


def test_a_revoked_requests_link_is_like_one_that_never_was(api: People) -> None:
    request = asked(api.staff)
    token = token_of(request)
    photo_sent(request)

    revoked = api.staff.post(f"{REQUESTS}/{request['id']}/revoke").expect(200)
    repeated = api.staff.post(f"{REQUESTS}/{request['id']}/revoke").expect(200)

    assert (revoked["status"], revoked["photos"]) == ("revoked", 1)
    assert repeated == revoked
    for language in ("ru", "es", "en"):
        for path in ("/r/{}/state", "/r/{}", "/r/{}/qr.svg"):
            refused = Api().get(path.format(token), headers={"Accept-Language": language})
            unknown = Api().get(path.format("A" * 22), headers={"Accept-Language": language})
            assert (refused.status, refused.text) == (404, unknown.text)
            assert refused.headers == unknown.headers
    assert api.staff.post(f"{REQUESTS}/{request['id']}/extend", {"days": 1}).status == 409
    assert api.staff.post(f"{REQUESTS}/{request['id']}/resend", {"channels": ["sms"]}).status == 409


def test_owners_of_closed_requests_learn_no_more_than_those_of_none(api: People) -> None:
    revoked, unknown = asked(api.staff), "B" * 22
    api.staff.post(f"{REQUESTS}/{revoked['id']}/revoke").expect(200)

    for path in ("/r/{}/opened", "/r/{}/submit"):
        one, other = (Api().post(path.format(token), {}) for token in (token_of(revoked), unknown))
        assert (one.status, one.text, one.headers) == (404, other.text, other.headers)


def test_an_expired_request_keeps_its_photos_and_can_be_extended(api: People) -> None:
    request = asked(api.staff, expires_in_days=1)
    photo_sent(request)

    with later(days=2):
        before_sweep = shown(api, request)
        closed = Api().get(f"/r/{token_of(request)}/state")
        sweep_cases()
        expired = shown(api, request)
        extended = api.key.post(f"{REQUESTS}/{request['id']}/extend", {"days": 3}).expect(200)
        reopened = Api().get(f"/r/{token_of(request)}/state")

    assert (before_sweep["status"], expired["status"], expired["photos"]) == ("expired", "expired", 1)
    assert closed.status == 404
    assert extended["status"] == "in_progress"
    assert reopened.expect(200)["categories"][0]["photos"][0]["status"] == "received"
    assert len(api.staff.get(f"/v1/cases/{request['case_id']}/attachments").json["items"]) == 1


@pytest.mark.parametrize("days", [0, 31, "5", None])
def test_days_have_bounds(api: People, days: Any) -> None:
    assert api.staff.post(f"{REQUESTS}/{asked(api.staff)['id']}/extend", {"days": days}).pointers == ["/days"]


def test_a_request_is_not_prolonged_for_ever(api: People) -> None:
    request = asked(api.staff, expires_in_days=30)

    answers = [api.staff.post(f"{REQUESTS}/{request['id']}/extend", {"days": 20}).status for _ in range(2)]

    assert answers == [200, 422]


def test_a_reminder_goes_out_once_when_it_is_due(api: People) -> None:
    request = asked(api.staff, phone=PHONE, channels=["sms"], remind_after_hours=24)

    sweep_cases()
    assert [message["kind"] for message in shown(api, request)["messages"]] == ["invitation"]
    with later(hours=25):
        sweep_cases()
        sweep_cases()
        messages = shown(api, request)["messages"]

    assert [message["kind"] for message in messages] == ["invitation", "reminder"]


def test_completion_is_seen_by_staff(api: People) -> None:
    request = asked(api.staff)
    owner, token = Api(), token_of(request)
    early = owner.post(f"/r/{token}/submit")
    photo_sent(request)
    owner.post(f"/r/{token}/opened", {"device": "phone"}).expect(204)

    submitted = [owner.post(f"/r/{token}/submit").expect(200) for _ in range(2)]

    assert early.expect(409)["missing"] == ["damage"]
    assert submitted == [{"status": "completed"}] * 2
    seen = shown(api, request)
    assert (seen["status"], seen["missing"], seen["photos"]) == ("completed", [], 1)
    assert seen["completed_at"] is not None
    case = api.viewer.get(f"/v1/cases/{request['case_id']}").expect(200)
    assert (case["status"], case["attachment_counts"]) == ("received", {"damage": 1})
    assert owner.post(f"/r/{token}/uploads", {**BODY, "category": "damage"}).status == 410
    assert api.staff.post(f"{REQUESTS}/{request['id']}/revoke").expect(200)["status"] == "revoked"
    assert owner.post(f"/r/{token}/uploads", {**BODY, "category": "damage"}).status == 404


BODY = {"photo_id": "01J9Z6X0000000000000000000", "bytes": 5, "content_type": "image/jpeg", "sha256": "0" * 64}


def test_sms_quotas_are_told_with_when_to_try_again(api: People) -> None:
    api.admin.patch("/v1/account", {"quotas": {"per_phone_per_day": 1}}).expect(200)
    asked(api.staff, phone=PHONE, channels=["sms"])

    refused = api.staff.post(REQUESTS, {"phone": PHONE, "channels": ["sms"]})

    assert refused.expect(429)["type"] == "urn:osmotr:problem:quota-exceeded"
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert len(api.viewer.get("/v1/cases").json["items"]) == 1


def test_attachments_are_listed_by_page_and_category_and_deleted_by_administrators(api: People) -> None:
    request = asked(api.staff, categories=["damage", "vin"])
    for place in range(3):
        photo_sent(request, data=photo(place))
    photo_sent(request, data=photo(9), category="vin")
    path = f"/v1/cases/{request['case_id']}/attachments"

    page = api.viewer.get(f"{path}?limit=2&category=damage").expect(200)
    rest = api.viewer.get(f"{path}?limit=2&category=damage&cursor={page['next_cursor']}").expect(200)
    vin = api.viewer.get(f"{path}?group=initial_inspection&category=vin").expect(200)["items"]

    names = [item["file_name"] for item in page["items"] + rest["items"]]
    assert names == ["Повреждения-01.jpg", "Повреждения-02.jpg", "Повреждения-03.jpg"]
    assert rest["next_cursor"] is None
    assert [item["file_name"] for item in vin] == ["VIN-01.jpg"]
    assert "attachment" in vin[0]["urls"]["original"]
    assert api.staff.delete(f"/v1/attachments/{vin[0]['id']}").status == 403
    assert api.admin.delete(f"/v1/attachments/{vin[0]['id']}").status == 204
    assert api.admin.delete(f"/v1/attachments/{vin[0]['id']}").status == 404
    assert len(api.viewer.get(path).json["items"]) == 3


def photo(place: int) -> bytes:
    """Return photos that differ, since the same one is not taken twice."""
    from tests.photos.photos_factory import jpeg  # noqa: PLC0415 - draws with Pillow, which few tests here need

    return jpeg(200 + place, 200)


def test_the_owner_removes_a_photo_and_may_send_it_again(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 1}])
    owner, uploads = Api(), f"/r/{token_of(request)}/uploads"
    first = photo_sent(request)

    full = owner.post(uploads, {**BODY, "category": "damage"})
    removed = [owner.delete(f"{uploads}/{first}").status for _ in range(2)]
    photo_sent(request)

    assert full.expect(409)["full"] == "damage"
    assert removed == [204, 204]
    assert owner.delete(f"{uploads}/01J9Z6X0000000000000000000").status == 404
    photos = owner.get(f"/r/{token_of(request)}/state?lang=en").expect(200)["categories"][0]["photos"]
    assert [each["status"] for each in photos] == ["received"]


def test_the_state_is_shown_in_the_language_asked_for(api: People) -> None:
    path = f"/r/{token_of(asked(api.staff, comment='Спасибо'))}/state"

    assert Api().get(path).expect(200)["categories"][0]["label"] == "Повреждения"
    assert Api().get(f"{path}?lang=es").expect(200)["categories"][0]["label"] == "Daños"
    assert Api().get(f"{path}?lang=de").expect(200)["language"] == "ru"
    assert Api().get(path).json["account"]["phones"][0]["display"] == "+7 495 123-45-67"


def test_the_typed_code_leads_to_the_page(api: People) -> None:
    request = asked(api.staff)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    good = Api().post("/c", raw=f"code={request['code'].lower()}", headers=form)
    pasted = [
        Api().post("/c", raw=urlencode({"code": text}), headers=form)
        for text in (
            f"Код: {request['code']}",
            f"Фото авто: {request['link']}",
            "x" * 500 + f": {request['code']}",
        )
    ]
    wrong = Api().post("/c", raw="code=0000-0000", headers=form)

    assert [(each.status, each.headers["location"]) for each in (good, *pasted)] == [
        (303, f"r/{token_of(request)}")
    ] * 4
    assert wrong.status == 404
