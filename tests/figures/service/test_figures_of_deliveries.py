"""The step from sent to delivered is timed by reports, with any end of the request. An opened link is no report."""

import pytest

from chalicelib.features.photos import service
from chalicelib.features.photos.figures import DELIVERED, STEPS
from chalicelib.features.photos.rates import Tally
from chalicelib.features.photos.service import Shown
from tests.photos.service.outcomes import asked, last, report
from tests.support import delivery_documents as documents
from tests.support import mailboxes, sending
from tests.support.sweeping import sweep_cases
from tests.support.world import World


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    """SES lets us send."""
    mailboxes.verify_sender()


def reported(shown: Shown) -> None:
    service.track(report(documents.mail_delivered(last(shown, "email"))))


def opened(shown: Shown) -> None:
    service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")


def counted(world: World) -> Tally:
    return service.show_figures(world.admin).tally()


def steps_of(tally: Tally) -> dict[str, int]:
    return {step.code: tally.duration(step).requests for step in STEPS}


def test_a_reported_delivery_is_a_step_of_a_completed_request(world: World) -> None:
    shown = asked(world, "email")
    reported(shown)
    opened(shown)
    sending.send_and_file(shown, sending.photo())
    for _ in range(2):
        service.submit(shown.link.token, address=sending.ADDRESS)

    tally = counted(world)

    assert steps_of(tally) == {"delivered": 1, "opened": 1, "first_photo": 1, "completed": 1, "whole": 1}
    assert (tally["sent"], tally["traced"]) == (1, 1)


def test_an_opened_link_without_a_report_is_no_time_of_a_delivery(world: World) -> None:
    shown = asked(world, "email")
    opened(shown)
    service.revoke(world.admin, shown.request.id)

    tally = counted(world)

    assert sending.request_of(shown).delivered_at is not None
    assert (steps_of(tally)["delivered"], steps_of(tally)["opened"], tally["traced"]) == (0, 1, 1)


def test_a_report_that_comes_after_the_link_was_opened_counts_with_its_own_time(world: World) -> None:
    shown = asked(world, "email")
    opened(shown)
    reported(shown)
    service.revoke(world.admin, shown.request.id)

    assert steps_of(counted(world))["delivered"] == 1


def test_what_expired_counts_its_delivery_and_gives_the_count_back_when_it_is_extended(world: World) -> None:
    shown = asked(world, "email")
    reported(shown)
    with sending.days_later(8):
        sweep_cases()
        assert counted(world).duration(DELIVERED).requests == 1
        service.extend(world.admin, shown.request.id, days=7)

        tally = counted(world)

    assert (tally.duration(DELIVERED).requests, tally["traced"], tally.open) == (0, 0, 1)


def test_what_was_never_sent_is_not_traced(world: World) -> None:
    shown = sending.ask(world)
    opened(shown)
    service.revoke(world.admin, shown.request.id)

    assert (counted(world)["sent"], counted(world)["traced"]) == (0, 0)
