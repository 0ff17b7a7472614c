"""Events of clients for back-ends, their webhooks, and the API's description."""

import json

import pytest

from chalicelib.features.clients.contract import EVENTS
from tests.clients.bodies import PERSON, added, named
from tests.clients.permissions import PERMISSIONS
from tests.support import outbox
from tests.support.api.people import People, admin_of
from tests.webhooks import hooks

public = hooks.public
#: Events of moves, sales and contests, each with a test of its own.
_BY_OTHERS = {"client.bound", "client.rebound", "client.contested"}
#: Facts of PERSON, as they are typed and as they are stored.
PERSONAL = ("Гевердава", "Вера", "Сергеевна", "1986", "vera@", "937-03-41", "79109370341", "4517", "Перезвонить")


def test_r27_each_change_is_told_once_with_ids_and_nothing_personal(api: People) -> None:
    client = added(api.agent, {**PERSON, "comment": "Перезвонить"})
    merged = added(api.agent, named("Гевердава Иван", phone=PERSON["phone"]))
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "surname": "Вересаева"}).expect(200)
    api.agent.post(f"/v1/clients/{client}/merge", {"from": [merged], "version": 2}).expect(200)
    api.agent.post("/v1/clients/delete", {"ids": [client]}).expect(200)

    told = [(each["type"], each["data"]["client_id"], each["data"]["version"]) for each in outbox.events()]

    assert told == [
        ("client.created", client, 1),
        ("client.created", merged, 1),
        ("client.updated", client, 2),
        ("client.merged", client, 3),
        ("client.erased", client, 4),
    ]
    assert {name for name, _, _ in told} == set(EVENTS) - _BY_OTHERS
    for each in outbox.events():
        assert each["data"]["agent_id"] == f"sub-agent-{api.account.id}"
        assert each["data"]["console_url"].endswith(f"/console/clients/{each['data']['client_id']}")
    written = json.dumps(outbox.events(), ensure_ascii=False)
    assert [each for each in PERSONAL if each in written] == []


@pytest.mark.usefixtures("public")
def test_r27_a_back_end_gets_a_signed_webhook_of_a_client_of_the_house(api: People) -> None:
    endpoint = hooks.add(admin_of(api), events=("client.created",))
    receiver = hooks.Scripted()
    client = added(api.key, PERSON)
    api.key.patch(f"/v1/clients/{client}", {"version": 1, "comment": "x"}).expect(200)

    assert hooks.fan_out() == 1
    hooks.try_due(receiver)

    (sent,) = receiver.sent
    told = sent.opened_by(hooks.secret_of(endpoint))
    assert (told["type"], told["data"]["client_id"], told["data"]["agent_id"]) == ("client.created", client, None)


def test_r27_the_description_has_every_operation_of_clients(api: People) -> None:
    paths = api.nobody.get("/v1/openapi.json").expect(200)["paths"]

    described = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    own = {each for each, need in PERMISSIONS.who_may.items() if not need.startswith("console ")}
    assert own <= described
