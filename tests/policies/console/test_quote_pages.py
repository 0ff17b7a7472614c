"""The console's pages of quotes and of the sale."""

import re

import pytest

from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.sales import sold
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST, NEW = "/console/quotes", "/console/quotes/new"
TERMS = {
    "product": "kasko",
    "begins": "01.12.2026",
    "plate": "А123ВС 777",
    "vin": "XTAGFK330KY123456",
    "drivers": "Гевердава Вера Сергеевна\nСидоров Пётр\n",
    "sum_insured": "1 250 000,00",
    "o_cover": "full",
    "o_losses": "two_years",
    "o_deductible": "d15000",
    "plan": "in_4",
}


@pytest.fixture
def client(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


def form(client_id: str, **changes: str) -> dict[str, str]:
    return {"once": "quo_01JQ8ZK3N5V7W9X2Y4B6D8F0HA", "client_id": client_id, **TERMS, **changes}


def made(desk: Desk, client_id: str, **changes: str) -> str:
    """Make a quote, and return its address."""
    answer = desk.post(NEW, form(client_id, **changes))
    assert answer.status == 303, seen(answer)
    return str(answer.headers["location"]).partition("?")[0]


def test_r18_from_a_client_to_a_policy(api: People, client: str) -> None:
    desk = at_desk(api.agent).speaking("en")

    assert LIST in desk.get("/console/policies").text
    assert f"{NEW}?client_id={client}" in desk.get(f"/console/clients/{client}?tab=policies").text
    assert "product=kasko" in desk.get(f"{NEW}?client_id={client}").text
    asked = desk.get(f"{NEW}?client_id={client}&product=kasko").text
    assert 'name="o_deductible"' in asked and 'name="plate"' in asked
    quote = made(desk, client)
    priced = seen(desk.get(quote))
    assert "40,162.50" in priced and "10,040.63" in priced and "Priced" in priced
    assert made(desk, client) == quote
    answer = desk.post(f"{quote}/sell", {"number": "", "paid": "1", "version": "1"})
    policy = str(answer.headers["location"]).partition("?")[0]
    assert (answer.status, policy.startswith("/console/policies/pol_")) == (303, True)
    shown = seen(desk.get(policy))
    assert "К-000001" in shown and "10,040.63" in shown
    assert "Open the policy" in seen(desk.get(quote))
    assert "Sold" in seen(desk.get(LIST))


def test_everything_wrong_is_at_its_field_and_nothing_is_lost(api: People, client: str) -> None:
    desk = at_desk(api.agent).speaking("en")

    answer = desk.post(
        NEW, form(client, begins="31.02.2027", plate="", vin="123", sum_insured="12.345", o_cover="x", plan="y")
    )

    wrong = set(re.findall(r'id="(\w+)-wrong"', answer.text))
    assert (answer.status, wrong) == (422, {"begins", "vin", "sum_insured", "o_cover", "plan"})
    assert "31.02.2027" in answer.text and "Сидоров Пётр" in answer.text
    assert "There are no quotes yet" in seen(desk.get(LIST))


def test_a_wrong_number_stays_in_the_form_of_the_sale(api: People, client: str) -> None:
    desk = at_desk(api.agent).speaking("en")
    first = sold(api.agent, client)
    quote = made(desk, client)

    taken = desk.post(f"{quote}/sell", {"number": first["number"], "paid": "0", "version": "1"})
    wrong = desk.post(f"{quote}/sell", {"number": "№", "paid": "9", "version": "1"})

    assert (taken.status, "Another policy has this number" in seen(taken)) == (409, True)
    assert (wrong.status, set(re.findall(r'id="(\w+)-wrong"', wrong.text))) == (422, {"number", "paid"})
    assert f'value="{first["number"]}"' in taken.text


def test_an_offered_quote_and_one_with_other_terms(api: People, client: str) -> None:
    desk = at_desk(api.agent).speaking("en")
    quote = made(desk, client)

    answer = desk.post(f"{quote}/offer", {"version": "1"})
    again = desk.post(f"{quote}/offer", {"version": "1"})
    like = desk.get(f"{NEW}?like={quote.rpartition('/')[2]}").text

    assert answer.status == 303
    assert "Offered to the client" in seen(desk.get(quote))
    assert (again.status, "was changed after" in seen(again)) == (409, True)
    assert 'value="1250000.00"' in like and "А123ВС 777" in like and "Сидоров Пётр" in like


def test_a_second_agent_is_refused(api: People, client: str) -> None:
    quote = made(at_desk(api.agent).speaking("en"), client)
    theirs = added(other_agent(api), PERSON)
    sold(api.agent, client)
    desk = at_desk(other_agent(api)).speaking("en")

    assert desk.get(quote).status == 404
    assert desk.get(f"{NEW}?client_id={client}&product=kasko").status == 404
    assert desk.get(f"{NEW}?client_id={theirs}&product=kasko").status == 409
    refused = desk.post(NEW, form(theirs))
    assert (refused.status, "client of another agent, who sold a policy" in seen(refused)) == (409, True)


@pytest.mark.parametrize("product", ["osago", "property", "cargo", "life"])
def test_each_usual_product_has_a_form(api: People, client: str, product: str) -> None:
    asked = at_desk(api.agent).speaking("ru").get(f"{NEW}?client_id={client}&product={product}")

    assert (asked.status, "Рассчитать премию" in asked.text) == (200, True)


@pytest.mark.parametrize(("language", "factor"), [("ru", "1,05"), ("es", "1,05"), ("en", "1.05")])
def test_factors_stand_as_the_language_writes_numbers(api: People, client: str, language: str, factor: str) -> None:
    desk = at_desk(api.agent).speaking(language)

    assert f"<dd>{factor}</dd>" in desk.get(made(desk, client)).text


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_the_day_of_the_form_is_read_as_it_is_written(api: People, client: str, language: str) -> None:
    desk = at_desk(api.agent).speaking(language)
    asked = desk.get(f"{NEW}?client_id={client}&product=kasko")

    begins = asked.text.partition('name="begins"')[2].partition('value="')[2].partition('"')[0]

    made(desk, client, begins=begins)


def test_osago_for_listed_drivers_asks_for_one_of_them(api: People, client: str) -> None:
    desk = at_desk(api.agent).speaking("ru")
    terms = {"o_territory": "moscow", "o_bonus": "class_13", "o_drivers": "named", "o_power": "to_120"}
    osago = {"product": "osago", "sum_insured": "400 000", "plan": "whole", **terms}

    refused = desk.post(NEW, form(client, **osago, drivers=" ", begins="31.02.2027"))

    wrong = set(re.findall(r'id="(\w+)-wrong"', refused.text))
    assert (refused.status, wrong) == (422, {"begins", "drivers"})
    assert "Укажите хотя бы одного водителя" in seen(refused)
    assert made(desk, client, **osago).startswith(LIST)
