"""Sales in the deployed system: agents who sell at once, and a quote that its client pays."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.identity import people
from chalicelib.identity.model import Role
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support import selling
from tests.support.running import eventually
from tests.support.selling import Seller
from tests.support.world import insurer

AGENTS = 16


@pytest.fixture
def sellers(system: System, root: Root) -> list[Seller]:
    """Return agents of a new account, with sessions."""
    with root.in_production():
        account = insurer("Продажи")
        logins = [
            {"email": f"agent-{uuid4().hex[:12]}@tried.example", "password": f"Tried-{uuid4().hex}-1A"}
            for _ in range(AGENTS)
        ]
        for login in logins:
            people.add_user(account_id=account.id, role=Role.AGENT, **login)
    return at_once(lambda login: selling.signed_in(system["base_url"], login), logins)


def at_once(use_case: Any, each: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(AGENTS) as threads:
        return list(threads.map(use_case, each))


def test_case_32_of_16_agents_who_sell_at_once_one_wins(sellers: list[Seller]) -> None:
    body = selling.person()
    clients = at_once(lambda seller: seller.api("POST", "clients", body, expect=201)["id"], sellers)
    sales = list(zip(sellers, clients, strict=True))

    answers = at_once(lambda sale: sale[0].ask("POST", "policies", selling.policy(sale[1])), sales)

    (won,) = [each for each in answers if each.status == 201]
    lost = [each.json() for each in answers if each is not won]
    assert {(each["status"], each["reason"], each["since"]) for each in lost} == {
        (409, "client-bound", won.json()["issued_at"])
    }
    portfolios = at_once(lambda seller: seller.api("GET", "policies", expect=200)["items"], sellers)
    assert [each["id"] for items in portfolios for each in items] == [won.json()["id"]]


def test_a_paid_quote_issues_its_policy_and_pays_commission(system: System) -> None:
    selling.open_shops(system)
    agent = selling.signed_in(system["base_url"], system["agent"])
    client_id = agent.add_client()
    quoted = agent.offered(client_id)

    selling.pay_at_bank(agent.start_payment(f"quo#{quoted['id']}")["url"])
    sold = eventually(lambda: agent.quote(quoted["id"]), holds=lambda each: each["status"] == "sold")

    policy = agent.api("GET", f"policies/{sold['policy_id']}", expect=200)
    assert (policy["status"], policy["channel"]) == ("pending", "agent")
    assert [bool(each["payment_id"]) for each in policy["instalments"]] == [True, False, False, False]
    assert agent.api("GET", f"clients/{client_id}", expect=200)["standing"] == "bound"
    lines = agent.api("GET", "commissions", expect=200)["lines"]
    (line,) = [each for each in lines if each["policy_id"] == policy["id"]]
    assert Decimal(line["amount"]["amount"]) == Decimal(policy["paid"]["amount"]) * 15 / 100
