"""Acceptance case D14: a delivery is corrected by a day; its deadlines move, and the company hears of it once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.identity.area.notices import words_of
from chalicelib.identity.table.area_notices import list_all_notices
from tests.cargo.people import colleague
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.api.test_moves import patch
from tests.claims.messages import mails
from tests.support.api.people import People
from tests.support.area import open_area
from tests.support.mailboxes import verify_sender

#: By code, the last days of a claim under the CMR before and after the correction.
MOVED = {
    "cmr_apparent": {"before": "2026-04-01", "after": "2026-04-02"},
    "cmr_hidden": {"before": "2026-04-09", "after": "2026-04-10"},
    "cmr_delay": {"before": "2026-04-22", "after": "2026-04-23"},
    "cmr_bar": {"before": "2027-04-01", "after": "2027-04-02"},
}


@pytest.fixture(autouse=True)
def clock(api: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False) as traveller:
        verify_sender()
        open_area(api.account.id)
        yield traveller


def last_days(api: People, claim_id: str) -> dict[str, str]:
    found = api.key.get(f"{CLAIMS}/{claim_id}/deadlines").expect(200)["items"]
    return {each["code"]: each["last_day"] for each in found if each["code"] in MOVED}


def notices(api: People, person: Any) -> list[str]:
    said = (words_of(each, "es") for each in list_all_notices(api.account.id, person.id))
    return [each for each in said if "fechas" in each]


def test_d14_all_deadlines_move_the_timeline_has_both_days_and_there_is_one_notice(
    api: People, clock: time_machine.Traveller
) -> None:
    client_id = shipper(api)
    ana, eva = colleague(api, client_id, "ana"), colleague(api, client_id, "eva", email=False)
    agreed = {"route": "international", "agreed_at": "2026-03-25T10:00:00+01:00"}
    claim_id = announced(api.key, client_id, reference="S-14", **agreed)["id"]
    assert last_days(api, claim_id) == {code: days["before"] for code, days in MOVED.items()}
    told = mails()
    assert notices(api, ana) == notices(api, eva) == []

    patch(api.key, claim_id, facts={"delivered_at": "2026-04-02T10:00:00+02:00"}).expect(200)
    clock.shift(timedelta(minutes=6))
    sent = mails()[len(told) :]

    assert last_days(api, claim_id) == {code: days["after"] for code, days in MOVED.items()}
    history = api.key.get(f"{CLAIMS}/{claim_id}/history").expect(200)["items"]
    assert [each["data"]["deadlines"] for each in history if each["type"] == "claim.deadlines_moved"] == [MOVED]
    (fact,) = [each["data"]["values"] for each in history if each["type"] == "claim.updated"]
    assert fact == {"delivered_at": ["2026-04-01T08:00:00Z", "2026-04-02T08:00:00Z"]}
    assert [notices(api, each) for each in (ana, eva)] == [["Siniestro S-14: han cambiado las fechas."]] * 2
    assert [each.to for each in sent] == ["ana@shipper.example"]
    assert "10.04.2026" in sent[0].text
    clock.shift(timedelta(hours=1))
    assert mails() == [*told, *sent]
    assert [len(notices(api, each)) for each in (ana, eva)] == [1, 1]


def test_a_day_that_is_corrected_twice_at_once_is_told_once_as_it_is_by_then(api: People) -> None:
    client_id = shipper(api)
    ana = colleague(api, client_id, "ana")
    claim_id = announced(api.key, client_id, reference="S-14", route="international")["id"]
    told = mails()

    for day in ("2026-04-03", "2026-04-02"):
        patch(api.key, claim_id, facts={"delivered_at": f"{day}T10:00:00+02:00"}).expect(200)
    (sent,) = mails()[len(told) :]

    assert notices(api, ana) == ["Siniestro S-14: han cambiado las fechas."]
    assert "10.04.2026" in sent.text
    assert "11.04.2026" not in sent.text
