"""Levels of underlyings by the API: set, corrected with a trace, listed, removed."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.policies.investments import name_underlying
from tests.support.api.client import Answer
from tests.support.api.people import People
from tests.support.faults import counted

MOEX = "/v1/underlyings/moex/levels"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-27T21:30:00Z", tick=False):  # the 28th in Moscow
        yield


def put(api: People, day: str, level: str, underlying: str = "moex") -> Answer:
    return api.key.put(f"/v1/underlyings/{underlying}/levels/{day}", {"level": level})


def listed(api: People, query: str = "") -> list[tuple[str, str]]:
    items = api.staff.get(f"{MOEX}{query}").expect(200)["items"]
    return [(each["day"], each["level"]) for each in items]


def latest(api: People) -> dict[str, Any]:
    items = api.staff.get("/v1/underlyings").expect(200)["items"]
    return {each["code"]: each["latest"] for each in items}


def test_a_level_is_set_once_and_comes_back_exactly(api: People) -> None:
    first = put(api, "2026-11-27", "1138.95345").expect(200)
    with counted() as calls:
        again = put(api, "2026-11-27", "1138.953450").expect(200)

    assert (first["underlying"], first["day"], first["level"], first["former"]) == (
        "moex",
        "2026-11-27",
        "1138.95345",
        [],
    )
    assert first["set_by"].startswith("key:")
    assert again == first
    assert calls.count("TransactWriteItems") == 0


def test_a_correction_keeps_the_former_value(api: People) -> None:
    wrong = put(api, "2026-11-27", "11389.5345").expect(200)

    right = api.admin.put(f"{MOEX}/2026-11-27", {"level": "1138.95345"}).expect(200)

    assert right["level"] == "1138.95345"
    assert right["set_by"].startswith("user:")
    assert right["former"] == [{"level": "11389.5345", "at": wrong["set_at"], "by": wrong["set_by"]}]
    assert latest(api)["moex"] == {"day": "2026-11-27", "level": "1138.95345"}


def test_levels_are_listed_by_day_and_page(api: People) -> None:
    for day in ("2026-11-24", "2026-11-26", "2026-11-25", "2026-11-27"):
        put(api, day, f"10{day[-2:]}").expect(200)
    put(api, "2026-11-27", "1", underlying="gold").expect(200)

    page = api.staff.get(f"{MOEX}?limit=2&to=2026-11-26").expect(200)
    rest = api.staff.get(f"{MOEX}?limit=2&to=2026-11-26&cursor={page['next_cursor']}").expect(200)

    assert [each["day"] for each in page["items"]] == ["2026-11-26", "2026-11-25"]
    assert ([each["day"] for each in rest["items"]], rest["next_cursor"]) == (["2026-11-24"], None)
    assert listed(api, "?from=2026-11-25&to=2026-11-26") == [("2026-11-26", "1026"), ("2026-11-25", "1025")]
    assert listed(api, "?from=2026-11-27&to=2026-11-26") == []
    assert latest(api) == {
        "moex": {"day": "2026-11-27", "level": "1027"},
        "gold": {"day": "2026-11-27", "level": "1"},
    }


def test_a_foreign_cursor_is_told(api: People) -> None:
    assert api.staff.get(f"{MOEX}?cursor=abcd").pointers == ["?cursor"]


def test_a_removed_level_is_gone_and_leaves_the_latest_before_it(api: People) -> None:
    put(api, "2026-11-26", "1100").expect(200)
    put(api, "2026-11-27", "9999").expect(200)

    assert api.key.delete(f"{MOEX}/2026-11-27").status == 204
    assert (listed(api), latest(api)["moex"]) == (
        [("2026-11-26", "1100")],
        {"day": "2026-11-26", "level": "1100"},
    )
    assert api.key.delete(f"{MOEX}/2026-11-27").status == 404
    assert api.key.delete(f"{MOEX}/2026-11-26").status == 204
    assert (listed(api), latest(api)["moex"]) == ([], None)


def test_a_level_after_a_removal_has_the_trace_of_the_removed_one(api: People) -> None:
    put(api, "2026-11-27", "9999").expect(200)
    api.key.delete(f"{MOEX}/2026-11-27")

    after = put(api, "2026-11-27", "1138").expect(200)

    assert [each["level"] for each in after["former"]] == ["9999"]
    assert api.key.delete(f"{MOEX}/2026-11-27").status == 204


@pytest.mark.parametrize(
    ("day", "level", "pointers"),
    [
        ("2026-11-29", "0", ["/day", "/level"]),
        ("2026-11-31", "1,5", ["/day", "/level"]),
        ("1899-12-31", "1", ["/day"]),
        ("yesterday", "-1", ["/day", "/level"]),
        ("2026-11-27", "1138.12345678901", ["/level"]),
    ],
)
def test_everything_wrong_is_told_at_once(api: People, day: str, level: str, pointers: list[str]) -> None:
    found = put(api, day, level)

    assert (found.status, sorted(found.pointers)) == (422, pointers)


def test_a_number_is_no_text(api: People) -> None:
    assert api.key.put(f"{MOEX}/2026-11-27", {"level": 1138.95345}).pointers == ["/level"]


def test_the_day_of_the_accounts_zone_is_the_last_one(api: People) -> None:
    put(api, "2026-11-28", "1138").expect(200)


def test_an_underlying_that_no_product_names_is_unknown(api: People) -> None:
    answers = [put(api, "2026-11-27", "1", underlying="own_index"), api.staff.get("/v1/underlyings/own_index/levels")]
    assert [each.status for each in answers] == [404, 404]

    name_underlying(api, "own_index")

    put(api, "2026-11-27", "1", underlying="own_index").expect(200)
    assert api.stranger.get("/v1/underlyings/own_index/levels").status == 404


def test_levels_of_another_account_are_its_own(api: People) -> None:
    put(api, "2026-11-27", "1138").expect(200)

    assert api.stranger.get(MOEX).expect(200)["items"] == []
    assert api.stranger.delete(f"{MOEX}/2026-11-27").status == 404
    assert listed(api) == [("2026-11-27", "1138")]
