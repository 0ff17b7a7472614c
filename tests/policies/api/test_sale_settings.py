"""The account's rules for sales by the API, and their effect."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.base.clock import now
from tests.clients.bodies import PERSON, added
from tests.policies.sales import policy, quote
from tests.support.api.people import People

SETTINGS = "/v1/account/sales"


def change(api: People, **changes: Any) -> Any:
    version = api.key.get(SETTINGS).expect(200)["version"]
    return api.admin.patch(SETTINGS, {"version": version, **changes}).expect(200)


def test_without_settings_the_usual_rules_hold(api: People) -> None:
    assert api.key.get(SETTINGS).expect(200) == {
        "quote_days": 30,
        "grace_days": 15,
        "document_days": 365,
        "sell_unconfirmed_from": None,
        "future_only": True,
        "version": 0,
    }


def test_only_named_rules_change(api: People) -> None:
    change(api, quote_days=7, sell_unconfirmed_from="2027-01-01")

    after = change(api, grace_days=0)
    assert (after["quote_days"], after["grace_days"], after["sell_unconfirmed_from"]) == (7, 0, "2027-01-01")
    assert change(api, sell_unconfirmed_from=None)["sell_unconfirmed_from"] is None


def test_a_change_of_former_rules_is_refused(api: People) -> None:
    change(api, quote_days=7)

    api.admin.patch(SETTINGS, {"version": 0, "quote_days": 8}).expect(409)


@pytest.mark.parametrize("days", [1, 7])
def test_a_new_quote_ends_after_these_days(api: People, days: int) -> None:
    change(api, quote_days=days)

    made = api.agent.post("/v1/quotes", quote(added(api.agent, PERSON))).expect(201)
    left = datetime.fromisoformat(made["ends_at"]) - now()
    assert abs(left - timedelta(days=days)) < timedelta(minutes=1)


def test_r4_a_client_without_a_confirmed_phone_is_sold_to_from_that_day(api: People) -> None:
    client, today = added(api.agent, PERSON), now().date()
    change(api, sell_unconfirmed_from=(today + timedelta(days=2)).isoformat())

    assert "/client_id" in api.agent.post("/v1/policies", policy(client)).pointers
    change(api, sell_unconfirmed_from=(today - timedelta(days=2)).isoformat())
    api.agent.post("/v1/policies", policy(client)).expect(201)
