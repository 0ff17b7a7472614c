"""Many at once: each thing happens once, and no more of it than there is room for."""

import secrets
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import quote

from chalicelib.base.errors import DomainError
from chalicelib.features.photos import service
from tests.deployed.conftest import Ask, System
from tests.deployed.inside import Root, sqs_event
from tests.photos import photos_factory
from tests.support.running import Answer, PhotoRequest, announce, call, eventually, new_photo_id, send_photo


def test_fifty_calls_with_one_idempotency_key_make_one_request(system: System) -> None:
    name = f"Иван {uuid.uuid4().hex[:8]}"
    key = {"Authorization": f"Bearer {system['api_key']}"}

    def ask(_: int) -> Answer:
        headers = {**key, "Idempotency-Key": name.encode().hex()}
        return call(
            "POST", f"{system['base_url']}/v1/photo-requests", body={"case": {"owner": {"name": name}}}, headers=headers
        )

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(ask, range(50)))
    last = ask(51)

    assert {answer.status for answer in answers} <= {201, 409}
    made = [answer for answer in [*answers, last] if answer.status == 201]
    assert len({answer.json()["id"] for answer in made}) == 1
    assert {answer.json()["link"] for answer in made} == {last.json()["link"]}
    (case,) = cases_named(system, name)
    requests = call("GET", f"{system['base_url']}/v1/cases/{case}/photo-requests", headers=key).json()["items"]
    assert [request["id"] for request in requests] == [last.json()["id"]]


def cases_named(system: System, name: str) -> list[str]:
    key = {"Authorization": f"Bearer {system['api_key']}"}
    found = call("GET", f"{system['base_url']}/v1/cases?q={quote(name)}", headers=key).json()["items"]
    return [case["id"] for case in found]


def outcomes(root: Root, request: PhotoRequest, announced: list[service.Announced]) -> Counter[str]:
    """Reserve uploads from twenty threads at once; count the outcomes.

    In this process and not over HTTP: twenty functions would start one after another and never meet.
    """
    start = Barrier(20)

    def reserve(photo: service.Announced) -> str:
        start.wait()
        try:
            return service.reserve_upload(request.token, photo, address="192.0.2.1").status
        except DomainError as error:
            return type(error).__name__

    with root.in_production():
        service.show_page(request.token, address="192.0.2.1")  # makes the clients that the threads share
        with ThreadPoolExecutor(20) as phones:
            return Counter(phones.map(reserve, announced))


def photo(category: str = "exterior") -> service.Announced:
    return service.Announced(
        photo_id=new_photo_id(), category=category, bytes=1, content_type="image/jpeg", sha256=secrets.token_hex(32)
    )


def test_twenty_photos_at_once_for_three_places_take_exactly_three(ask: Ask, root: Root) -> None:
    request = ask(categories=[{"code": "exterior", "min": 1, "max": 3}])

    told = outcomes(root, request, [photo() for _ in range(20)])

    assert told == {"pending": 3, "Conflict": 17}
    (category,) = request.shown()["categories"]
    assert (category["pending"], category["received"]) == (3, 0)
    assert announce(request, photos_factory.small_jpeg()).json()["full"] == "exterior"


def test_one_photo_announced_from_twenty_threads_takes_one_place(ask: Ask, root: Root) -> None:
    request = ask()

    told = outcomes(root, request, [photo()] * 20)

    assert told == {"pending": 20}
    assert request.shown()["categories"][0]["pending"] == 1


def test_the_same_bytes_under_twenty_ids_take_one_place(ask: Ask, root: Root) -> None:
    request, one = ask(), photo()

    told = outcomes(root, request, [one._replace(photo_id=new_photo_id()) for _ in range(20)])

    assert told == {"pending": 20}
    assert request.shown()["categories"][0]["pending"] == 1


def test_a_place_given_back_in_the_crowd_is_taken_once(ask: Ask, root: Root) -> None:
    request, first = ask(categories=[{"code": "exterior", "max": 1}]), photo()
    with root.in_production():
        service.reserve_upload(request.token, first, address="192.0.2.1")

    with ThreadPoolExecutor(1) as owner:
        given_back = owner.submit(request.owner, "DELETE", f"uploads/{first.photo_id}")
        told = outcomes(root, request, [photo() for _ in range(20)])

    assert given_back.result().status == 204
    assert told["pending"] <= 1
    assert announce(request, photos_factory.small_jpeg()).status == (409 if told["pending"] else 201)


def test_a_hundred_deliveries_of_one_event_by_eight_workers_attach_one_photo(ask: Ask, root: Root) -> None:
    request, data = ask(), photos_factory.jpeg(640, 480)
    photo_id = send_photo(request, data)
    key = root.incoming_key(request, photo_id)
    event = root.notification(key, root.versions(key)[0])
    for _ in range(5):
        root.client("sqs").send_message_batch(
            QueueUrl=root.system["queues"]["photo_events"],
            Entries=[{"Id": str(number), "MessageBody": event} for number in range(10)],
        )

    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(lambda _: root.invoke("file_photos", sqs_event(*[event] * 7)), range(8)))

    # A worker that lost every race says so, and its message comes again; nothing else may fail.
    assert all(answer.keys() == {"batchItemFailures"} for answer in answers)
    request.filed(1)
    eventually(lambda: root.messages("photo_events", photo_id), holds=lambda waiting: waiting == [])
    case = request.staff("GET", f"cases/{request.case_id}").json()
    assert case["attachments"] == 1
    assert [entry["type"] for entry in case["timeline"]].count("photo.filed") == 1
    assert request.shown()["categories"][0]["received"] == 1
