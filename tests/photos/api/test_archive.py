"""All photos of a case in one download, as back-ends get it."""

from datetime import timedelta
from itertools import repeat

import pytest

from chalicelib.features.photos.service import archives
from tests.photos import archives as made
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.faults import refusal, refusing


@pytest.fixture(autouse=True)
def queue(api: People, monkeypatch: pytest.MonkeyPatch) -> str:
    """The queue of orders."""
    return made.open_queue(monkeypatch)


def test_it_is_promised_then_made_then_led_to(api: People) -> None:
    request = asked(api.key, case={"reference": "УБ-17"})
    photo_sent(request)
    path = f"/v1/cases/{request['case_id']}/attachments.zip"

    pending = api.key.get(path)

    assert pending.expect(202) == {"status": "pending", "photos": 1, "retry_after": 3}
    assert pending.headers["retry-after"] == "3"
    assert made.make_what_was_ordered() == 1
    found = api.viewer.get(path)
    assert (found.status, found.text) == (302, "")
    assert f"/archives/{api.account.id}/{request['case_id']}/" in found.headers["location"]
    assert "X-Amz-Signature" in found.headers["location"]
    assert found.headers["cache-control"] == "no-store"


def test_it_is_called_by_the_plate_of_a_case_without_a_reference_else_by_its_id(api: People) -> None:
    by_plate = asked(api.key, case={"vehicle": {"plate": "A123BC77"}})
    by_id = asked(api.key)
    for request, name in ((by_plate, "A123BC77"), (by_id, by_id["case_id"])):
        photo_sent(request)
        path = f"/v1/cases/{request['case_id']}/attachments.zip"
        api.key.get(path).expect(202)
        made.make_what_was_ordered()

        assert f"%27%27{name}.zip" in api.key.get(path).headers["location"]


def test_a_case_without_photos_says_so(api: People) -> None:
    request = asked(api.key)

    problem = api.key.get(f"/v1/cases/{request['case_id']}/attachments.zip").expect(404)

    assert problem["detail"] == "There are no photos in this case yet, so there is nothing to download."


def test_another_tenants_case_is_not_found_and_nothing_is_ordered(api: People) -> None:
    request = asked(api.key)
    photo_sent(request)

    assert api.stranger.get(f"/v1/cases/{request['case_id']}/attachments.zip").status == 404
    assert made.orders() == []


def test_a_failure_is_told_with_when_to_ask_again(api: People) -> None:
    request = asked(api.key)
    photo_sent(request)
    path = f"/v1/cases/{request['case_id']}/attachments.zip"
    api.key.get(path).expect(202)
    with refusing("GetObject", repeat(refusal("GetObject", "SlowDown", status=503))):
        made.function(*made.orders(), tries=archives.TRIES)

    with made.later(timedelta(minutes=1)):
        answer = api.key.get(path)

    assert answer.expect(503)["title"] == "Not available at the moment"
    assert 230 <= int(answer.headers["retry-after"]) <= 240


def test_what_was_deleted_is_in_no_archive_any_more(api: People) -> None:
    request = asked(api.key, categories=[{"code": "damage", "max": 2}])
    photo_sent(request)
    path = f"/v1/cases/{request['case_id']}/attachments"
    api.key.get(f"{path}.zip").expect(202)
    made.make_what_was_ordered()
    (photo,) = api.key.get(path).expect(200)["items"]

    api.admin.delete(f"/v1/attachments/{photo['id']}").expect(204)

    assert made.keys() == set()
    assert api.key.get(f"{path}.zip").status == 404
