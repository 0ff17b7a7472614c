"""The page that moves a client to another agent."""

from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, other_agent
from tests.clients.console.pages import LIST, wrong
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

SECOND = "sub-agent-2"


def test_r23_an_administrator_moves_a_client_with_a_reason(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)
    bind(api, f"sub-agent-{api.account.id}", client)
    desk = at_desk(api.admin).speaking("en")
    page = desk.get(f"{LIST}/{client}/rebind")
    assert "agent2@staff.example" in seen(page) and "The client stays bound" in seen(page)
    assert set(wrong(desk.post(f"{LIST}/{client}/rebind", {}))) == {"base", "reason"}

    done = desk.post(f"{LIST}/{client}/rebind", {"base": SECOND, "reason": "asked by phone"})

    assert (done.status, done.headers["location"]) == (303, f"{LIST}/{client}")
    history = seen(desk.get(f"{LIST}/{client}?tab=history"))
    assert "From agent@staff.example to agent2@staff.example. Reason: asked by phone" in history


def test_a_new_agent_reads_neither_the_former_one_nor_the_reason(api: People) -> None:
    second, client = other_agent(api), added(api.agent, PERSON)
    at_desk(api.admin).post(f"{LIST}/{client}/rebind", {"base": SECOND, "reason": "asked by phone"})

    shown = seen(at_desk(second).speaking("en").get(f"{LIST}/{client}?tab=history"))

    assert "Moved to another base" in shown
    assert "asked by phone" not in shown
    (move, _) = second.get(f"/v1/clients/{client}/history").json["items"]
    assert move["move"] is None
    (move, _) = api.admin.get(f"/v1/clients/{client}/history").json["items"]
    assert (move["move"]["agent_id"], move["move"]["reason"]) == (SECOND, "asked by phone")


def test_a_card_of_the_same_person_is_shown_and_merged_by_a_tick(api: People) -> None:
    second = other_agent(api)
    client, theirs = added(api.agent, PERSON), added(second, PERSON)
    desk, form = at_desk(api.admin), {"base": SECOND, "reason": "x"}

    refused = desk.post(f"{LIST}/{client}/rebind", form)
    done = desk.post(f"{LIST}/{client}/rebind", {**form, "merge": "yes"})

    assert (refused.status, f"{LIST}/{theirs}" in refused.text, 'name="merge"' in refused.text) == (409, True, True)
    assert done.status == 303
    assert second.get(f"/v1/clients/{theirs}").status == 404


def test_agents_and_staff_have_no_such_button(api: People) -> None:
    client = added(api.agent, PERSON)

    for caller in (api.agent, api.staff):
        assert f"{client}/rebind" not in at_desk(caller).get(f"{LIST}/{client}").text
    assert f"{client}/rebind" in at_desk(api.admin).get(f"{LIST}/{client}").text
