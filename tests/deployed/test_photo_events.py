"""Messages of the queue of photo events: foreign ones are removed, failed ones come again."""

import json
from typing import Any

import pytest

from tests.deployed.conftest import Ask
from tests.deployed.inside import Root, sqs_event
from tests.photos import photos_factory
from tests.support.running import announce, eventually, form_of, new_photo_id, send_photo

ULID = "01JZZZZZZZZZZZZZZZZZZZZZZZ"
NOT_OURS = {
    "what S3 sends first": json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "photos"}),
    "no records": json.dumps({"Records": []}),
    "another service's": json.dumps({"Message": "hello"}),
    "not JSON": "hello",
    "a number": "7",
}
KEYS = [
    "incoming/photo.jpg",
    "incoming/%D1%84%D0%BE%D1%82%D0%BE+1.jpg",
    "incoming/acc_1%2Fcase_2%2Freq_3%2Fpho_4",
    f"incoming/acc_{ULID}/case_{ULID}/req_{ULID}/{ULID}",
    f"renditions/acc_{ULID}/case_{ULID}/req_{ULID}/{ULID}/preview.jpg",
    "incoming/../../etc/passwd",
]


@pytest.mark.parametrize("what", NOT_OURS)
def test_a_message_that_is_no_photo_event_is_taken_off_the_queue(root: Root, what: str) -> None:
    assert root.invoke("file_photos", sqs_event(NOT_OURS[what])) == {"batchItemFailures": []}


@pytest.mark.parametrize("key", KEYS)
def test_an_event_of_an_object_that_nobody_announced_is_taken_off_the_queue(root: Root, key: str) -> None:
    assert root.invoke("file_photos", sqs_event(root.notification(key, "none"))) == {"batchItemFailures": []}


def test_an_event_that_comes_before_its_object_leaves_the_photo_to_be_filed(ask: Ask, root: Root) -> None:
    request, photo_id, data = ask(), new_photo_id(), photos_factory.small_jpeg()
    form = form_of(announce(request, data, photo_id=photo_id))
    early = sqs_event(root.notification(root.incoming_key(request, photo_id), "none"))

    assert root.invoke("file_photos", early) == {"batchItemFailures": []}
    assert form.post(data).status == 201

    request.filed(1)


def test_nine_of_ten_are_filed_and_the_one_that_always_fails_is_kept_after_five_tries(ask: Ask, root: Root) -> None:
    request = ask(categories=[{"code": "exterior", "max": 10}])
    forms = []
    for _ in range(10):
        photo_id, data = new_photo_id(), photos_factory.jpeg(64, 48)
        forms.append((photo_id, data, form_of(announce(request, data, photo_id=photo_id))))
    poison = forms[4][0]
    row = f"req#{request.id}#pho#{poison}"
    whole = root.item(request, row)
    root.put_item({**whole, "document": {"S": "{}"}})  # a row that nothing can read

    with root.hidden_for("photo_events", seconds=6):
        for _, data, form in forms:
            assert form.post(data).status == 201
        eventually(request.attachments, holds=lambda filed: len(filed) == 9)
    with root.hidden_for("photo_events", seconds=1):  # nothing but the poison is left to come again
        dead = eventually(lambda: root.messages("photo_events_dead", poison))

    (event,) = dead
    assert event["ReceiveCount"] == 5
    root.put_item(whole)
    root.redrive(event)
    assert poison in {item["photo_id"] for item in shown(root, request.filed(10))}


def shown(root: Root, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the attachments with the photo's id, which the original's address ends with."""
    return [{**item, "photo_id": item["urls"]["original"].partition("?")[0].rsplit("/", 1)[1]} for item in items]


def test_an_event_that_got_lost_is_made_good_by_the_sweep(ask: Ask, root: Root) -> None:
    request, photo_id, data = ask(), new_photo_id(), photos_factory.small_jpeg()
    form = form_of(announce(request, data, photo_id=photo_id))
    row = root.item(request, f"req#{request.id}#pho#{photo_id}")
    root.delete_item(request, f"req#{request.id}#pho#{photo_id}")
    assert form.post(data).status == 201
    eventually(lambda: root.log_has("file_photos", photo_id))  # acknowledged as nobody's: the event is gone
    root.put_item(row)
    root.let_fall_due(request, photo_id)
    assert request.attachments() == []

    root.sweep()

    request.filed(1)


def test_a_photo_that_never_comes_gives_its_place_back(ask: Ask, root: Root) -> None:
    request, data = ask(categories=[{"code": "exterior", "max": 1}]), photos_factory.small_jpeg()
    photo_id = new_photo_id()
    form = form_of(announce(request, data, photo_id=photo_id))
    assert announce(request, photos_factory.jpeg(64, 48)).status == 409
    root.let_fall_due(request, photo_id)

    root.sweep()

    another = photos_factory.jpeg(64, 48)
    send_photo(request, another)
    request.filed(1)
    assert form.post(data).status == 201  # after all: too late, its place is taken
    eventually(lambda: request.shown()["rejected"], holds=lambda rejected: rejected == 1)
    request.filed(1)
