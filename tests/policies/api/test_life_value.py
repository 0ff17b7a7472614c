"""The value of life policies by the API and on their page: days left, payout, reasons for none."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.clients.bodies import PERSON, added
from tests.policies.investments import life_policy
from tests.policies.sales import sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.faults import counted


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-27T12:00:00+03:00", tick=False):
        yield


def issued(api: People, **changes: Any) -> str:
    body = life_policy(added(api.key, PERSON), **changes)
    return str(api.key.post("/v1/policies", body).expect(201)["id"])


def level(api: People, value: str, day: str = "2026-11-27", underlying: str = "moex") -> None:
    api.key.put(f"/v1/underlyings/{underlying}/levels/{day}", {"level": value}).expect(200)


def value(api: People, policy_id: str, language: str = "ru") -> dict[str, Any]:
    answer = api.key.get(f"/v1/policies/{policy_id}/life", headers={"Accept-Language": language})
    found: dict[str, Any] = answer.expect(200)
    return found


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("day", "right", "count"),
    [
        ("2026-11-27", "142 дня", 142),
        ("2026-11-28", "141 день", 141),
        ("2026-11-24", "145 дней", 145),
        ("2026-12-28", "111 дней", 111),
        ("2027-04-18", "сегодня", 0),
        ("2027-04-19", "", None),
    ],
)
def test_case_49_days_left(api: People, day: str, right: str, count: int | None) -> None:
    policy_id = issued(api)

    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        found = value(api, policy_id)

    assert (found["days_left_text"], found["days_left"]) == (right, count)


def test_case_50_the_payout_has_its_formula_its_level_and_its_day(api: People) -> None:
    policy_id = issued(api)
    level(api, "900", "2026-11-25")
    level(api, "1138.95345", "2026-11-26")
    value(api, policy_id)  # settings are read once, and kept

    with counted() as calls:
        found = value(api, policy_id)

    assert found["payout"] == {"amount": "5000232.42", "currency": "RUB"}
    assert plain(found["payout_text"]) == "5 000 232,42 ₽"
    assert (found["level"], found["level_on"]) == ("1138.95345", "2026-11-26")
    assert found["underlying"] == {"code": "moex", "label": "Индекс Мосбиржи"}
    assert plain(found["formula"]) == (
        "гарантированная сумма 4 500 000,00 ₽ + сумма инвестирования 4 500 000,00 ₽ × коэффициент участия 80 % × "
        "рост базового актива «Индекс Мосбиржи» (1 138,95345 ÷ 1 000,00 − 1) = 5 000 232,42 ₽"
    )
    assert (found["reason"], found["reason_text"]) == (None, None)
    assert calls.count("Query") == 1


def test_case_50_a_level_that_fell_leaves_the_guaranteed_sum(api: People) -> None:
    policy_id = issued(api)
    level(api, "990")

    found = value(api, policy_id)

    assert plain(found["payout_text"]) == "4 500 000,00 ₽"
    assert plain(found["formula"]).endswith("не вырос: 990 при начальном уровне 1 000,00")


def test_case_50_a_level_of_four_working_days_gives_no_sum(api: People) -> None:
    with time_machine.travel("2026-11-23T12:00:00+03:00", tick=False):  # Monday
        policy_id = issued(api)
        level(api, "1100", "2026-11-23")

    with time_machine.travel("2026-11-26T12:00:00+03:00", tick=False):
        before = value(api, policy_id)
    found = value(api, policy_id)

    assert (before["reason"], before["payout"]["amount"]) == (None, "4860000.00")
    assert (found["payout"], found["formula"], found["reason"]) == (None, None, "no_level")
    assert found["reason_text"] == "Данных нет с 24.11.2026, поэтому сумма не показана."
    assert found["level_on"] == "2026-11-23"


def test_holidays_of_the_accounts_calendar_are_no_working_days(api: People) -> None:
    policy_id = issued(api)
    with time_machine.travel("2026-12-31T12:00:00+03:00", tick=False):
        level(api, "1100", "2026-12-31")

    with time_machine.travel("2027-01-12T12:00:00+03:00", tick=False):  # the second working day of the year
        found = value(api, policy_id)

    assert found["payout"]["amount"] == "4860000.00"


@pytest.mark.parametrize(
    ("language", "payout", "words"),
    [
        ("es", "5.000.232,42 RUB", "capital garantizado 4.500.000,00 RUB + importe invertido"),
        ("en", "RUB 5,000,232.42", "participation 80% × growth of the underlying “MOEX Russia Index” (1,138.95345 ÷"),
    ],
)
def test_other_languages_have_their_own_numbers(api: People, language: str, payout: str, words: str) -> None:
    policy_id = issued(api)
    level(api, "1138.95345")

    found = value(api, policy_id, language)

    assert plain(found["payout_text"]) == payout
    assert words in plain(found["formula"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"paid_instalments": 0}, "not_paid"),
        ({"begins": "2026-12-01"}, "not_begun"),
        ({"ends": "2026-11-26"}, "ended"),
        ({"fields": {"initial_level": None}}, "terms_incomplete"),
        ({"product": "life", "fields": dict.fromkeys(("guaranteed", "invested"), None)}, "no_investment"),
        ({"fields": {"underlying": "gold"}}, "no_level"),
    ],
)
def test_without_a_payout_the_reason_is_said(api: People, changes: dict[str, Any], reason: str) -> None:
    if changes.get("product") == "life":
        names = ("participation", "underlying", "initial_level", "guaranteed", "invested")
        changes = {**changes, "fields": dict.fromkeys(names)}
    policy_id = issued(api, **changes)
    level(api, "1100")

    found = value(api, policy_id)

    assert (found["payout"], found["reason"]) == (None, reason)
    assert found["reason_text"]


def test_the_initial_level_may_come_later(api: People) -> None:
    policy_id = issued(api, fields={"initial_level": None})
    level(api, "1100")

    changed = api.key.patch(f"/v1/policies/{policy_id}", {"version": 1, "fields": {"initial_level": "1000"}})

    assert changed.expect(200)["fields"]["initial_level"] == "1000"
    assert value(api, policy_id)["payout"]["amount"] == "4860000.00"


def test_wrong_terms_of_an_investment_are_not_sold(api: People) -> None:
    body = life_policy(added(api.key, PERSON), fields={"invested": "0", "participation": "-1", "underlying": "oil"})

    refused = api.key.post("/v1/policies", body)

    assert refused.status == 422
    assert set(refused.pointers) == {"/fields/invested", "/fields/participation", "/fields/underlying"}


def test_a_policy_of_a_car_has_no_value(api: People) -> None:
    policy_id = sold(api.key, added(api.key, PERSON))["id"]

    answer = api.staff.get(f"/v1/policies/{policy_id}/life")

    assert (answer.status, answer.json["reason"]) == (409, "not-life")
    assert api.stranger.get(f"/v1/policies/{policy_id}/life").status == 404


def test_the_page_of_a_life_policy_shows_the_payout(api: People) -> None:
    policy_id = issued(api)
    level(api, "1138.95345")

    page = plain(seen(at_desk(api.staff).speaking("ru").get(f"/console/policies/{policy_id}")))

    for words in ("Выплата, если завершить полис сегодня", "5 000 232,42 ₽", "142 дня", "1 138,95345", "27.11.2026"):
        assert words in page


def test_the_page_says_why_there_is_no_payout(api: People) -> None:
    policy_id = issued(api)
    level(api, "1100", "2026-11-23")

    page = seen(at_desk(api.staff).speaking("es").get(f"/console/policies/{policy_id}"))

    assert "No hay datos desde el 24/11/2026" in page


@pytest.mark.parametrize(
    ("code", "value"),
    [("guaranteed", "9000000.00"), ("invested", "1.00"), ("participation", "100"), ("initial_level", "900")],
)
def test_agreed_terms_of_an_investment_are_not_corrected(api: People, code: str, value: str) -> None:
    policy_id = api.key.post("/v1/policies", life_policy(added(api.key, PERSON))).expect(201)["id"]

    answer = api.key.patch(f"/v1/policies/{policy_id}", {"version": 1, "fields": {code: value}})

    assert (answer.status, answer.pointers) == (422, [f"/fields/{code}"])
    assert "cancel the policy and sell it anew" in answer.text
    assert api.key.get(f"/v1/policies/{policy_id}").expect(200)["version"] == 1


def test_an_initial_level_may_come_later_and_others_are_corrected_with_a_trace(api: People) -> None:
    body = life_policy(added(api.key, PERSON), fields={"initial_level": None})
    policy_id = api.key.post("/v1/policies", body).expect(201)["id"]
    path = f"/v1/policies/{policy_id}"

    same = {"guaranteed": "4500000.0", "initial_level": "1000.00", "beneficiary": "Мария"}
    api.key.patch(path, {"version": 1, "fields": same}).expect(200)
    changed = api.key.patch(path, {"version": 2, "fields": {"initial_level": "1001"}})

    history = api.key.get(f"{path}/history").expect(200)["items"]
    corrected = next(each for each in history if each["type"] == "corrected")
    assert corrected["data"]["own_fields"] == ["beneficiary", "guaranteed", "initial_level"]
    assert changed.pointers == ["/fields/initial_level"]
