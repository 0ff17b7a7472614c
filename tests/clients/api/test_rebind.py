"""Moving of clients to another agent's base by the API."""

from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.features.clients import table
from chalicelib.features.clients.model import HOUSE
from chalicelib.identity.model import Role
from tests.clients.api.test_merging import MANY_TERMS
from tests.clients.bindings import bind, bind_elsewhere
from tests.clients.bodies import PERSON, added, named, names, other_agent, person
from tests.clients.invariants import faults
from tests.clients.personal_data import use
from tests.support import outbox
from tests.support.api.client import Answer
from tests.support.api.people import People, add_user

AGENT, SECOND = "sub-agent", "sub-agent-2"


def rebind(api: People, client_id: str, agent_id: str | None = SECOND, **changes: Any) -> Answer:
    """Move a client as an administrator."""
    body = {"agent_id": agent_id, "reason": "the client asked for it", **changes}
    return api.admin.post(f"/v1/clients/{client_id}/rebind", body)


def agent_of(api: People) -> str:
    """Return the id of the first agent."""
    return f"{AGENT}-{api.account.id}"


def test_case_36_a_rebind_needs_a_reason_and_the_old_agent_gets_404(api: People) -> None:
    second, client = other_agent(api), added(api.agent, PERSON)
    refused = api.admin.post(f"/v1/clients/{client}/rebind", {"agent_id": SECOND, "reason": " "})
    assert (refused.status, refused.pointers) == (422, ["/reason"])

    moved = rebind(api, client).expect(200)

    assert (moved["agent_id"], moved["standing"], moved["version"]) == (SECOND, "prospect", 2)
    assert api.agent.get(f"/v1/clients/{client}").status == 404
    assert api.agent.patch(f"/v1/clients/{client}", {"version": 2, "comment": "mine"}).status == 404
    assert [each["type"] for each in second.get(f"/v1/clients/{client}/history").json["items"]] == [
        "rebound",
        "created",
    ]
    assert (names(api.agent, "q=гевердава"), len(names(second, "q=гевердава"))) == ([], 1)
    assert faults(api.account.id) == []


def test_r23_a_binding_moves_with_the_client_since_the_same_moment(api: People) -> None:
    second, client = other_agent(api), added(api.agent, PERSON)
    bind(api, agent_of(api), client)
    before = api.agent.get(f"/v1/clients/{client}").expect(200)

    moved = rebind(api, client).expect(200)

    assert (moved["standing"], moved["bound_since"]) == ("bound", before["bound_since"])
    again = api.agent.post("/v1/clients", PERSON).expect(201)
    assert (again["standing"], again["bound_since"]) == ("bound_elsewhere", before["bound_since"])
    assert second.patch(f"/v1/clients/{client}", {"version": 2, "comment": "mine"}).status == 200
    assert faults(api.account.id) == []


def test_locks_of_former_facts_move_too(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)
    bind(api, agent_of(api), client)
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "surname": "Петрова"}).expect(200)

    rebind(api, client).expect(200)

    former = added(api.agent, person(document=None, phone=None))
    assert api.agent.get(f"/v1/clients/{former}").json["standing"] == "bound_elsewhere"
    assert faults(api.account.id) == []


def test_a_client_moves_to_the_house_and_to_an_agent(api: People) -> None:
    other_agent(api)
    client = added(api.admin, PERSON)

    assert rebind(api, client).expect(200)["standing"] == "prospect"
    assert rebind(api, client, None).expect(200)["standing"] == "house"
    assert faults(api.account.id) == []


def test_case_37_a_client_of_the_house_that_a_sale_bound_is_the_agents_then(api: People) -> None:
    other_agent(api)
    client = added(api.admin, PERSON)
    bind(api, HOUSE, client)

    assert rebind(api, client).expect(200)["standing"] == "bound"
    assert faults(api.account.id) == []


def test_a_client_of_the_house_to_whom_another_agent_has_sold_is_not_bound_by_a_move(api: People) -> None:
    other_agent(api)
    client = added(api.admin, PERSON)
    bind(api, HOUSE, client)
    sold = added(api.agent, PERSON)
    bind(api, agent_of(api), sold)

    assert rebind(api, client).expect(200)["standing"] == "bound_elsewhere"
    assert faults(api.account.id) == []


def test_a_card_of_the_person_in_the_other_base_is_named_and_merged(api: People) -> None:
    second = other_agent(api)
    client = added(api.agent, person(comment=None))
    theirs = added(second, person(comment="ours", phone=None))
    bind(api, agent_of(api), client)

    refused = rebind(api, client)
    assert (refused.status, refused.json["reason"], refused.json["client_id"]) == (409, "client-exists", theirs)
    merged = rebind(api, client, merge=True).expect(200)

    assert (merged["id"], merged["agent_id"], merged["standing"]) == (client, SECOND, "bound")
    assert merged["comment"] == "ours"
    assert second.get(f"/v1/clients/{theirs}").status == 404
    assert faults(api.account.id) == []


def test_a_prospect_is_merged_into_the_card_that_a_sale_binds(api: People) -> None:
    second = other_agent(api)
    prospect, bound = added(api.agent, PERSON), added(second, PERSON)
    bind(api, SECOND, bound)

    merged = rebind(api, prospect, merge=True).expect(200)

    assert (merged["id"], merged["standing"]) == (bound, "bound")
    assert api.admin.get(f"/v1/clients/{prospect}").status == 404
    assert faults(api.account.id) == []


def test_a_merge_that_fails_after_the_move_is_repeated(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    second = other_agent(api)
    client, theirs = added(api.agent, PERSON), added(second, PERSON)
    use(api.account.id, theirs, cases=1)
    assert rebind(api, client, merge=True).status == 409
    assert second.get(f"/v1/clients/{client}").status == 200

    use(api.account.id, theirs, cases=-1)
    rebind(api, client, merge=True).expect(200)

    assert second.get(f"/v1/clients/{theirs}").status == 404
    assert faults(api.account.id) == []


def test_two_cards_that_sales_bind_stay_where_they_are(api: People) -> None:
    second = other_agent(api)
    client = added(api.agent, person(document=None))
    theirs = added(second, person(document={"kind": "passport_ru", "number": "4517 654321"}))
    bind(api, agent_of(api), client)
    card = table.get_client(api.account.id, theirs)
    assert card is not None
    tx = Transaction()
    table.write_client(tx, card.model_copy(update={"bound_at": card.created_at}), replacing=card, otherwise=stale)
    tx.commit()

    assert rebind(api, client, merge=True).json["reason"] == "both-bound"
    assert api.agent.get(f"/v1/clients/{client}").status == 200


def test_a_prospect_of_a_person_whom_another_agent_bound_moves_as_it_is(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)
    bind_elsewhere(api, client)

    assert rebind(api, client).expect(200)["standing"] == "bound_elsewhere"


def test_only_agents_with_access_get_clients(api: People) -> None:
    client = added(api.agent, PERSON)
    add_user(api.account, Role.AGENT, id="sub-gone", email="gone@staff.example", disabled=True)

    for nobody in ("sub-gone", f"sub-staff-{api.account.id}", "sub-unknown"):
        assert rebind(api, client, nobody).pointers == ["/agent_id"]
    assert rebind(api, client, agent_of(api)).json["reason"] == "same-base"


def test_agents_and_staff_move_nobody(api: People) -> None:
    client = added(api.agent, PERSON)
    body = {"agent_id": None, "reason": "x"}

    assert [each.post(f"/v1/clients/{client}/rebind", body).status for each in (api.agent, api.staff)] == [403, 403]


def test_a_client_with_the_most_terms_fits_a_transaction(api: People) -> None:
    other_agent(api)
    client = added(api.agent, MANY_TERMS)
    bind(api, agent_of(api), client)

    rebind(api, client).expect(200)

    assert faults(api.account.id) == []


def test_counts_of_both_bases_follow(api: People) -> None:
    second, client = other_agent(api), added(api.agent, PERSON)
    added(api.agent, named("Сидоров Иван"))

    rebind(api, client).expect(200)

    assert [each.get("/v1/client-figures").json["prospects"] for each in (api.agent, second)] == [1, 1]


def test_back_ends_are_told_of_both_agents(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)

    rebind(api, client).expect(200)

    (event,) = outbox.events("client.rebound")
    assert (event["data"]["agent_id"], event["data"]["former_agent_id"]) == (SECOND, agent_of(api))
