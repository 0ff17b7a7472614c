"""Clients added and changed by several callers at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chalicelib.base.errors import Conflict, DomainError, NotFound
from chalicelib.features.clients import service
from chalicelib.features.clients.exporting import export_revealed
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.refusals import ChangedMeanwhile
from chalicelib.features.clients.rules import TypedClient, TypedDocument
from chalicelib.features.clients.service.consenting import NewConsent
from chalicelib.features.clients.service.duplicates import tell_apart
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.identity.model import Caller
from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, other_agent
from tests.clients.invariants import faults
from tests.clients.personal_data import rows_of, use, write_text
from tests.support.api.people import People
from tests.support.faults import between, once
from tests.support.world import World

OTHER = TypedDocument(kind="passport_ru", number="4517 654321")
CALLERS = 8


def test_a_person_added_between_look_and_write_is_refused(api: People) -> None:
    other = {**PERSON, "document": None, "phone": None}

    with between(once("TransactWriteItems", lambda: added(api.agent, PERSON))):
        refused = api.agent.post("/v1/clients", other)

    (known,) = api.agent.get("/v1/clients").expect(200)["items"]
    assert (refused.status, refused.json["reason"], refused.json["client_id"]) == (409, "client-exists", known["id"])


def test_r13_a_sale_between_look_and_write_refuses_a_change(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)

    with between(once("TransactWriteItems", lambda: bind(api, "sub-agent-2", theirs))):
        refused = api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"})

    assert (refused.status, refused.json["reason"]) == (409, "client-bound")
    assert api.agent.get(f"/v1/clients/{mine}").expect(200)["comment"] is None


@pytest.mark.parametrize(("counted", "reason"), [({"policies": 1}, "has_policy"), ({"cases": 1}, "open_case")])
def test_case_27_what_names_a_client_between_look_and_write_keeps_it(
    api: People, counted: dict[str, int], reason: str
) -> None:
    client = added(api.agent, PERSON)

    with between(once("TransactWriteItems", lambda: use(api.account.id, client, **counted))):
        answer = api.agent.post("/v1/clients/delete", {"ids": [client]}).expect(200)

    assert answer == {"deleted": [], "kept": [{"id": client, "reason": reason}]}


def test_r13_a_sale_between_look_and_write_keeps_a_prospect(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)

    with between(once("TransactWriteItems", lambda: bind(api, "sub-agent-2", theirs))):
        answer = api.agent.post("/v1/clients/delete", {"ids": [mine]}).expect(200)

    assert answer["kept"] == [{"id": mine, "reason": "bound"}]


def test_the_same_person_added_by_several_at_once_is_one_client(world: World) -> None:
    def add(_: int) -> str:
        try:
            return service.add_client(world.admin, TypedClient.model_validate(PERSON)).known.client.id
        except Conflict as refused:
            return str(refused.extra["reason"])

    with ThreadPoolExecutor(CALLERS) as pool:
        made = list(pool.map(add, range(CALLERS)))

    assert made.count("client-exists") == CALLERS - 1
    (known,) = service.list_clients(world.admin, Wanted(), limit=25, position=None).items
    assert known.client.id in made
    assert service.count_clients(world.admin).clients == 1


def test_of_several_changes_of_one_version_one_is_kept(world: World) -> None:
    client = service.add_client(world.admin, TypedClient.model_validate(PERSON)).known.client

    def change(number: int) -> bool:
        try:
            service.change_client(world.admin, client.id, changes={"comment": str(number)}, version=1)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(CALLERS) as pool:
        kept = list(pool.map(change, range(CALLERS)))

    assert kept.count(True) == 1
    after = service.show_client(world.admin, client.id).client
    assert (after.version, after.facts.comment) == (2, str(kept.index(True)))


def _add(world: World, **changes: object) -> Client:
    body = {**PERSON, "document": None, "phone": None, **changes}
    return service.add_client(world.admin, TypedClient.model_validate(body)).known.client


@pytest.mark.parametrize("_", range(3))
def test_two_clients_merged_both_ways_at_once_are_one(world: World, _: int) -> None:
    write_text(world.account.id)
    clients = [_add(world, surname=name) for name in ("Гевердава", "Гевердаве")]
    for each in clients:
        service.record_consent(world.admin, each.id, NewConsent(Purpose.PERSONAL_DATA, "paper"))

    def merge(number: int) -> None:
        with suppress(DomainError):
            merge_clients(world.admin, clients[number].id, merged=[clients[1 - number].id], keep={}, version=1)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(merge, range(2)))

    (left,) = service.list_clients(world.admin, Wanted(), limit=25, position=None).items
    assert len(service.list_consents(world.admin, left.client.id).items) == 2
    assert faults(world.account.id) == []


def test_a_client_erased_changed_merged_and_read_at_once_leaves_nothing_wrong(world: World) -> None:
    client, other = _add(world, document=PERSON["document"]), _add(world, surname="Гевердаве")
    steps: tuple[Callable[[], object], ...] = (
        lambda: service.erase_client(world.admin, client.id, reason="x"),
        lambda: service.change_client(world.admin, client.id, changes={"surname": "Иная"}, version=1),
        lambda: merge_clients(world.admin, other.id, merged=[client.id], keep={}, version=1),
        lambda: service.reveal_document(world.admin, client.id, reason="x"),
        lambda: service.delete_clients(world.admin, [client.id, other.id]),
        lambda: use(world.account.id, client.id, cases=1),
    )

    def take(step: Callable[[], object]) -> None:
        with suppress(DomainError):
            step()

    with ThreadPoolExecutor(len(steps)) as pool:
        list(pool.map(take, steps))

    assert faults(world.account.id) == []


@pytest.mark.parametrize(
    "write",
    [
        lambda caller, client_id, _: service.reveal_document(caller, client_id, reason="x"),
        lambda caller, client_id, _: service.export_client(caller, client_id, reason="x"),
        lambda caller, client_id, _: export_revealed(caller, reason="x", language="ru"),
        lambda caller, client_id, consent_id: service.withdraw_consent(caller, client_id, consent_id, reason="x"),
        lambda caller, client_id, _: tell_apart(caller, client_id, reason="x", document=OTHER),
    ],
    ids=["reveal", "export", "export of a base", "withdrawal", "statement"],
)
def test_nothing_is_written_below_a_client_that_is_deleted_meanwhile(
    world: World, write: Callable[[Caller, str, str], object]
) -> None:
    write_text(world.account.id)
    client = _add(world, document=PERSON["document"])
    consent = service.record_consent(world.admin, client.id, NewConsent(Purpose.PERSONAL_DATA, "paper"))

    delete = once("TransactWriteItems", lambda: service.delete_clients(world.admin, [client.id]))
    with between(delete), suppress(NotFound):
        write(world.admin, client.id, consent.id)

    assert service.find_seen(world.admin, client.id) is None
    assert faults(world.account.id) == []
    assert [row.sk for row in rows_of(world.account.id) if row.sk.startswith("not#")] == []
