"""The ends of a photo request's link and code: their time, and that no end differs from an unknown link."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import boto3
import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.photos import service
from chalicelib.features.photos.service import access
from chalicelib.outbox import events
from tests.photos.photos_factory import jpeg
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, photo_sent, token_of
from tests.support.faults import counted
from tests.support.lambda_events import recorded_log
from tests.support.moto_states import remembered
from tests.support.sending import days_later, keys_in_bucket

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UNKNOWN = "A" * 22
PHOTO = announced(jpeg(450, 200))
CALLS: dict[str, Callable[[Api, str], Answer]] = {
    "page": lambda owner, token: owner.get(f"/r/{token}"),
    "state": lambda owner, token: owner.get(f"/r/{token}/state"),
    "qr code": lambda owner, token: owner.get(f"/r/{token}/qr.svg"),
    "opened": lambda owner, token: owner.post(f"/r/{token}/opened", {}),
    "upload": lambda owner, token: owner.post(f"/r/{token}/uploads", PHOTO),
    "remove": lambda owner, token: owner.delete(f"/r/{token}/uploads/{PHOTO['photo_id']}"),
    "submit": lambda owner, token: owner.post(f"/r/{token}/submit"),
    "plain add": lambda owner, token: owner.post(f"/r/{token}/plain", raw="add=damage", headers=FORM),
    "plain remove": lambda owner, token: owner.post(
        f"/r/{token}/plain", raw=f"remove={PHOTO['photo_id']}", headers=FORM
    ),
    "plain form": lambda owner, token: owner.get(f"/r/{token}/plain/{PHOTO['photo_id']}"),
}


def revoked(api: People, request: Any, _: ExitStack) -> None:
    api.key.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)


def completed(request: Any) -> None:
    Api().post(f"/r/{token_of(request)}/submit").expect(200)


def revoked_when_complete(api: People, request: Any, stack: ExitStack) -> None:
    completed(request)
    revoked(api, request, stack)


def expired(api: People, request: Any, stack: ExitStack) -> None:
    stack.enter_context(days_later(8))


def expired_and_swept(api: People, request: Any, stack: ExitStack) -> None:
    expired(api, request, stack)
    events.sweep_overdue()


def complete_long_ago(api: People, request: Any, stack: ExitStack) -> None:
    completed(request)
    stack.enter_context(days_later(300))


def erased(api: People, request: Any, _: ExitStack) -> None:
    """Delete every row of the request, as erasing will do."""
    table = boto3.resource("dynamodb").Table("cases")
    for item in table.scan()["Items"]:
        if request["case_id"] in item["pk"] or request["id"] in str(item):
            table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})


ENDS = [revoked, revoked_when_complete, expired, expired_and_swept, complete_long_ago, erased]
Answered = tuple[int, dict[str, str], str, list[str]]


def answered(call: str, token: str, address: str) -> Answered:
    """Return the second answer to a call, without the token, and the calls to AWS for it."""
    CALLS[call](Api(address=address), token)
    with counted() as operations:
        answer = CALLS[call](Api(address=address), token)
    return answer.status, dict(answer.headers), answer.text.replace(token, "…"), operations


def opened_with_a_photo(api: People) -> Any:
    request = asked(api.staff)
    photo_sent(request)
    Api().post(f"/r/{token_of(request)}/opened", {}).expect(204)
    return request


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_no_end_can_be_told_from_what_never_was(api: People, end: Callable[..., None]) -> None:
    request = remembered("an opened request with a photo", lambda: opened_with_a_photo(api))
    with ExitStack() as stack:
        end(api, request, stack)

        told = {call: answers(call, token_of(request), number) for number, call in enumerate(CALLS)}

    assert {call: each for call, each in told.items() if each[0][0] != 404 or len(set(map(repr, each))) > 1} == {}


def answers(call: str, token: str, number: int) -> list[Answered]:
    """Return the answers to a call with a token, an unknown and a malformed one, each from its own address."""
    tokens = (token, UNKNOWN, "no token")
    return [answered(call, each, f"192.0.{number}.{place}") for place, each in enumerate(tokens)]


def test_what_was_sent_to_a_link_that_ended_is_as_unknown(api: People) -> None:
    """A photo's own id and bytes open nothing: neither that it was received nor that it was another is told."""
    request, data = asked(api.staff), jpeg(451, 200)
    body = announced(data)
    photo_sent(request, data, photo_id=body["photo_id"])
    revoked(api, request, ExitStack())

    path = f"/r/{token_of(request)}/uploads"
    answers = [Api().post(path, each) for each in (body, {**body, "sha256": "0" * 64}, announced(data))]
    answers.append(Api().delete(f"{path}/{body['photo_id']}"))

    assert {(answer.status, answer.text) for answer in answers} == {(404, Api().post(f"/r/{UNKNOWN}/submit").text)}


@pytest.mark.parametrize("end", [revoked, expired, complete_long_ago], ids=lambda end: end.__name__)
def test_links_that_ended_count_as_guesses_do(api: People, monkeypatch: pytest.MonkeyPatch, end: Any) -> None:
    monkeypatch.setattr(access, "WRONG_TOKENS", 2)
    request = asked(api.staff)
    photo_sent(request)
    with ExitStack() as stack:
        end(api, request, stack)

        statuses = [Api().get(f"/r/{token_of(request)}/state").status for _ in range(3)]

    assert statuses == [404, 404, 429]


def typed(code: str, address: str = "192.0.2.1") -> Answer:
    return Api(address=address).post("/c", raw=f"code={code}", headers=FORM)


@pytest.mark.parametrize("end", [*ENDS, lambda _api, request, _: completed(request)], ids=range(len(ENDS) + 1))
def test_no_code_that_ended_can_be_told_from_one_that_never_was(api: People, end: Callable[..., None]) -> None:
    request = asked(api.staff)
    photo_sent(request)
    assert typed(request["code"]).status == 303
    with ExitStack() as stack:
        end(api, request, stack)
        seen = []
        for number, code in enumerate((request["code"], "00000-00000", "0000-0000", "???")):
            typed(code, f"192.0.2.{number}")
            with counted() as operations:
                answer = typed(code, f"192.0.2.{number}")
            seen.append((answer.status, answer.text.replace(code, "…"), dict(answer.headers), operations))

    assert seen[0][0] == 404
    assert all(each == seen[0] for each in seen)


def test_a_code_is_free_once_its_request_has_ended_and_back_when_that_is_extended(api: People) -> None:
    request = asked(api.staff)
    table = boto3.resource("dynamodb").Table("cases")
    links = len([item for item in table.scan()["Items"] if item["sk"] == "link"])

    with days_later(8):
        events.sweep_overdue()
        assert len([item for item in table.scan()["Items"] if item["sk"] == "link"]) == links - 1
        api.key.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 3}).expect(200)
        assert typed(request["code"]).status == 303
        api.key.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 3}).expect(200)
        assert typed(request["code"]).status == 303


def test_a_complete_request_shows_a_receipt_without_pictures_until_it_would_have_expired(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "min": 1, "max": 2}])
    token, sent = token_of(request), photo_sent(request)
    before = Api().get(f"/r/{token}/state").expect(200)
    assert before["categories"][0]["photos"][0]["thumbnail_url"]

    completed(request)

    after = Api().get(f"/r/{token}/state").expect(200)
    assert (after["status"], after["completed_at"] is not None) == ("completed", True)
    (photo,) = after["categories"][0]["photos"]
    assert (photo["id"], photo["status"], photo["thumbnail_url"]) == (sent, "received", None)
    page = Api().get(f"/r/{token}")
    assert (page.status, "renditions/" in page.text) == (200, False)
    with days_later(6.9):
        assert Api().get(f"/r/{token}").status == 200
    with days_later(7.1):
        assert Api().get(f"/r/{token}").status == 404


@pytest.mark.parametrize("end", [revoked_when_complete, expired_and_swept], ids=lambda end: end.__name__)
def test_what_has_ended_can_be_withdrawn_and_counts_as_it_did(api: People, end: Callable[..., None]) -> None:
    request = asked(api.staff)
    photo_sent(request)
    with ExitStack() as stack:
        end(api, request, stack)
        figures = api.key.get("/v1/figures").expect(200)
        for _ in range(2):
            revoked(api, request, stack)

        assert api.key.get(f"/v1/photo-requests/{request['id']}").expect(200)["status"] == "revoked"
        assert api.key.get("/v1/figures").expect(200) == figures
        assert api.key.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 1}).status == 409
        assert len(api.key.get(f"/v1/cases/{request['case_id']}/attachments").json["items"]) == 1


def sent_but_not_told(request: Any) -> str:
    """Put a photo into the bucket whose event is still under way; return its key."""
    data = jpeg(460, 200)
    key: str = Api().post(f"/r/{token_of(request)}/uploads", announced(data)).expect(201)["fields"]["key"]
    boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)
    return key


def test_what_arrives_after_a_withdrawal_is_not_kept(api: People) -> None:
    request = asked(api.staff)
    key = sent_but_not_told(request)
    revoked(api, request, ExitStack())

    for _ in range(2):
        assert service.file_photo(service.Arrived(key=key, version_id=None)) == "rejected"
        assert keys_in_bucket("incoming/") == keys_in_bucket("renditions/") == set()
        boto3.client("s3").put_object(Bucket="photos", Key=key, Body=b"again")  # its form still works for minutes

    assert api.key.get(f"/v1/cases/{request['case_id']}/attachments").json["items"] == []
    shown = api.key.get(f"/v1/photo-requests/{request['id']}").expect(200)
    assert (shown["status"], shown["rejected"], shown["categories"][0]["pending"]) == ("revoked", 1, 0)


def test_a_withdrawal_while_a_photo_is_being_filed_wins(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(api.staff)
    key = sent_but_not_told(request)
    commit, moments = Transaction.commit, iter([lambda: revoked(api, request, ExitStack())])

    def late(tx: Transaction) -> None:
        next(moments, lambda: None)()
        commit(tx)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", late)
        assert service.file_photo(service.Arrived(key=key, version_id=None)) == "rejected"

    assert keys_in_bucket("incoming/") == keys_in_bucket("renditions/") == set()


def test_what_was_sent_before_completion_or_expiry_is_filed_when_it_arrives(api: People) -> None:
    for end in (lambda request, _: completed(request), lambda _, stack: stack.enter_context(days_later(8))):
        request = asked(api.staff, categories=[{"code": "damage", "max": 2}])
        photo_sent(request)
        key = sent_but_not_told(request)
        with ExitStack() as stack:
            end(request, stack)

            assert service.file_photo(service.Arrived(key=key, version_id=None)) == "filed"

            shown = api.key.get(f"/v1/photo-requests/{request['id']}").expect(200)
            assert (shown["status"] in {"completed", "expired"}, shown["photos"]) == (True, 2)


# --- Guessing codes --------------------------------------------------------------------------------------------------


def test_a_new_code_has_fifty_bits_and_an_old_one_works_until_its_request_ends(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = asked(api.staff)
    monkeypatch.setattr("chalicelib.features.photos.service.new_requests.CODE_LENGTH", 8)
    old = asked(api.staff)

    assert (len(new["code"]), len(old["code"])) == (11, 9)
    for request in (new, old):
        answer = typed(f" {request['code'].lower().replace('-', ' ')} ")
        assert (answer.status, answer.headers["location"]) == (303, f"r/{token_of(request)}")
        revoked(api, request, ExitStack())
        assert typed(request["code"]).status == 404


@pytest.mark.parametrize("length", [8, 10])
def test_a_repeated_call_answers_with_the_same_code(api: People, monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    monkeypatch.setattr("chalicelib.features.photos.service.new_requests.CODE_LENGTH", length)
    body, key = {"categories": ["damage"]}, {"Idempotency-Key": "1"}

    first, second = (api.staff.post("/v1/photo-requests", body, headers=key).expect(201) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("guesser", "neighbour"),
    [
        (lambda n: f"2001:db8:1:{n:x}::1", "2001:db8:2::1"),
        (lambda n: f"192.0.2.{n}", "192.0.3.1"),
    ],
    ids=["/48", "/24"],
)
def test_a_whole_network_has_a_few_addresses_worth_of_tries(
    api: People, monkeypatch: pytest.MonkeyPatch, guesser: Callable[[int], str], neighbour: str
) -> None:
    monkeypatch.setattr(access, "CODE_TRIES", 1)
    tries = 4 if ":" in neighbour else 10

    statuses = [typed("00000-00000", guesser(number)).status for number in range(tries + 1)]

    assert statuses == [404] * tries + [429]
    assert typed("00000-00000", neighbour).status == 404


def test_wrong_codes_from_everywhere_have_a_budget_and_are_told(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.base.settings import settings  # noqa: PLC0415

    request = asked(api.staff)
    monkeypatch.setenv("WRONG_CODES_PER_HOUR", "3")
    settings.cache_clear()
    with recorded_log() as log:
        statuses = [typed("00000-00000", f"10.{number}.0.1").status for number in range(3)]
        good = typed(request["code"], "10.99.0.1")
    settings.cache_clear()

    assert statuses == [404] * 3
    assert (good.status, 0 < int(good.headers["retry-after"]) <= 3600) == (429, True)
    assert len(log.named("wrong_code")) == 3
    assert Api().get(f"/r/{token_of(request)}").status == 200


def test_right_codes_use_up_no_budget(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.base.settings import settings  # noqa: PLC0415

    request = asked(api.staff)
    monkeypatch.setenv("WRONG_CODES_PER_HOUR", "1")
    settings.cache_clear()

    assert [typed(request["code"], f"10.{number}.0.1").status for number in range(3)] == [303] * 3
    settings.cache_clear()
