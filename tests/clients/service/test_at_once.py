"""Clients added and changed by several callers at once."""

from concurrent.futures import ThreadPoolExecutor

from chalicelib.base.errors import Conflict
from chalicelib.features.clients import service
from chalicelib.features.clients.refusals import ChangedMeanwhile
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Wanted
from tests.clients.bodies import PERSON
from tests.support.world import World

CALLERS = 8


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
