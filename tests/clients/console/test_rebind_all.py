"""Moving of whole bases in the console, and by the due row that goes on."""

import pytest

from chalicelib.aws.due import list_due
from chalicelib.aws.shards import hash_keys
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.clients.base_moves import BaseMove
from chalicelib.features.clients.service import base_moving
from chalicelib.features.clients.table.rows import ClientsRow
from chalicelib.identity.model import Role
from chalicelib.outbox import due_rows
from tests.clients.api.test_rebind import SECOND, agent_of
from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, named, other_agent, person
from tests.clients.invariants import faults
from tests.support import outbox
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People, add_user, admin_of

FORMER = "sub-former"


def move_all(api: People, former: str, agent_id: str | None = SECOND) -> BaseMove:
    """Move all clients of an agent as an administrator."""
    return base_moving.move_base(admin_of(api), former=former, agent_id=agent_id, reason="the agent has left")


def refused(api: People, former: str) -> list[str]:
    """Return the fields of the refusal of a move to the second agent."""
    with pytest.raises(Invalid) as error:
        move_all(api, former)
    return [each.pointer for each in error.value.errors]


def sweep() -> int:
    """Handle the due rows of clients; return their number."""
    found = list(list_due(ClientsRow, hash_keys("due"), now()))
    return [due_rows.handle(each) for each in found].count(True)


def test_r23_all_clients_of_an_agent_move_and_duplicates_stay(api: People) -> None:
    second = other_agent(api)
    bound = added(api.agent, person(document=None))
    bind(api, agent_of(api), bound)
    added(api.agent, named("Сидоров Иван"))
    kept = added(api.agent, named("Петров Иван"))
    added(second, named("Петров Иван"))

    moved = move_all(api, agent_of(api))

    assert (moved.clients, moved.moved, moved.kept) == (3, 2, 1)
    assert moved.finished_at is not None
    assert second.get(f"/v1/clients/{bound}").json["standing"] == "bound"
    assert api.agent.get(f"/v1/clients/{kept}").status == 200
    notices = [(item.data["notice"], item.data["params"]) for item in outbox.messages() if "notice" in item.data]
    assert notices == [("clients_all_left", {"count": "2"}), ("clients_all_entered", {"count": "2"})]
    assert sweep() == 0
    assert faults(api.account.id) == []


def test_a_large_base_goes_on_by_its_due_row(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    second = other_agent(api)
    monkeypatch.setattr(base_moving, "AT_ONCE", 1)
    monkeypatch.setattr(base_moving, "IN_TURN", 2)
    for name in ("Антонов Иван", "Борисов Иван", "Викторов Иван", "Глебов Иван"):
        added(api.agent, named(name))
    first = move_all(api, agent_of(api))
    assert (first.moved, first.finished_at) == (1, None)
    with pytest.raises(Conflict):
        move_all(api, agent_of(api))

    assert [sweep() for _ in range(3)] == [1, 1, 0]

    last = base_moving.find_base_move(admin_of(api), agent_of(api))
    assert last is not None
    assert (last.moved, last.finished_at is not None) == (4, True)
    assert second.get("/v1/client-figures").json["prospects"] == 4
    assert faults(api.account.id) == []


def test_only_bases_of_agents_with_clients_move(api: People) -> None:
    other_agent(api)
    add_user(api.account, Role.STAFF, id=FORMER, email="former@staff.example", was_agent=True)

    assert refused(api, f"sub-staff-{api.account.id}") == ["/former_agent_id"]
    assert refused(api, FORMER) == ["/former_agent_id"]
    assert refused(api, SECOND) == ["/agent_id"]


def test_the_page_shows_the_number_before_and_the_progress_after(api: People) -> None:
    other_agent(api)
    added(api.agent, PERSON)
    desk, page = at_desk(api.admin).speaking("en"), "/console/clients/rebind"
    assert f"{page}?base={agent_of(api)}" in desk.get(f"/console/clients?base={agent_of(api)}").text
    assert "Move clients: 1" in seen(desk.get(f"{page}?base={agent_of(api)}"))
    empty = desk.post(page, {"base": agent_of(api)})
    assert (empty.status, 'id="to-wrong"' in empty.text, 'id="reason-wrong"' in empty.text) == (422, True, True)

    done = desk.post(page, {"base": agent_of(api), "to": SECOND, "reason": "left"})

    assert done.status == 303
    assert "1 of 1 clients" in seen(desk.get(f"{page}?base={agent_of(api)}"))
