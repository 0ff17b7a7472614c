"""Policies and quotes follow a person: merged clients, the export of a person's data, erasure."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.features.clients.settings import ClientSettings, Retention
from chalicelib.tenancy import sections
from tests.clients.bodies import PERSON, added, named
from tests.clients.personal_data import exported
from tests.policies.conftest import Rate
from tests.policies.sales import agent_id, quote, sold
from tests.support.api.client import Api
from tests.support.api.people import People

DRIVERS = [{"name": "Гевердава Вера"}, {"name": "Сидоров Пётр"}]
NAMES = ("гевердава", "Гевердава", "Вера")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def quoted(caller: Api, client_id: str, **changes: Any) -> str:
    """Make a quote and return its id."""
    return str(caller.post("/v1/quotes", quote(client_id, **changes)).expect(201)["id"])


def keep_by_law(api: People) -> None:
    """Write into the settings which law demands to keep clients with policies."""
    chosen = sections.show(api.account.id, ClientSettings)
    changed = chosen.value.model_copy(update={"policies": Retention(years=5, law="402-ФЗ")})
    sections.change(api.account.id, changed, since=chosen.version)


def erase(api: People, client_id: str) -> None:
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "отзыв согласия"}).expect(200)


def ids(caller: Api, path: str) -> list[str]:
    return [each["id"] for each in caller.get(path).expect(200)["items"]]


def rows() -> str:
    """Return all that the table says, as text."""
    return " ".join(str(row.to_simple_dict(force=True)) for row in PoliciesRow.scan(consistent_read=True))


def test_r22_policies_and_quotes_of_a_merged_client_are_the_others_then(api: People) -> None:
    kept, gone = added(api.key, PERSON), added(api.key, named("Гевердава Анна"))
    policy, offer = sold(api.key, gone), quoted(api.key, gone, vehicle={"plate": "В001ОР 99"})

    api.admin.post(f"/v1/clients/{kept}/merge", {"from": [gone], "version": 1}).expect(200)

    assert ids(api.key, f"/v1/policies?client_id={kept}") == [policy["id"]]
    assert ids(api.key, f"/v1/quotes?client_id={kept}") == ids(api.key, "/v1/quotes") == [offer]
    shown = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
    assert (shown["client_id"], shown["holder"]) == (kept, "Гевердава Анна")
    assert api.admin.get(f"/v1/clients/{gone}").status == 404
    deleted = api.admin.post("/v1/clients/delete", {"ids": [kept]}).expect(200)
    assert deleted["kept"] == [{"id": kept, "reason": "has_policy"}]
    assert f"of#{gone}" not in rows()


def test_r25_the_export_has_policies_and_quotes_without_commission(api: People, rate: Rate) -> None:
    rate("15")
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1)
    offer = quoted(api.agent, client_id, vehicle={"plate": "В001ОР 99"})

    made = api.agent.post(f"/v1/clients/{client_id}/export.zip", {"reason": "просит"}).expect(201)

    content = exported(made["url"])["policies.json"]
    held = json.loads(content)
    assert [(each["id"], each["premium"]) for each in held["policies"]] == [(policy["id"], "48320.50")]
    assert [each["type"] for each in held["policies"][0]["history"]] == ["issued"]
    assert [(each["id"], each["status"]) for each in held["quotes"]] == [(offer, "open")]
    assert held["complete"] is True
    assert "commission" not in content


def test_a_client_without_policies_has_no_file_of_them(api: People) -> None:
    made = api.agent.post(f"/v1/clients/{added(api.agent, PERSON)}/export.zip", {"reason": "x"}).expect(201)

    assert set(exported(made["url"])) == {"client.json", "client.html"}


def test_r25_an_erased_holder_leaves_number_vehicle_and_money(api: People, rate: Rate) -> None:
    rate("15")
    keep_by_law(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, drivers=DRIVERS, paid_instalments=1)
    priced = quoted(api.agent, client_id, vehicle={"plate": "В001ОР 99"})

    erase(api, client_id)

    for word in NAMES:
        assert ids(api.admin, f"/v1/policies?q={word}") == []
    shown = api.admin.get(f"/v1/policies/{policy['id']}").expect(200)
    assert (shown["holder"], [each["name"] for each in shown["drivers"]]) == (f"…{client_id[-6:]}", ["Сидоров Пётр"])
    assert (shown["number"], shown["paid"]["amount"]) == (policy["number"], "48320.50")
    assert ids(api.admin, "/v1/policies?plate=А123ВС 777") == ids(api.admin, f"/v1/policies?q={policy['number']}")
    statement = api.admin.get(f"/v1/commissions?agent_id={agent_id(api)}").expect(200)
    assert [(each["client"], each["amount"]["amount"]) for each in statement["lines"]] == [
        (f"…{client_id[-6:]}", "7248.08")
    ]
    assert api.admin.get(f"/v1/quotes/{priced}").status == 404
    assert not any(word.casefold() in rows().casefold() for word in NAMES)
    history = api.admin.get(f"/v1/policies/{policy['id']}/history").expect(200)["items"]
    assert [each["type"] for each in history] == ["erased", "issued"]


def test_an_erased_holder_stays_erased_when_it_is_repeated(api: People) -> None:
    keep_by_law(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id)

    erase(api, client_id)
    version = api.admin.get(f"/v1/policies/{policy['id']}").expect(200)["version"]
    erase(api, client_id)

    assert api.admin.get(f"/v1/policies/{policy['id']}").expect(200)["version"] == version == 2


@pytest.mark.parametrize("how", ["erased", "deleted"])
def test_case_58_quotes_of_a_prospect_go_with_it(api: People, how: str) -> None:
    client_id = added(api.agent, PERSON)
    offer = quoted(api.agent, client_id)
    api.agent.post(f"/v1/quotes/{offer}/price", {}).expect(200)

    if how == "erased":
        erase(api, client_id)
    else:
        api.agent.post("/v1/clients/delete", {"ids": [client_id]}).expect(200)

    assert ids(api.admin, "/v1/quotes") == []
    assert offer not in rows()
