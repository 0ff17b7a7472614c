"""Changes of an endpoint while events are on their way to it: its secrets, its address, its end."""

from datetime import timedelta

import pytest

from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import DeliveryStatus, Wake
from chalicelib.features.webhooks.service import delivering
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import Scripted, Sent, add, deliveries, fan_out, happens, time_stands, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


def test_a_secret_that_is_rotated_under_way_leaves_both_good(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    old = hooks.secret_of(endpoint)

    with time_stands() as move:
        rotated = service.rotate_secret(world.admin, endpoint.id, former_lives=timedelta(hours=24))
        new = hooks.secret_of(rotated)
        receiver = Scripted()
        try_due(receiver)
        assert receiver.sent[0].opened_by(old) == receiver.sent[0].opened_by(new)
        assert new != old

        move(timedelta(hours=25))
        happens(world)
        fan_out()
        try_due(receiver)
        assert receiver.sent[1].opened_by(new)
        with pytest.raises(Exception, match="No matching signature"):
            receiver.sent[1].opened_by(old)


def test_a_secret_in_wrong_hands_is_cut_off_at_once(world: World) -> None:
    endpoint = add(world.admin)
    rotated = service.rotate_secret(world.admin, endpoint.id, former_lives=timedelta(0))
    happens(world)
    fan_out()
    receiver = Scripted()
    try_due(receiver)

    assert receiver.sent[0].opened_by(hooks.secret_of(rotated))
    with pytest.raises(Exception, match="No matching signature"):
        receiver.sent[0].opened_by(hooks.secret_of(endpoint))


def test_what_is_on_its_way_to_an_endpoint_that_was_removed_ends(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    (delivery,) = deliveries(endpoint)
    service.remove_endpoint(world.admin, endpoint.id)
    receiver = Scripted()

    try_due(receiver)

    assert receiver.sent == []
    assert hooks.again(delivery).status == DeliveryStatus.FAILED
    assert try_due(receiver) == []


def test_an_endpoint_that_is_removed_during_a_call_stays_removed(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    (delivery,) = deliveries(endpoint)

    def remove(_: Sent) -> int:
        service.remove_endpoint(world.admin, endpoint.id)
        return 500

    try_due(Scripted(say=remove))

    assert service.list_endpoints(world.admin) == []
    assert hooks.again(delivery).attempts[0].status == 500


def test_an_address_that_became_forbidden_is_a_failed_attempt(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()

    try_due(Scripted(say=lambda _: "forbidden_address"))

    assert [each.reason for each in deliveries(endpoint)[0].attempts] == ["forbidden_address"]


def test_a_wake_for_something_that_is_not_due_or_not_there_does_nothing(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    (delivery,) = deliveries(endpoint)
    receiver = Scripted(say=lambda _: 500)
    with time_stands():
        for _ in range(3):
            delivering.deliver(hooks.wake_of(delivery), by=receiver)
        # its retry is due in five seconds, which clocks may be apart
        assert len(receiver.sent) <= 3
    delivering.deliver(Wake(account_id="acc_x", endpoint_id="whe_x", delivery_id="evt_x"), by=receiver)
    foreign = hooks.wake_of(delivery).model_copy(update={"account_id": world.other_account.id})
    assert delivering.deliver(foreign, by=receiver) is None
    assert {sent.id for sent in receiver.sent} == {delivery.id}
