"""Consents by the API: documents of their own, to a text, withdrawn at any time."""

import hashlib

from tests.clients.bodies import PERSON, added, named, other_agent
from tests.clients.personal_data import TEXT, write_text
from tests.support.api.people import People

GIVEN = {"purpose": "personal_data", "channel": "paper", "given_at": "2026-01-10T12:00:00Z"}


def test_r25_a_consent_has_version_hash_time_and_channel(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)

    made = api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)

    assert (made["purpose"], made["language"], made["version"], made["channel"]) == ("personal_data", "ru", 1, "paper")
    assert made["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert made["given_at"] == GIVEN["given_at"]
    listed = api.viewer.get(f"/v1/clients/{client}/consents")
    assert listed.status == 200
    found = api.agent.get(f"/v1/clients/{client}/consents").expect(200)
    assert (found["items"], found["texts"]) == ([made], {made["sha256"]: TEXT})


def test_a_former_text_stays_readable_with_its_consent(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    old = api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)
    write_text(api.account.id, "Новый текст", number=2)
    new = api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)

    texts = api.agent.get(f"/v1/clients/{client}/consents").expect(200)["texts"]

    assert (old["version"], new["version"]) == (1, 2)
    assert texts == {old["sha256"]: TEXT, new["sha256"]: "Новый текст"}


def test_without_a_text_there_is_nothing_to_consent_to(api: People) -> None:
    client = added(api.agent, PERSON)

    assert api.agent.post(f"/v1/clients/{client}/consents", GIVEN).pointers == ["/purpose"]
    write_text(api.account.id)
    assert api.agent.post(f"/v1/clients/{client}/consents", {**GIVEN, "language": "es"}).pointers == ["/language"]


def test_a_consent_is_neither_of_tomorrow_nor_older_than_its_text(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)

    for moment in ("2999-01-01T00:00:00Z", "2019-12-30T00:00:00Z"):
        answer = api.agent.post(f"/v1/clients/{client}/consents", {**GIVEN, "given_at": moment})
        assert (answer.status, answer.pointers) == (422, ["/given_at"])


def test_a_withdrawal_is_kept_with_its_reason_and_repeated_without_harm(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    consent = api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)["id"]
    path = f"/v1/clients/{client}/consents"

    first = api.agent.patch(path, {"id": consent, "withdrawn": True, "reason": "по заявлению"}).expect(200)
    again = api.agent.patch(path, {"id": consent, "withdrawn": True, "reason": "ещё раз"}).expect(200)

    assert first == again
    assert (first["withdrawal_reason"], first["withdrawn_at"] is not None) == ("по заявлению", True)
    kinds = [each["type"] for each in api.agent.get(f"/v1/clients/{client}/history").expect(200)["items"]]
    assert kinds == ["consent_withdrawn", "consent_given", "created"]


def test_an_agent_records_consents_of_the_own_base_only(api: People) -> None:
    write_text(api.account.id)
    theirs = added(other_agent(api), PERSON)
    given = other_agent(api).post(f"/v1/clients/{theirs}/consents", GIVEN).expect(201)["id"]

    assert api.agent.post(f"/v1/clients/{theirs}/consents", GIVEN).status == 404
    assert api.agent.get(f"/v1/clients/{theirs}/consents").status == 404
    assert api.agent.patch(f"/v1/clients/{theirs}/consents", {"id": given, "withdrawn": True}).status == 404
    mine = added(api.agent, named("Петров Пётр"))
    assert api.agent.patch(f"/v1/clients/{mine}/consents", {"id": given, "withdrawn": True}).status == 404


def test_lists_of_clients_show_no_consents(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)

    item = api.agent.get("/v1/clients").expect(200)["items"][0]

    assert "consents" not in item


def test_a_merge_keeps_the_consents_of_both(api: People) -> None:
    write_text(api.account.id)
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Вероника"))
    given = api.agent.post(f"/v1/clients/{second}/consents", GIVEN).expect(201)

    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert api.agent.get(f"/v1/clients/{first}/consents").expect(200)["items"] == [given]
