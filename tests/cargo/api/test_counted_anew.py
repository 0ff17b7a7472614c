"""Deadlines of open claims are counted anew by the operator, after calendars or a release changed them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.deadlines.keeping import write
from chalicelib.features.claims.table.deadlines import list_deadlines
from chalicelib.features.claims.upkeep import reindexing
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.api.test_calendar_settings import calendar, save
from tests.claims.api.test_moves import patch
from tests.claims.cases import claim_of, shown
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-03T12:00:00+02:00", tick=False):
        yield


def deadline(api: People, claim_id: str, code: str) -> Any:
    found = api.key.get(f"{CLAIMS}/{claim_id}/deadlines").expect(200)["items"]
    return next(each for each in found if each["code"] == code)


def counted(api: People) -> int:
    ((_, number),) = reindexing.reindex_all([api.account.id])
    return number


def test_a_holiday_that_is_saved_later_moves_deadlines_of_open_claims(api: People) -> None:
    claim_id = announced(api.key, shipper(api), route="international")["id"]
    assert deadline(api, claim_id, "cmr_hidden")["last_day"] == "2026-04-09"
    save(api, calendar(zones=["Europe/Madrid"], dates=["2026-04-03"])).expect(200)

    first, again = counted(api), counted(api)

    assert (first, again) == (1, 0)
    assert deadline(api, claim_id, "cmr_hidden")["last_day"] == "2026-04-10"
    moved = api.key.get(f"{CLAIMS}/{claim_id}/history").expect(200)["items"][0]
    assert (moved["type"], moved["actor"]) == ("claim.deadlines_moved", "system")
    assert moved["data"]["deadlines"] == {"cmr_hidden": {"before": "2026-04-09", "after": "2026-04-10"}}


def test_a_deadline_that_waits_though_it_was_met_waits_no_more(api: People) -> None:
    claim_id = announced(api.key, shipper(api), delivered_at=None, agreed_at="2026-04-02T10:00:00+02:00")["id"]
    patch(api.key, claim_id, facts={"reserved_delay_at": "2026-04-03T08:00:00Z"}).expect(200)
    claim, kept = claim_of(api, claim_id), list_deadlines(api.account.id, claim_id)["lcttm_delay"]
    assert kept.state == "met"
    tx = Transaction()
    write(tx, claim, kept, kept.model_copy(update={"state": "open"}), now())  # as an earlier release kept it
    tx.commit()
    assert deadline(api, claim_id, "lcttm_delay")["state"] == "open"

    assert counted(api) == 1

    assert deadline(api, claim_id, "lcttm_delay")["state"] == "met"


def test_deadlines_that_hold_and_closed_claims_stay_as_they_are(api: People) -> None:
    client_id = shipper(api)
    open_one, closed = (announced(api.key, client_id, route="international")["id"] for _ in range(2))
    patch(api.key, closed, facts={"kind": "breakage"}).expect(200)
    api.key.post(f"{CLAIMS}/{closed}/reject", {"version": shown(api.key, closed)["version"], "code": "not_ours"})
    before = [shown(api.key, each)["version"] for each in (open_one, closed)]
    assert counted(api) == 0
    save(api, calendar(zones=["Europe/Madrid"], dates=["2026-04-03"])).expect(200)

    assert counted(api) == 1

    assert [shown(api.key, each)["version"] for each in (open_one, closed)] == [before[0] + 1, before[1]]
    assert deadline(api, closed, "cmr_hidden")["last_day"] == "2026-04-09"
