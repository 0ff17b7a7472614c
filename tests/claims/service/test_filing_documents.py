"""file_documents as Lambda calls it: events that are lost, repeated, foreign; bytes that are spoilt."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

import app
from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.settings import settings
from chalicelib.features.claims import service, table
from chalicelib.features.claims.documents import uploading
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.documents.slots import counted
from chalicelib.features.claims.documents.uploading import AnnouncedDocument
from chalicelib.features.claims.model import AskedDocument
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.table import documents as rows
from tests.claims.cases import claimed, shown
from tests.claims.papers import announced, file, filed, keys, put, sent
from tests.clients.bodies import added, named
from tests.support import outbox, pdfs, sweeping
from tests.support.api.people import People
from tests.support.lambda_events import TEST_EVENT, Context, Log, object_created, queue_event

PDF = pdfs.pdf(pages=2)


@pytest.fixture
def queues(api: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        sweeping.open_queues(patch)
        yield
    settings.cache_clear()


@pytest.fixture
def clock(api: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=True) as traveller:
        yield traveller


def state(api: People, claim_id: str, document_id: str) -> str:
    found: str = api.key.get(f"/v1/claims/{claim_id}/documents/{document_id}").expect(200)["state"]
    return found


def key_of(made: dict[str, object]) -> str:
    upload = made["upload"]
    assert isinstance(upload, dict)
    key: str = upload["fields"]["key"]
    return key


def test_the_same_event_many_times_receives_one_document(api: People) -> None:
    claim_id = claimed(api.staff)
    made = sent(api.key, claim_id, PDF)

    for _ in range(3):
        assert file(*[object_created(key_of(made))] * 5) == []

    assert [event["type"] for event in outbox.events() if "document" in event["type"]] == ["claim.document.received"]
    (slot,) = [each for each in shown(api.key, claim_id)["slots"] if each["code"] == "police_report"]
    assert slot["received"] == 1


def test_a_later_version_is_never_adopted(api: People) -> None:
    claim_id = claimed(api.staff)
    made = sent(api.key, claim_id, PDF)
    later = put(key_of(made), pdfs.pdf(pages=5))
    file(object_created(key_of(made), version_id=later))

    assert state(api, claim_id, made["id"]) == "received"
    assert api.key.get(f"/v1/claims/{claim_id}/documents/{made['id']}").expect(200)["pages"] == 2
    file(object_created(key_of(made), version_id=later))
    assert len(keys("claims/originals/")) == 1


def test_other_bytes_than_announced_are_refused(api: People) -> None:
    claim_id = claimed(api.staff)
    made = api.key.post(f"/v1/claims/{claim_id}/documents", announced(PDF)).expect(201)
    put(key_of(made), pdfs.pdf(pages=3))
    file(object_created(key_of(made)))

    found = api.key.get(f"/v1/claims/{claim_id}/documents/{made['id']}").expect(200)
    assert (found["state"], found["refusal"]) == ("refused", "checksum_mismatch")


@pytest.mark.parametrize("body", [TEST_EVENT, '{"Records": []}', "{}", "no JSON", object_created("claims/originals/x")])
def test_what_is_no_documents_event_is_acknowledged(api: People, log: Log, body: str) -> None:
    assert file(body) == []


def test_one_that_can_not_be_written_fails_alone(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = claimed(api.staff)
    good, bad = sent(api.key, claim_id, PDF), sent(api.key, claim_id, pdfs.pdf(pages=3), "identity")
    write = photo_bucket.write_rendition

    def failing(key: str, data: bytes) -> None:
        if bad["id"] in key:
            raise RuntimeError("no")
        write(key, data)

    monkeypatch.setattr("chalicelib.aws.photo_bucket.write_rendition", failing)
    assert file(object_created(key_of(bad)), object_created(key_of(good))) == ["m0"]
    assert (state(api, claim_id, good["id"]), state(api, claim_id, bad["id"])) == ("received", "reserved")


def test_an_object_whose_document_is_gone_is_erased(api: People) -> None:
    claim_id = claimed(api.staff)
    made = sent(api.key, claim_id, PDF)
    api.key.delete(f"/v1/claims/{claim_id}/documents/{made['id']}").expect(204)
    put(key_of(made), PDF)

    assert file(object_created(key_of(made))) == []
    assert keys() == []


@pytest.mark.usefixtures("queues")
def test_b12_the_sweep_files_a_document_whose_event_was_lost(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.key)
    made = sent(api.key, claim_id, PDF)
    clock.shift(timedelta(hours=2))

    assert sweeping.do(sweeping.ask()) == []

    assert state(api, claim_id, made["id"]) == "reserved"
    (again,) = sweeping.taken(settings().queue_url("document-events"))
    app.file_documents(queue_event(again), Context())
    assert state(api, claim_id, made["id"]) == "received"
    assert sweeping.ask() == []


@pytest.mark.usefixtures("queues")
def test_a_document_that_never_comes_gives_its_place_back_and_may_come_late(
    api: People, clock: time_machine.Traveller
) -> None:
    claim_id = claimed(api.key)
    made = api.key.post(f"/v1/claims/{claim_id}/documents", announced(PDF)).expect(201)
    clock.shift(timedelta(hours=2))
    assert sweeping.do(sweeping.ask()) == []
    assert state(api, claim_id, made["id"]) == "expired"

    put(key_of(made), PDF)
    file(object_created(key_of(made)))
    assert state(api, claim_id, made["id"]) == "received"


def test_one_that_comes_late_to_a_full_slot_is_refused(api: People) -> None:
    claim_id = claimed(api.key)
    made = sent(api.key, claim_id, PDF)
    expire(api, claim_id, made["id"])
    (slot,) = [each for each in shown(api.key, claim_id)["slots"] if each["code"] == "police_report"]
    for number in range(slot["max"]):
        api.key.post(f"/v1/claims/{claim_id}/documents", announced(pdfs.of_bytes(900 + number))).expect(201)

    file(object_created(key_of(made)))

    assert api.key.get(f"/v1/claims/{claim_id}/documents/{made['id']}").expect(200)["refusal"] == "too_many"


def test_an_expired_document_can_be_announced_again(api: People) -> None:
    claim_id = claimed(api.key)
    body = announced(PDF)
    made = api.key.post(f"/v1/claims/{claim_id}/documents", body).expect(201)
    expire(api, claim_id, made["id"])

    again = api.key.post(f"/v1/claims/{claim_id}/documents", body).expect(201)
    assert (again["id"], again["state"]) == (made["id"], "reserved")


def test_a_client_has_the_same_rules_for_its_own_claims_and_sees_no_others(api: People) -> None:
    client_id, other = (added(api.key, named(name)) for name in ("Сидоров Пётр", "Иванов Иван"))
    claim_id = claimed(api.staff, client_id=client_id)
    own: Any = {"clients": {client_id}, "actor": "person:one"}
    body = AnnouncedDocument(**announced(PDF))

    reserved = uploading.announce_for_client(api.account.id, claim_id, body, **own)
    assert reserved.form is not None
    put(reserved.form.fields["key"], PDF)
    file(object_created(reserved.form.fields["key"]))
    (document,) = rows.list_documents(api.account.id, claim_id)
    assert (document.state, document.added_by) == ("received", "person:one")
    with pytest.raises(NotFound):
        uploading.announce_for_client(api.account.id, claim_id, body, clients={other}, actor="person:two")
    with pytest.raises(NotFound):
        uploading.remove_for_client(api.account.id, claim_id, document.id, clients={other}, actor="person:two")
    uploading.remove_for_client(api.account.id, claim_id, document.id, **own)
    assert rows.list_documents(api.account.id, claim_id) == []


def test_a_client_removes_nothing_that_is_being_reviewed(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = claimed(api.staff, client_id=client_id)
    document = filed(api.key, claim_id, PDF)
    at_stage(api, claim_id, Stage.REVIEW)

    with pytest.raises(Conflict):
        uploading.remove_for_client(api.account.id, claim_id, document["id"], clients={client_id}, actor="person:one")
    api.staff.delete(f"/v1/claims/{claim_id}/documents/{document['id']}").expect(204)


@pytest.mark.parametrize("stage", [Stage.ANNOUNCED, Stage.CLOSED, Stage.REJECTED])
def test_a3_before_the_start_and_after_the_end_a_document_is_a_conflict(api: People, stage: Stage) -> None:
    claim_id = claimed(api.staff)
    at_stage(api, claim_id, stage)

    refused = api.key.post(f"/v1/claims/{claim_id}/documents", announced(PDF)).expect(409)
    assert (refused["reason"], refused["stage"]) == ("stage", stage)


def expire(api: People, claim_id: str, document_id: str) -> None:
    """Expire a document, as if nothing of it had arrived by its deadline."""
    claim, document = (
        table.get_claim(api.account.id, claim_id),
        rows.get_document(api.account.id, claim_id, document_id),
    )
    assert claim is not None
    assert document is not None
    after = document.model_copy(update={"state": DocumentState.EXPIRED, "version": document.version + 1})
    tx = Transaction()
    rows.replace_document(tx, document, after)
    table.replace_claim(tx, claim, service.touched(claim, documents=counted(claim, document, after)))
    tx.commit()


def at_stage(api: People, claim_id: str, stage: Stage) -> None:
    """Put a claim at a stage."""
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    tx = Transaction()
    table.replace_claim(tx, claim, service.touched(claim, stage=stage))
    tx.commit()


def test_a_further_file_answers_what_is_asked_for_again_though_a_refused_one_was_removed(api: People) -> None:
    claim_id = claimed(api.staff)
    refused = filed(api.key, claim_id, PDF)
    api.staff.post(f"/v1/claims/{claim_id}/documents/{refused['id']}/refuse", {"reason": "Нет подписи"}).expect(200)
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    asked = (AskedDocument(slot="police_report", reason="Нет подписи", files=1),)
    tx = Transaction()
    service.save(tx, claim, service.touched(claim, asked=asked))
    tx.commit()
    api.key.delete(f"/v1/claims/{claim_id}/documents/{refused['id']}").expect(204)
    assert "police_report" in shown(api.key, claim_id)["missing"]

    filed(api.key, claim_id, pdfs.pdf(pages=3))

    assert "police_report" not in shown(api.key, claim_id)["missing"]
