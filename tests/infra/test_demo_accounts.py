"""The demo accounts of a system on this machine."""

from infra.local.demo_accounts import complete
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.office import in_pool
from tests.support.world import World

__all__ = ["pool"]


def test_a_state_of_before_agents_gets_them_once(pool: World) -> None:
    known = {"account_id": pool.account.id, "staff": {"email": EMAIL, "password": PASSWORD}}

    completed = complete(known)

    assert {**completed, **known} == completed
    domain = EMAIL.partition("@")[2]
    for name, local in (("agent", "agent"), ("other_agent", "other-agent")):
        assert completed[name]["email"] == f"{local}@{domain}"
        assert in_pool(completed[name]["email"])["Groups"] == ["agent"]
    assert complete(completed) == completed
