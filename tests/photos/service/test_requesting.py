"""An intention leads to one request for a day, also after changes."""

from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.features.cases import service as cases
from tests.support import sending
from tests.support.world import World


def test_what_would_be_refused_now_is_found_for_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = sending.ask(world).request.case_id
    first = sending.ask(world, case_id=case_id, once="an intention")
    for module in ("cases.model", "photos.service.requesting"):
        monkeypatch.setattr(f"chalicelib.features.{module}.OPEN_REQUESTS", 2)

    with time_machine.travel(now() + timedelta(hours=23)):
        assert sending.ask(world, case_id=case_id, once="an intention").request.id == first.request.id
    with time_machine.travel(now() + timedelta(hours=25)), pytest.raises(Invalid):
        sending.ask(world, case_id=case_id, once="an intention")
    assert len(cases.show_case(world.admin, case_id).waits) == 2
