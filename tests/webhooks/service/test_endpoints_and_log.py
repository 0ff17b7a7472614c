"""Use cases of endpoints for the console, beyond the API: idempotent creation, no lost updates, a log by state."""

from datetime import timedelta, timezone

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.ids import new_id
from chalicelib.features.webhooks import service, table
from chalicelib.features.webhooks.model import DeliveryStatus, Endpoint
from chalicelib.features.webhooks.service import delivering
from tests.support.faults import counted
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import URL, Scripted, add, fan_out, happens, now_of, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


def listed(
    world: World, endpoint: Endpoint, status: DeliveryStatus | None, *, limit: int = 100
) -> list[list[DeliveryStatus]]:
    """Return the states of deliveries, page by page, and check that nothing comes twice or in another order."""
    pages, ids, after = [], [], None
    while True:
        page, after = service.list_deliveries(world.admin, endpoint.id, after=after, limit=limit, status=status)
        pages.append([each.status for each in page])
        ids += [each.id for each in page]
        if after is None:
            assert ids == sorted(set(ids), reverse=True)
            return pages


def told(world: World, endpoint: Endpoint, answers: str) -> None:
    """Publish as many events as there are answers, `+` or `-`, and deliver them; the last one's answer comes last."""
    for _ in answers:
        happens(world)
    fan_out()
    said = iter(answers)
    receiver = Scripted(say=lambda _: 204 if next(said) == "+" else 500)
    for delivery in reversed(hooks.deliveries(endpoint)):
        delivering.deliver(hooks.wake_of(delivery), by=receiver)


def test_an_intention_makes_one_endpoint_however_often_it_comes(world: World) -> None:
    once = new_id("whe")
    made = service.add_endpoint(world.admin, url=URL, events=("photo.filed",), description="", once=once)

    for _ in range(25):
        with pytest.raises(service.Made):
            service.add_endpoint(world.admin, url=URL, events=("photo.filed",), description="", once=once)

    assert service.list_endpoints(world.admin) == [made]
    assert len([add(world.admin) for _ in range(19)]) == 19  # those that were refused are not counted


def test_nobody_gets_the_secret_of_another_accounts_endpoint_by_choosing_its_id(world: World) -> None:
    theirs = add(world.stranger)

    ours = service.add_endpoint(world.admin, url=URL, events=("photo.filed",), description="", once=theirs.id)

    assert ours.id != theirs.id
    assert service.secret_of(ours.id, generation=1) != service.secret_of(theirs.id, generation=1)
    assert now_of(theirs) == theirs


def test_a_change_of_another_version_changes_nothing(world: World) -> None:
    endpoint = add(world.admin)
    service.change_endpoint(world.admin, endpoint.id, changes={"description": "theirs"}, version=endpoint.version)

    with pytest.raises(Conflict, match="changed meanwhile"):
        service.change_endpoint(world.admin, endpoint.id, changes={"description": "ours"}, version=endpoint.version)

    assert (now_of(endpoint).description, now_of(endpoint).version) == ("theirs", 2)


def test_a_generation_is_followed_by_one_other_only(world: World) -> None:
    endpoint = add(world.admin)
    lives = timedelta(hours=1)
    service.rotate_secret(world.admin, endpoint.id, former_lives=lives, generation=1)

    with pytest.raises(Conflict, match="rotated already"):
        service.rotate_secret(world.admin, endpoint.id, former_lives=lives, generation=1)

    assert now_of(endpoint).generation == 2


def test_deliveries_are_listed_by_state(world: World) -> None:
    endpoint = add(world.admin)
    told(world, endpoint, "+-+-+")

    assert listed(world, endpoint, DeliveryStatus.PENDING) == [[DeliveryStatus.PENDING] * 2]
    assert listed(world, endpoint, DeliveryStatus.DELIVERED, limit=2) == [
        [DeliveryStatus.DELIVERED] * 2,
        [DeliveryStatus.DELIVERED],
    ]
    assert listed(world, endpoint, DeliveryStatus.FAILED) == [[]]
    assert [len(page) for page in listed(world, endpoint, None, limit=2)] == [2, 2, 1]


def test_one_page_looks_through_so_many_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "LOOKED_THROUGH", 2)
    endpoint = add(world.admin)
    told(world, endpoint, "-++++")

    with counted() as calls:
        pages = listed(world, endpoint, DeliveryStatus.PENDING)

    assert pages == [[], [], [DeliveryStatus.PENDING]]
    assert calls == ["GetItem", "Query"] * 3


def test_the_log_of_another_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        service.list_deliveries(world.admin, add(world.stranger).id, after=None, limit=1, status=DeliveryStatus.FAILED)


def test_what_ends_exactly_with_a_page_has_no_next_one(world: World) -> None:
    endpoint = add(world.admin)
    told(world, endpoint, "++")
    try_due(Scripted())

    assert [len(page) for page in listed(world, endpoint, None, limit=2)] == [2]
    assert [len(page) for page in listed(world, endpoint, DeliveryStatus.DELIVERED, limit=2)] == [2]


@pytest.mark.parametrize("offset", [-12, 3, 14])
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_replay_begins_at_its_moment_whatever_day_it_is_there(world: World, offset: int, hour: int) -> None:
    endpoint = add(world.admin)
    happened = (now() + timedelta(days=1)).replace(hour=hour, minute=30)
    with time_machine.travel(happened, tick=False):
        told(world, endpoint, "+")
        local = happened.astimezone(timezone(timedelta(hours=offset)))

        assert service.replay_since(world.admin, endpoint.id, since=local).count == 1
