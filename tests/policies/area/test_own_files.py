"""Files of policies that staff show to the client: listed and downloaded in the area; no other ones."""

import pytest

from tests.cabinet.visitors import HOME
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.policies.area.people import client_of_area, other_client
from tests.policies.papers import JPEG, PDF, uploaded
from tests.policies.sales import sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

NO = "fil_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


@pytest.fixture
def policy(api: People, client_id: str) -> str:
    """Return the id of a KASKO policy that the agent has sold to the client."""
    return str(sold(api.agent, client_id)["id"])


def test_a_shared_file_is_shown_and_downloaded_for_five_minutes(api: People, client_id: str, policy: str) -> None:
    shared = uploaded(api.agent, policy, PDF, name="Акт осмотра", shared=True)
    kept = uploaded(api.agent, policy, JPEG, name="Расчёт убытка", content_type="image/jpeg")
    visitor = client_of_area(api, client_id)

    page = visitor.get(f"{HOME}/policies/{policy}")
    told = visitor.call("GET", f"/policies/{policy}").expect(200)["files"]

    assert (shared["shared"], kept["shared"]) == (True, False)
    assert "Акт осмотра" in seen(page) and "Расчёт убытка" not in seen(page)
    assert [(each["id"], each["name"], each["bytes"]) for each in told] == [(shared["id"], "Акт осмотра", len(PDF))]
    for answer in (
        visitor.get(f"{HOME}/policies/{policy}/files/{shared['id']}"),
        visitor.call("GET", f"/policies/{policy}/files/{shared['id']}"),
    ):
        assert answer.status == 302
        assert "X-Amz-Expires=300" in answer.headers["location"]
        assert "response-content-disposition=attachment" in answer.headers["location"]


def test_other_files_are_not_found(api: People, client_id: str, policy: str) -> None:
    kept = uploaded(api.agent, policy, PDF)["id"]
    waiting = api.agent.post(
        f"/v1/policies/{policy}/files",
        {"name": "x", "content_type": "application/pdf", "bytes": 9, "sha256": "0" * 64, "shared": True},
    ).expect(201)["id"]
    shared = uploaded(api.agent, policy, PDF, shared=True)["id"]
    mine = client_of_area(api, client_id)
    visitor = other_client(api, added(api.agent, named("Сидоров Пётр")))

    for browser, file_id in ((mine, kept), (mine, waiting), (mine, NO), (visitor, shared)):
        assert browser.call("GET", f"/policies/{policy}/files/{file_id}").status == 404
        assert browser.get(f"{HOME}/policies/{policy}/files/{file_id}").status == 404


def test_a_file_is_shown_and_hidden_later_with_a_trace(api: People, client_id: str, policy: str) -> None:
    file_id = uploaded(api.agent, policy, PDF)["id"]
    path = f"/v1/policies/{policy}/files/{file_id}"
    visitor = client_of_area(api, client_id)

    for _ in range(2):
        assert api.agent.call("PATCH", path, body={"shared": True}).expect(200)["shared"]
    shown = visitor.call("GET", f"/policies/{policy}/files/{file_id}").status
    api.agent.call("PATCH", path, body={"shared": False}).expect(200)

    assert shown == 302
    assert visitor.call("GET", f"/policies/{policy}/files/{file_id}").status == 404
    history = api.agent.get(f"/v1/policies/{policy}/history").expect(200)["items"]
    assert [each["type"] for each in history[:3]] == ["file_hidden", "file_shared", "file_added"]
    refused = other_agent(api).call("PATCH", path, body={"shared": True})
    assert refused.status == 404


def test_staff_show_it_on_a_page(api: People, client_id: str, policy: str) -> None:
    file_id = uploaded(api.agent, policy, PDF)["id"]
    visitor, desk = client_of_area(api, client_id), at_desk(api.agent).speaking("ru")
    path = f"/console/policies/{policy}/files/{file_id}"

    assert "Клиент не видит этот файл." in seen(desk.get(path))
    assert desk.post(f"{path}/shared", {"shared": "yes"}).status == 303
    assert "Теперь клиент видит файл." in seen(desk.get(path))
    assert "виден клиенту" in seen(desk.get(f"/console/policies/{policy}?tab=files"))
    assert visitor.call("GET", f"/policies/{policy}/files/{file_id}").status == 302
    assert desk.post(f"{path}/shared", {"shared": "no"}).status == 303
    assert visitor.call("GET", f"/policies/{policy}/files/{file_id}").status == 404
    made = desk.post(f"/console/policies/{policy}/files/new", {"name": "Полис", "shared": "yes"})
    assert "Клиент видит этот файл в личном кабинете." in seen(desk.get(made.headers["location"]))
