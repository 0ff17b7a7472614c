"""The page of rates of commission: the list, and the form of a new rate."""

from datetime import date

import pytest

from chalicelib.features.policies.rates import rate_on
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

RATES = "/console/settings/rates"


def typed(**changes: str) -> dict[str, str]:
    return {"product": "kasko", "agent_id": "", "since": "01.12.2026", "percent": "12,5", **changes}


def agent(api: People) -> str:
    return f"sub-agent-{api.account.id}"


def test_a_rate_is_set_as_people_write_numbers(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")

    assert "Ставок пока нет" in seen(desk.get(RATES))
    done = desk.post(RATES, typed())
    own = desk.post(RATES, typed(agent_id=agent(api), percent=" 15 % ", since="2027-01-01"))

    assert (done.status, own.status) == (303, 303)
    page = seen(desk.get(RATES)).replace("\u00a0", " ")
    assert "Ставка установлена." in page
    assert all(
        words in page for words in ("КАСКО", "Все агенты", "01.12.2026", "12,5 %", "15 %", "agent@staff.example")
    )
    assert rate_on(api.account.id, "kasko", agent(api), date(2027, 1, 1)) == 15


def test_all_errors_are_told_at_their_fields(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")

    answer = desk.post(RATES, typed(product="boat", agent_id="nobody", since="31.02.2026", percent="much"))

    assert answer.status == 422
    for field in ("product", "agent_id", "since", "percent"):
        assert f'id="{field}-wrong"' in answer.text
    assert 'value="much"' in answer.text


def test_a_percentage_above_the_whole_is_refused(api: People) -> None:
    answer = at_desk(api.admin).speaking("ru").post(RATES, typed(percent="101"))

    assert answer.status == 422
    assert 'id="percent-wrong"' in answer.text


def test_only_administrators_open_the_page(api: People) -> None:
    assert [at_desk(by).get(RATES).status for by in (api.staff, api.agent)] == [403, 403]


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_the_day_of_the_form_is_read_as_it_is_written(api: People, language: str) -> None:
    desk = at_desk(api.admin).speaking(language)
    day = desk.get(RATES).text.partition('name="since"')[2].partition('value="')[2].partition('"')[0]

    assert desk.post(RATES, typed(since=day)).status == 303
