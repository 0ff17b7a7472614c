"""The expected answer of a question: measured in the last 30 days, else promised, else nothing."""

from datetime import datetime, timedelta

import time_machine

from chalicelib.base.recent import clear_recent
from chalicelib.features.conversations.table.answers import list_answers
from chalicelib.identity.table.area import list_persons_of_client
from tests.cabinet.visitors import Visitor, at_area
from tests.claims.cases import claimed, shown
from tests.conversations.chats import answered, asked, in_area, seen_by
from tests.conversations.requests import SETTINGS
from tests.support.api.people import People

#: A Tuesday in Moscow.
MORNING = "2026-12-01T10:00:00+03:00"


def client_of(api: People, claim_id: str) -> Visitor:
    (person,) = list_persons_of_client(api.account.id, shown(api.key, claim_id)["client_id"])
    return at_area(person)


def test_a_client_reads_by_when_the_answer_comes(api: People) -> None:
    _, claim_id = in_area(api)
    others = [claimed(api.staff, "kasko", client_id=shown(api.key, claim_id)["client_id"]) for _ in range(9)]
    version = api.admin.get(SETTINGS).expect(200)["version"]
    silent = seen_by(client_of(api, claim_id), claim_id)["expected"]
    api.admin.patch(SETTINGS, {"version": version, "promise_hours": 4}).expect(200)
    clear_recent()
    with time_machine.travel(MORNING, tick=False) as clock:
        visitor = client_of(api, claim_id)
        promised = seen_by(visitor, claim_id)["expected"]
        for each in (claim_id, *others):
            asked(visitor, each)
        clock.shift(timedelta(minutes=25))
        for each in (claim_id, *others):
            answered(api.key, each)
            answered(api.key, each, "Y algo más.")
        clear_recent()
        measured = seen_by(visitor, claim_id)["expected"]
        took = list_answers(api.account.id, since=datetime.fromisoformat(MORNING))

        assert silent is None
        assert (promised["basis"], promised["time"]) == ("promised", "14:00")
        assert took == [timedelta(minutes=25)] * 10
        assert (measured["basis"], measured["time"]) == ("measured", "10:50")
        assert api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["expected"] is None
