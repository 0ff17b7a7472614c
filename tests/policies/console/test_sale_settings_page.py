"""The page of the rules for sales."""

from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/settings/sales"
SINCE = {"sell_unconfirmed_from": "01.12.2026"}


def typed(base: str, **changes: str) -> dict[str, str]:
    return {"base": base, "quote_days": "10", "grace_days": "0", "document_days": "90", **SINCE, **changes}


def base_of(page: str) -> str:
    return page.partition('name="base" value="')[2].partition('"')[0]


def test_rules_are_saved_as_people_write_days(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    base = base_of(desk.get(PAGE).text)

    assert desk.post(PAGE, typed(base)).status == 303

    page = desk.get(PAGE)
    assert "Правила продаж сохранены." in seen(page)
    assert 'value="01.12.2026"' in page.text
    rules = api.key.get("/v1/account/sales").expect(200)
    assert {**rules, "version": 0} == {
        "quote_days": 10,
        "grace_days": 0,
        "document_days": 90,
        "sell_unconfirmed_from": "2026-12-01",
        "future_only": True,
        "version": 0,
    }


def test_all_errors_are_told_at_their_fields(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    base = base_of(desk.get(PAGE).text)

    answer = desk.post(PAGE, typed(base, quote_days="0", grace_days="soon", sell_unconfirmed_from="31.02.2026"))

    assert answer.status == 422
    for field in ("quote_days", "grace_days", "sell_unconfirmed_from"):
        assert f'id="{field}-wrong"' in answer.text
    assert 'value="soon"' in answer.text


def test_rules_that_somebody_changed_meanwhile_are_not_written_over(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    base = base_of(desk.get(PAGE).text)
    api.admin.patch("/v1/account/sales", {"version": 0, "quote_days": 5}).expect(200)

    answer = desk.post(PAGE, typed(base))

    assert (answer.status, base_of(answer.text) != base) == (409, True)
    assert desk.post(PAGE, typed(base_of(answer.text))).status == 303


def test_an_empty_day_stands_for_always(api: People) -> None:
    desk = at_desk(api.admin)

    assert desk.post(PAGE, typed(base_of(desk.get(PAGE).text), sell_unconfirmed_from=" ")).status == 303
    assert api.key.get("/v1/account/sales").expect(200)["sell_unconfirmed_from"] is None


def test_later_instalments_are_given_to_the_new_agent_by_a_tick(api: People) -> None:
    desk = at_desk(api.admin)

    assert desk.post(PAGE, typed(base_of(desk.get(PAGE).text), later_agent="yes")).status == 303
    assert api.key.get("/v1/account/sales").expect(200)["future_only"] is False
    assert 'name="later_agent" value="yes" checked' in desk.get(PAGE).text
