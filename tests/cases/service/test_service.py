"""Use cases of cases against moto: references, stale writes, search."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.base.errors import Conflict, NotFound, Stale
from chalicelib.features.cases import service
from chalicelib.features.cases.model import Case, Owner, Vehicle
from tests.support.world import World


def opened(world: World, **known: Any) -> Case:
    return service.open_case(world.admin, service.NewCase(**known))


def found(world: World, words: str) -> list[str]:
    page = service.list_cases(world.admin, status=None, process=None, query=words, limit=50, position=None)
    return [case.id for case in page.items]


def read(world: World, case: Case) -> Case:
    return service.show_case(world.admin, case.id)


def once_before(function: Callable[..., Any], act: Callable[[], Any]) -> Callable[..., Any]:
    """Return the function, before whose first call something else happens."""
    acts = [act]

    def wrapped(*arguments: Any, **named: Any) -> Any:
        if acts:
            acts.pop()()
        return function(*arguments, **named)

    return wrapped


def test_a_case_survives_being_stored_whole(world: World) -> None:
    case = opened(world, reference="К-1", vehicle=Vehicle(plate="А123ВС77"), owner=Owner(name="Анна"), process="kasko")

    assert read(world, case) == case


def test_a_case_of_another_account_is_not_found(world: World) -> None:
    case = opened(world)

    with pytest.raises(NotFound):
        service.show_case(world.stranger, case.id)
    with pytest.raises(NotFound):
        service.show_collection(world.stranger, case.id)


def test_a_refused_reference_leaves_nothing_behind(world: World) -> None:
    first = opened(world, reference="К-1")

    with pytest.raises(Conflict) as refused:
        opened(world, reference="К-1", owner=Owner(name="Борис"))

    assert refused.value.extra == {"case_id": first.id}
    assert found(world, "Борис") == []


def test_a_refused_change_of_reference_changes_nothing(world: World) -> None:
    first, second = opened(world, reference="К-1"), opened(world, reference="К-2")

    with pytest.raises(Conflict) as refused:
        service.change_case(world.admin, second.id, changes={"reference": "К-1", "owner": {"name": "Вера"}})

    assert refused.value.extra == {"case_id": first.id}
    assert read(world, second) == second
    with pytest.raises(Conflict):
        opened(world, reference="К-2")


def test_two_changes_at_once_are_both_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(world)

    def meanwhile() -> None:
        service.change_case(world.admin, case.id, changes={"vehicle": {"plate": "В001ВВ77"}})

    monkeypatch.setattr(service, "save", once_before(service.save, meanwhile))

    service.change_case(world.admin, case.id, changes={"owner": {"name": "Глеб"}})

    now = read(world, case)
    assert (now.vehicle.plate, now.owner.name, now.version) == ("В001ВВ77", "Глеб", case.version + 2)
    assert found(world, "В001") == found(world, "Глеб") == [case.id]


def test_what_was_changed_meanwhile_is_not_overwritten(world: World) -> None:
    case = opened(world)
    service.change_case(world.admin, case.id, changes={"policy_id": "own-1"})

    tx = Transaction()
    service.save(tx, case, case.model_copy(update={"version": 2}))
    with pytest.raises(Stale):
        tx.commit()

    assert read(world, case).policy_id == "own-1"


def test_a_case_is_found_by_what_it_is_called_now(world: World) -> None:
    case = opened(world, reference="СТАРЫЙ-1", owner=Owner(name="Дина Егорова", phone="+79161234567"))

    service.change_case(
        world.admin,
        case.id,
        changes={"reference": "НОВЫЙ-1", "owner": {"name": "Дина Жукова", "phone": "+34612345678"}},
    )

    assert [found(world, words) for words in ("НОВЫЙ", "Жукова", "Дина", "+34612", "дина ж")] == [[case.id]] * 5
    assert [found(world, words) for words in ("СТАРЫЙ", "Егорова", "+79161234567")] == [[]] * 3


def test_one_case_is_shown_once_however_often_it_matches(world: World) -> None:
    case = opened(world, reference="Иван-1", owner=Owner(name="Иван Иванов"))

    assert found(world, "иван") == [case.id]


def test_short_terms_are_found_whole(world: World) -> None:
    case = opened(world, owner=Owner(name="Ли Ю"))

    assert found(world, "ли") == found(world, "Ю") == [case.id]


def test_every_change_is_in_the_timeline_and_told_once(world: World) -> None:
    case = opened(world)
    service.change_case(world.admin, case.id, changes={"policy_id": "own-1"})
    service.convert_case(world.admin, case.id, process="kasko", fields={})

    timeline = service.show_collection(world.admin, case.id).timeline

    assert [entry.type for entry in timeline] == ["case.created", "case.updated", "case.converted"]
    assert {entry.actor for entry in timeline} == {"user:test-admin"}
    assert timeline[1].data == {"fields": ["policy_id"]}


def test_a_list_goes_on_where_the_page_before_ended(world: World) -> None:
    cases = [opened(world).id for _ in range(9)]
    seen: list[str] = []
    position = None

    while True:
        page = service.list_cases(world.admin, status=None, process=None, query=None, limit=4, position=position)
        seen += [case.id for case in page.items]
        position = page.position
        if position is None:
            break

    assert seen == cases[::-1]
    assert len({shard(identifier) for identifier in cases}) > 1
