"""The console's page of figures of the client area, its file, and the tabs of all pages of figures."""

import pytest

from chalicelib.base.clock import now
from chalicelib.features.cabinet.service import counting_anew
from tests.clients.bodies import PERSON, added, named
from tests.policies.sales import sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import holder, registered

PAGE = "/console/figures/cabinet"


@pytest.fixture
def _clients(api: People) -> None:
    """Sell policies to two clients, of whom one has a cabinet."""
    first, second = added(api.agent, PERSON), added(api.agent, named("Сидоров Пётр"))
    for each in (first, second):
        sold(api.agent, each)
    registered(api.account.id, holder(first))
    list(counting_anew.count_all([api.account.id]))


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ("50 % 1 из 2 с полисом", f"{now():%m.%Y} 2 1 50 % 1 0 0 0", "Всего 2 1 50 % 1 0 0 0", "0 0 – 0 0 0")),
        ("es", ("50 % 1 de 2 con póliza", "En total 2 1 50 % 1 0 0 0", "Pagos en un clic –")),
        ("en", ("50% 1 of 2 with a policy", "All together 2 1 50% 1 0 0 0", "Payments in one press –")),
    ],
)
@pytest.mark.usefixtures("_clients")
def test_staff_see_the_share_of_registered_clients(api: People, language: str, said: tuple[str, ...]) -> None:
    page = plain(seen(at_desk(api.staff).speaking(language).get(PAGE)))

    assert [each for each in said if each not in page] == []


def test_an_account_without_clients_is_told_so(api: People) -> None:
    assert "No client has had a policy" in seen(at_desk(api.staff).speaking("en").get(PAGE))


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))
    assert 'value="2026-13"' in answer.text


@pytest.mark.usefixtures("_clients")
def test_the_file_has_numbers_that_spreadsheets_sum(api: People) -> None:
    answer = at_desk(api.staff).speaking("ru").get(f"{PAGE}.csv")

    head, line = answer.text.lstrip("\ufeff").splitlines()
    assert head.startswith("month;insured;registered;registered_share;opened_alone;opened_prepared;opened_automatic;")
    assert line == f"{now():%Y-%m};2;1;50.0;1;0;0;0;0;0;0;0;;0;0;0"
    assert 'filename="client-area-' in answer.headers["content-disposition"]


@pytest.mark.parametrize("shown", ["", "/sales", "/claims", "/tickets", "/cabinet"])
def test_each_page_of_figures_leads_to_the_others(api: People, shown: str) -> None:
    page = at_desk(api.staff).speaking("en").get(f"/console/figures{shown}").text

    _, _, tabs = page.partition('aria-label="Pages of figures"')
    links = tabs.partition("</nav>")[0]
    assert [each for each in ("", "/sales", "/claims", "/tickets", "/cabinet") if f'/figures{each}"' not in links] == []
    assert f'/figures{shown}" aria-current="page"' in links
    assert links.count("aria-current") == 1


def test_an_agent_is_led_to_no_page_of_the_whole_account(api: People) -> None:
    page = at_desk(api.agent).speaking("en").get("/console/figures/sales").text

    assert "/console/figures/cabinet" not in page
