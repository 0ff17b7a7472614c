"""Cases, requests and photos of a client: in the export of its data, and after its erasure."""

import json
from typing import Any

import pytest

from chalicelib.aws import photo_bucket
from chalicelib.features.clients.export_keys import exports_prefix
from chalicelib.features.photos import person_file
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import exported_files
from tests.photos import photos_factory
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.sending import keys_in_bucket

REASON = {"reason": "клиент просит свои данные"}
PHONE = "+79109370341"
JPEG = photos_factory.jpeg(320, 240)


def made(by: Any, client: str) -> dict[str, bytes]:
    return exported_files(by.post(f"/v1/clients/{client}/export.zip", REASON).expect(201)["url"])


def with_photo(api: People) -> tuple[str, Any]:
    """Return a client, and a request to it with a photo."""
    client = added(api.staff, PERSON)
    request = asked(api.staff, case={"client_id": client, "reference": "У-1"}, channels=["sms"])
    photo_sent(request, JPEG)
    return client, request


def test_r25_the_export_has_the_cases_requests_messages_and_photos_of_the_client(api: People) -> None:
    client, request = with_photo(api)
    asked(api.staff, case={"reference": "чужое"})

    files = made(api.staff, client)

    cases, photos = json.loads(files["cases.json"]), json.loads(files["photos.json"])
    assert cases["complete"]
    (case,) = cases["cases"]
    assert (case["id"], case["reference"], case["status"]) == (request["case_id"], "У-1", "waiting")
    assert case["owner"] == {"name": "Гевердава Вера Сергеевна", "phone": PHONE, "email": "vera@example.org"}
    assert {"case.created", "photo_request.created"} <= {each["type"] for each in case["timeline"]}
    assert {each["actor"] for each in case["timeline"]} <= cases["people"].keys()
    (listed,) = photos["requests"]
    assert [(each["channel"], each["to"]) for each in listed["messages"]] == [("sms", PHONE)]
    (photo,) = photos["photos"]
    assert files[photo["file"]] == JPEG
    assert "Дела" in files["client.html"].decode()


def test_what_opens_the_owners_page_is_not_in_the_export(api: People) -> None:
    client, request = with_photo(api)

    said = made(api.staff, client)["photos.json"].decode()

    assert [secret for secret in (request["link"].rpartition("/")[2], request["code"]) if secret in said] == []


def test_photos_beyond_the_room_are_listed_with_the_way_to_them(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client, request = with_photo(api)
    photo_sent(request, photos_factory.jpeg(640, 480))
    monkeypatch.setattr(person_file, "MOST_BYTES", len(JPEG))

    files = made(api.staff, client)

    listed = json.loads(files["photos.json"])["photos"]
    assert sorted("file" in each for each in listed) == [False, True]
    (left_out,) = (each for each in listed if "file" not in each)
    assert left_out["archive"].endswith(f"/v1/cases/{request['case_id']}/attachments.zip")
    assert [name for name in files if name.startswith("photos/")] == [each["file"] for each in listed if "file" in each]


def test_a_photo_that_the_bucket_has_lost_stays_in_the_list(api: People) -> None:
    client, request = with_photo(api)
    photo_bucket.erase(list(keys_in_bucket("incoming/")))

    files = made(api.staff, client)

    (listed,) = json.loads(files["photos.json"])["photos"]
    assert ("file" in listed, listed["case_id"]) == (False, request["case_id"])


def test_an_agent_is_told_that_the_cases_are_left_out(api: People) -> None:
    client = added(api.agent, PERSON)
    asked(api.staff, case={"client_id": client, "reference": "У-1"})

    files = made(api.agent, client)

    assert set(files) == {"client.json", "client.html", "cases.txt"}
    assert "администратор" in files["cases.txt"].decode()
    assert "У-1" not in b"".join(files.values()).decode()
    assert "дела не видны" in seen(at_desk(api.agent).speaking("ru").get(f"/console/clients/{client}/export"))


def test_deleting_a_photo_erases_the_exports_that_have_it(api: People) -> None:
    client, request = with_photo(api)
    made(api.staff, client)
    prefix = exports_prefix(api.account.id, client)
    assert keys_in_bucket(prefix)

    photo = api.admin.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"][0]["id"]
    api.admin.delete(f"/v1/attachments/{photo}").expect(204)

    assert keys_in_bucket(prefix) == set()


def test_an_erasure_leaves_cases_and_photos_as_the_page_says(api: People) -> None:
    client, request = with_photo(api)
    desk, at = at_desk(api.admin).speaking("en"), f"/v1/cases/{request['case_id']}"
    before = api.admin.get(at).expect(200)

    page = seen(desk.get(f"/console/clients/{client}/erasure"))
    assert desk.post(f"/console/clients/{client}/erasure", {"reason": "x"}).status == 303

    assert "1 case names this client. They stay as they are: name, phone and e-mail of the owner" in page
    assert api.admin.get(at).expect(200) == before
    assert len(api.admin.get(f"{at}/attachments").expect(200)["items"]) == 1
    files = made(api.admin, client)
    assert json.loads(files["cases.json"])["cases"][0]["owner"]["phone"] == PHONE
