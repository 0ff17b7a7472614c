"""The console's page of figures of sales, and its file."""

from chalicelib.features.policies.service import today_of
from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.sales import agent_id, sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/figures/sales"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_staff_see_sales_by_month_seller_and_product(api: People) -> None:
    sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    desk = at_desk(api.staff).speaking("ru")

    by_month = plain(seen(desk.get(PAGE)))
    by_seller = plain(seen(desk.get(f"{PAGE}?by=seller")))
    by_product = plain(seen(desk.get(f"{PAGE}?by=product")))

    assert f"{today_of(api.account):%m.%Y}" in by_month and "48 320,50 ₽" in by_month and "Всего" in by_month
    assert "agent@staff.example" in by_seller
    assert "КАСКО" in by_product
    assert PAGE in desk.get("/console/policies").text
    assert PAGE in at_desk(api.admin).get("/console/figures").text


def test_an_agent_sees_the_own_sales_and_no_choice_of_sellers(api: People) -> None:
    sold(api.agent, added(api.agent, PERSON))

    own = at_desk(api.agent).speaking("en").get(PAGE).text

    assert "48,320.50" in own
    assert 'name="seller"' not in own
    assert "Nothing was sold" in seen(at_desk(other_agent(api)).speaking("en").get(f"{PAGE}?seller={agent_id(api)}"))


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))
    assert 'value="2026-13"' in answer.text


def test_the_file_has_numbers_that_spreadsheets_sum(api: People) -> None:
    sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    desk = at_desk(api.staff).speaking("ru")

    answer = desk.get(f"{PAGE}.csv")

    head, *lines = answer.text.lstrip("\ufeff").splitlines()
    month = f"{today_of(api.account):%Y-%m}"
    assert head.startswith("month;seller;product;currency;sales;premium_written;")
    assert f"{month};agent@staff.example;kasko;RUB;1;48320.50;48320.50;0.00;0;0.00;0;0.00" in lines
    assert 'filename="sales-' in answer.headers["content-disposition"]
