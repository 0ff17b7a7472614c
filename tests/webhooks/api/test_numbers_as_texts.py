"""A mapping turns numbers into text where the field is one, and nothing else anywhere."""

import json
from typing import Any

import pytest

from chalicelib.features.webhooks.mapping import number_text
from chalicelib.identity.model import Scope
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.webhooks.api.test_signed_calls import PATH, BackEnd, back_end, insurer, map_key

__all__ = ["insurer"]
CONSTANTS: dict[str, Any] = {"channels": [], "categories": ["damage"]}
MAPPING: dict[str, Any] = {
    "fields": {
        "claim.number": "case.reference",
        "claim.phone": "phone",
        "car": "case.vehicle",
        "days": "expires_in_days",
    },
    "constants": CONSTANTS,
}
#: By the number in JSON, its text.
NUMBERS = {
    "12345": "12345",
    "0": "0",
    "-7": "-7",
    "12345.0": "12345",
    "1e3": "1000",
    "1.2345E4": "12345",
    "12.50": "12.5",
    "-0.0": "0",
    "1e-7": "0.0000001",
    "123456789012345678901234567890": "123456789012345678901234567890",
    "123456789012345.0": "123456789012345",
}
#: Values that would be a guess, or no text.
OTHERS = ("true", "false", "[1]", '{"no": 1}', "0.30000000000000004", "12345678901234567.0")


def claim(number: str) -> str:
    return f'{{"claim": {{"number": {number}}}}}'


def reference_of(api: People, case_id: str) -> Any:
    return api.staff.get(f"/v1/cases/{case_id}").expect(200)["reference"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_a_text_where_the_field_is_one(api: People, insurer: BackEnd, number: str) -> None:
    map_key(api, insurer, MAPPING).expect(200)

    tried = api.staff.call("POST", f"{PATH}/dry-run", raw=f'{{"key_id": "{insurer.key_id}", "body": {claim(number)}}}')
    made = insurer.send(signed=claim(number)).expect(201)

    assert reference_of(api, made["case_id"]) == NUMBERS[number]
    assert tried.expect(200)["accepted"]
    assert tried.json["body"]["case"] == {"reference": NUMBERS[number]}


@pytest.mark.parametrize("other", OTHERS)
def test_what_would_be_a_guess_is_refused_where_it_was_sent(api: People, insurer: BackEnd, other: str) -> None:
    map_key(api, insurer, MAPPING).expect(200)

    tried = api.staff.call("POST", f"{PATH}/dry-run", raw=f'{{"key_id": "{insurer.key_id}", "body": {claim(other)}}}')
    answer = insurer.send(signed=claim(other))

    expected = [{"pointer": "/claim/number", "detail": "Must be a text."}]
    assert (answer.status, answer.json["errors"]) == (422, expected)
    assert (tried.json["accepted"], tried.json["problems"]) == (False, expected)


def test_phones_and_parts_of_what_is_mapped_whole_are_texts_too(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer, MAPPING).expect(200)

    made = insurer.send({"claim": {"phone": 79161234567.0}, "car": {"plate": 777, "make": 2107}, "days": 3}).expect(201)

    assert made["phone"] == "+79161234567"
    vehicle = api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)["vehicle"]
    assert (vehicle["plate"], vehicle["make"]) == ("777", "2107")


def test_constants_and_numbers_that_are_numbers_stay_as_they_are(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer, {**MAPPING, "constants": {**CONSTANTS, "comment": 5}}).expect(200)

    answer = insurer.send({"days": "3"})

    assert (answer.status, answer.pointers) == (422, ["/comment", "/days"])


def test_without_a_mapping_nothing_is_guessed(api: People, insurer: BackEnd) -> None:
    ours = {"case": {"reference": 12345}, "categories": ["damage"]}

    assert insurer.send(ours).pointers == ["/case/reference"]
    assert api.staff.post("/v1/photo-requests", ours).pointers == ["/case/reference"]
    assert api.staff.post("/v1/cases", {"reference": 12345}).pointers == ["/reference"]
    assert api.staff.post(f"{PATH}/dry-run", {"body": ours}).expect(200)["accepted"] is False


@pytest.mark.parametrize(
    ("sent", "known"), [("1.0", "1"), ("1.0", "1.0"), ("1", "1"), ("1e3", "1000"), ("true", "true")]
)
def test_a_table_of_values_knows_a_number_however_it_is_written(
    api: People, insurer: BackEnd, sent: str, known: str
) -> None:
    mapping = {**MAPPING, "fields": {"line": "case.process"}, "values": {"case.process": {known: "osago"}}}
    map_key(api, insurer, mapping).expect(200)

    made = insurer.send(signed=f'{{"line": {sent}}}').expect(201)

    assert api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)["process"] == "osago"


@pytest.mark.parametrize("value", [True, None, "1", [], float("nan"), float("inf")])
def test_what_is_no_number_has_no_text(value: object) -> None:
    assert number_text(value) is None


def test_a_dry_run_shows_a_keys_mapping_to_itself_and_to_who_may_read_settings(api: People, insurer: BackEnd) -> None:
    secret = {**MAPPING, "constants": {**CONSTANTS, "comment": "s3cret"}}
    map_key(api, insurer, secret).expect(200)
    other = back_end(api, Scope.REQUESTS_WRITE)
    body = {"body": json.loads(claim("1")), "key_id": insurer.key_id}

    refused = Api(f"Bearer {other.key}").post(f"{PATH}/dry-run", body)

    assert (refused.status, "s3cret" in refused.text) == (403, False)
    assert "account:read" in refused.json["detail"]
    reader = back_end(api, Scope.REQUESTS_WRITE, Scope.ACCOUNT_READ)
    for caller in (Api(f"Bearer {insurer.key}"), Api(f"Bearer {reader.key}"), api.staff):
        assert caller.post(f"{PATH}/dry-run", body).expect(200)["body"]["comment"] == "s3cret"
    assert Api(f"Bearer {other.key}").post(f"{PATH}/dry-run", {**body, "mapping": MAPPING}).expect(200)["accepted"]
