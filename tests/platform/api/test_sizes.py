"""Items too large for a table are refused at their field, by bytes and not by letters."""

from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import TooLarge
from chalicelib.http.problems import LONGEST_POINTER, MOST_FINDINGS
from chalicelib.messaging.table import SuppressionRow
from tests.support.api.people import People
from tests.support.world import World

ACCOUNT = "/v1/account"


def processes(count: int) -> list[dict[str, Any]]:
    """Return processes of 17,000 bytes and 7,200 letters each."""
    fields = [{"code": f"field_{place}", "labels": dict.fromkeys(("ru", "es", "en"), "ы" * 60)} for place in range(40)]
    return [{"code": f"process_{place}", "labels": {"ru": "П"}, "fields": fields} for place in range(count)]


def categories(hint: str) -> list[dict[str, Any]]:
    """Return as many categories as an account may have of its own, with hints in three languages."""
    hints = dict.fromkeys(("ru", "es", "en"), hint)
    return [{"code": f"category_{place}", "labels": {"ru": "К"}, "hints": hints} for place in range(46)]


def test_settings_may_take_all_the_room_that_they_are_said_to_have_in_any_script(api: People) -> None:
    changed = api.admin.patch(ACCOUNT, {"processes": processes(30), "categories": categories("ы" * 300)}).expect(200)

    found = api.admin.get(ACCOUNT).expect(200)
    assert len(found["processes"]) == len(changed["processes"]) == 30
    assert len(found["categories"]) == len(changed["categories"]) == 46 + 6


def test_settings_of_more_bytes_are_refused_and_say_how_many_there_may_be(api: People) -> None:
    long = categories("\U0001f697" * 300)
    for each in long:
        each["labels"] = dict.fromkeys(("ru", "es", "en"), "\U0001f697" * 60)

    (error,) = api.admin.patch(ACCOUNT, {"categories": long, "name": "Иное"}).expect(422)["errors"]

    assert error["pointer"] == "/categories"
    assert "200000" in error["detail"].replace(",", "").replace(" ", "")
    assert api.admin.get(ACCOUNT).expect(200)["version"] == 1


def test_texts_of_a_conversion_fit_in_any_script(api: People) -> None:
    fields = [{"code": f"field_{place}", "labels": {"ru": "П"}} for place in range(40)]
    api.admin.patch(ACCOUNT, {"processes": [{"code": "long", "labels": {"ru": "П"}, "fields": fields}]}).expect(200)
    case = api.admin.post("/v1/cases", {}).expect(201)

    converted = api.admin.post(
        f"/v1/cases/{case['id']}/convert",
        {"process": "long", "fields": {each["code"]: "\U0001f697" * 500 for each in fields}},
    ).expect(200)

    assert len(converted["fields"]) == 40


@pytest.mark.parametrize("text", ["x" * 420_000, "ы" * 210_000])
@pytest.mark.parametrize("way", ["save", "transaction", "key"])
def test_whatever_a_field_let_through_is_too_large_and_no_fault_of_ours(world: World, text: str, way: str) -> None:
    row = SuppressionRow("a" if way != "key" else text[:3000], "b", document={"text": text})
    tx = Transaction()
    tx.put(row)

    with pytest.raises(TooLarge):
        row.save() if way == "save" else tx.commit()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/photo-requests", {"categories": ["no code!"] * 5000}),
        ("/v1/photo-requests", {"case": {"owner": {f"unknown_{place}": 1 for place in range(5000)}}}),
        ("/v1/cases", {"я" * 200_000: 1}),
        ("/v1/cases", {"loss": {"~" * 200_000: 1}}),
        ("/v1/sessions", {f"unknown_{place}": 1 for place in range(5000)}),
    ],
    ids=["entries", "fields", "a name", "a name that is escaped", "before anybody has signed in"],
)
def test_however_much_is_wrong_the_answer_can_be_sent(api: People, path: str, body: dict[str, Any]) -> None:
    answer = api.staff.post(path, body)

    assert 0 < len(answer.expect(422)["errors"]) <= MOST_FINDINGS
    assert max(map(len, answer.pointers)) <= LONGEST_POINTER
    assert len(answer.text) < 1_000_000


@pytest.mark.parametrize("body", [{"k" * 2000: [1] * 1500}, {"k": "x" * 1_500_000}, {"k": ["x"] * 5000}])
@pytest.mark.parametrize("mapping", [{"fields": {"a": "comment"}}, {"fields": {"k": "comment"}}, None])
def test_what_a_dry_run_shows_can_be_sent(api: People, body: dict[str, Any], mapping: dict[str, Any] | None) -> None:
    answer = api.staff.post("/v1/hooks/photo-requests/dry-run", {"body": body, "mapping": mapping})

    assert len(answer.expect(200)["unused"]) <= MOST_FINDINGS
    assert len(answer.text) < 1_000_000
