"""Clients that signed calls name, in the sender's own words."""

from chalicelib.identity.model import Scope
from tests.clients.bodies import PERSON, added
from tests.support.api.people import People
from tests.webhooks.api.test_signed_calls import back_end, map_key

MAPPING = {"fields": {"insured.id": "case.client_id"}, "constants": {"channels": ["sms"], "categories": ["damage"]}}


def test_a_signed_call_asks_a_client(api: People) -> None:
    client = added(api.staff, PERSON)
    system = back_end(api, Scope.REQUESTS_WRITE, "clients:read", "clients:write")
    map_key(api, system, MAPPING).expect(200)

    made = system.send({"insured": {"id": client}}).expect(201)

    assert made["phone"] == "+79109370341"
    assert api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)["client_id"] == client


def test_a_key_that_sees_masked_phones_gives_the_phone_itself(api: People) -> None:
    client = added(api.staff, PERSON)
    system = back_end(api, Scope.REQUESTS_WRITE, "clients:read")
    map_key(api, system, MAPPING).expect(200)

    assert "+79109370341" not in system.send({"insured": {"id": client}}).text


def test_an_unknown_client_is_pointed_at_where_it_was_sent(api: People) -> None:
    system = back_end(api, Scope.REQUESTS_WRITE, "clients:read")
    map_key(api, system, MAPPING).expect(200)

    assert "/insured/id" in system.send({"insured": {"id": "CRM-17"}}).pointers


def test_a_key_that_sees_no_clients_names_none(api: People) -> None:
    client, system = added(api.staff, PERSON), back_end(api)
    map_key(api, system, MAPPING).expect(200)

    assert "/insured/id" in system.send({"insured": {"id": client}}).pointers
