"""The demo accounts of a system on this machine."""

from chalicelib.features.clients.service import list_clients
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.policies.service import Wanted as Policies
from chalicelib.features.policies.service import list_policies, list_quotes, show_statement
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from infra.local.demo_accounts import complete
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.client import Api
from tests.support.api.office import in_pool
from tests.support.world import World

__all__ = ["pool"]


def surnames(account_id: str, base: str | None) -> list[str]:
    """Return surnames and names of companies in a base, or in all bases."""
    admin = Caller(account_id=account_id, principal=StaffMember("admin"), role=Role.ADMIN)
    found = list_clients(admin, Wanted(base=base), limit=50, position=None).items
    return [known.client.facts.surname or known.client.facts.name or "" for known in found]


def test_a_state_of_before_agents_gets_them_once(pool: World) -> None:
    known = {"account_id": pool.account.id, "staff": {"email": EMAIL, "password": PASSWORD}}

    completed = complete(known)

    assert {**completed, **known} == completed
    domain = EMAIL.partition("@")[2]
    for name, local in (("agent", "agent"), ("other_agent", "other-agent")):
        assert completed[name]["email"] == f"{local}@{domain}"
        assert in_pool(completed[name]["email"])["Groups"] == ["agent"]
    assert complete(completed) == completed


def test_each_demo_base_has_clients(pool: World) -> None:
    made = complete({"account_id": pool.account.id, "staff": {"email": EMAIL, "password": PASSWORD}})

    bases = [in_pool(made[name]["email"])["Username"] for name in ("agent", "other_agent")]
    agents, others = (surnames(pool.account.id, base) for base in bases)
    assert agents == ["Алиев", "Ёлкин", "Ибрагимов", "Иванова-Белая", "Мещерякова", "Сидоров"]
    assert others == ["Кузьмина", "Мещерякова"]
    assert surnames(pool.account.id, "house") == ["ООО «Северный груз»"]


def test_an_agent_of_the_demo_has_sold(pool: World) -> None:
    made = complete({"account_id": pool.account.id, "staff": {"email": EMAIL, "password": PASSWORD}})

    agent_id = in_pool(made["agent"]["email"])["Username"]
    agent = Caller(account_id=pool.account.id, principal=StaffMember(agent_id), role=Role.AGENT)
    sold = list_policies(agent, Policies(), limit=10, position=None).items
    assert sorted(each.insured.product for each in sold) == ["kasko", "osago"]
    assert [str(each.amount) for each in show_statement(agent).totals] == ["2257.32"]
    assert [each.status for each in list_quotes(agent, limit=10, position=None).items] == ["priced"]


def test_a_client_of_the_demo_signs_in_to_the_client_area(pool: World) -> None:
    made = complete({"account_id": pool.account.id, "staff": {"email": EMAIL, "password": PASSWORD}})

    area = made["area"]
    body = {"login": area["email"], "password": area["password"]}
    assert Api().post(f"/v1/area/{area['slug']}/sessions", body).expect(403)["reason"] == "code-needed"
