"""The export of everything that is held about a client."""

import json

import boto3
import pytest

from chalicelib.features.clients import service
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import TEXT, exported, write_text
from tests.support.api.people import People, admin_of
from tests.support.faults import between, once

ASKED = {"reason": "клиент просит свои данные"}


def test_r25_the_export_has_facts_consents_history_and_readings(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    api.agent.post(f"/v1/clients/{client}/consents", {"purpose": "personal_data", "channel": "web"}).expect(201)
    changes = {"comment": "звонить <b>утром</b>", "birth_date": "1986-01-24", "phone": "+79161234567"}
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, **changes}).expect(200)
    api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "для полиса"}).expect(200)

    made = api.agent.post(f"/v1/clients/{client}/export.zip", ASKED).expect(201)

    files = exported(made["url"])
    assert set(files) == {"client.json", "client.html"}
    held = json.loads(files["client.json"])
    assert held["client"]["facts"]["document"]["number"] == "4517123456"
    assert held["consents"][0]["text"] == TEXT
    assert [each["type"] for each in held["history"]] == ["updated", "consent_given", "created"]
    assert [(each["what"], each["reason"]) for each in held["readings"]] == [
        ("document", "для полиса"),
        ("export", ASKED["reason"]),
    ]
    assert "Дата рождения: 23.01.1986 → 24.01.1986" in files["client.html"]
    assert "Телефон: +7 910 937-03-41 → +7 916 123-45-67" in files["client.html"]
    for said in ("4517 123456", TEXT, "для полиса", "Гевердава", "звонить &lt;b&gt;утром", 'lang="ru"'):
        assert said in files["client.html"]


def test_an_export_demands_a_reason_and_the_own_base(api: People) -> None:
    client, house = added(api.agent, PERSON), added(api.key, PERSON)

    assert api.agent.post(f"/v1/clients/{client}/export.zip", {"reason": " "}).pointers == ["/reason"]
    assert api.agent.post(f"/v1/clients/{house}/export.zip", ASKED).status == 404
    assert api.viewer.post(f"/v1/clients/{house}/export.zip", ASKED).status == 403


@pytest.mark.parametrize("told", ["file_name", "sha256", "expires_at"])
def test_an_export_tells_name_hash_and_end(api: People, told: str) -> None:
    client = added(api.agent, PERSON)

    assert api.agent.post(f"/v1/clients/{client}/export.zip", ASKED).expect(201)[told]


def test_an_export_of_a_client_that_is_erased_meanwhile_is_deleted(api: People) -> None:
    client, caller = added(api.agent, PERSON), admin_of(api)
    erase = once("PutObject", lambda: service.erase_client(caller, client, reason="x"))

    with between(erase):
        answer = api.agent.post(f"/v1/clients/{client}/export.zip", ASKED)

    assert answer.status == 404
    assert boto3.client("s3").list_objects_v2(Bucket="photos").get("Contents", []) == []
