"""Files of a policy by the API: announced, looked at when they have arrived, downloaded, removed, erased."""

import boto3
import pytest
import time_machine

from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.features.clients.service import erasing
from chalicelib.features.policies import files
from chalicelib.features.policies.service import attaching
from chalicelib.features.policies.table import files as table
from tests.clients.api.test_rebind import rebind
from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.api.test_documents_by_mail import print_all
from tests.policies.papers import BUCKET, JPEG, PDF, PNG, announced, keys, put, uploaded
from tests.policies.sales import sold
from tests.printing import orders
from tests.support import pdfs
from tests.support.api.desk import at_desk
from tests.support.api.people import People


@pytest.fixture
def policy(api: People) -> str:
    """Return a policy of the agent."""
    return str(sold(api.agent, added(api.agent, PERSON))["id"])


@pytest.mark.parametrize(
    ("data", "kind", "ending"),
    [(PDF, "application/pdf", "pdf"), (JPEG, "image/jpeg", "jpg"), (PNG, "image/png", "png")],
)
def test_a_file_is_stored_listed_and_downloaded(api: People, policy: str, data: bytes, kind: str, ending: str) -> None:
    made = uploaded(api.agent, policy, data, content_type=kind)

    assert (made["state"], made["content_type"], made["bytes"], made["upload"]) == ("stored", kind, len(data), None)
    (listed,) = api.staff.get(f"/v1/policies/{policy}/files").expect(200)["items"]
    assert listed == made
    answer = api.agent.get(f"/v1/policies/{policy}/files/{made['id']}/content")
    address = answer.headers["location"]
    assert answer.status == 302
    assert "response-content-disposition=attachment" in address and f".{ending}" in address
    assert "X-Amz-Expires=300" in address
    assert f"response-content-type={kind.replace('/', '%2F')}" in address
    stored = boto3.client("s3").get_object(Bucket=BUCKET, Key=keys(f"documents/{api.account.id}/{policy}/")[0])
    assert (stored["Body"].read(), stored["ContentType"]) == (data, kind)


def test_the_form_takes_exactly_the_announced_bytes(api: People, policy: str) -> None:
    made = api.agent.post(f"/v1/policies/{policy}/files", announced(PDF)).expect(201)

    assert (made["state"], made["upload"]["fields"]["Content-Type"]) == ("waiting", "application/pdf")
    assert "x-amz-checksum-sha256" in made["upload"]["fields"]
    assert api.agent.get(f"/v1/policies/{policy}/files/{made['id']}/content").status == 409


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 cut off",
        pdfs.locked(user="secret", owner="owner"),
        pdfs.on_a_link(pdfs.LAUNCH),
        JPEG[:-2],
        PNG[:40],
        b"",
        b"GIF89a" + b"\0" * 20,
    ],
    ids=["html", "cut pdf", "password", "launch", "cut jpeg", "cut png", "empty", "gif"],
)
def test_other_bytes_are_refused_and_served_to_nobody(api: People, policy: str, data: bytes) -> None:
    made = api.agent.post(f"/v1/policies/{policy}/files", announced(PDF)).expect(201)
    put(made["upload"]["fields"]["key"], data)

    shown = api.agent.get(f"/v1/policies/{policy}/files/{made['id']}").expect(200)

    assert shown["state"] == "refused"
    assert api.agent.get(f"/v1/policies/{policy}/files/{made['id']}/content").status == 409
    assert keys(f"documents/{api.account.id}/") == []


def test_a_type_that_was_not_announced_is_refused(api: People, policy: str) -> None:
    assert uploaded(api.agent, policy, PNG, content_type="image/jpeg")["state"] == "refused"


def test_too_many_bytes_are_refused(api: People, policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", len(PDF) - 1)

    assert uploaded(api.agent, policy, PDF)["state"] == "refused"
    assert (
        "/bytes" in api.agent.post(f"/v1/policies/{policy}/files", announced(PDF, bytes=files.MOST_BYTES + 1)).pointers
    )


def test_bytes_that_come_later_under_the_same_key_change_nothing(api: People, policy: str) -> None:
    made = uploaded(api.agent, policy, PDF)
    put(keys("imports/")[0], PDF + b"other %%EOF")

    assert api.agent.get(f"/v1/policies/{policy}/files/{made['id']}").expect(200) == made


def test_a_removed_file_leaves_its_name_in_the_history(api: People, policy: str) -> None:
    made = uploaded(api.agent, policy, PDF)
    path = f"/v1/policies/{policy}/files/{made['id']}"

    assert api.agent.call("DELETE", path).status == 204
    assert api.agent.call("DELETE", path).status == 404
    assert keys(f"documents/{api.account.id}/") == []
    history = api.agent.get(f"/v1/policies/{policy}/history").expect(200)["items"]
    assert [each["type"] for each in history[:2]] == ["file_removed", "file_added"]
    assert (history[0]["data"]["name"], history[0]["data"]["sha256"]) == ("Акт осмотра", made["sha256"])


def test_another_agent_finds_no_file(api: People, policy: str) -> None:
    made = uploaded(api.agent, policy, PDF)
    other, path = other_agent(api), f"/v1/policies/{policy}/files"

    assert [other.get(each).status for each in (path, f"{path}/{made['id']}", f"{path}/{made['id']}/content")] == [
        404
    ] * 3
    assert other.post(path, announced(PDF)).status == 404
    assert other.call("DELETE", f"{path}/{made['id']}").status == 404
    assert api.viewer.post(path, announced(PDF)).status == 403


def test_a_policy_has_so_many_files_at_most(api: People, policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST_FILES", 1)
    uploaded(api.agent, policy, PDF)

    answer = api.agent.post(f"/v1/policies/{policy}/files", announced(PDF)).expect(409)
    assert answer["reason"] == "too-many-files"


def test_the_agent_who_serves_the_client_removes_own_files_only(api: People) -> None:
    client, second = added(api.agent, PERSON), other_agent(api)
    path = f"/v1/policies/{sold(api.agent, client)['id']}/files"
    theirs = uploaded(api.agent, path.split("/")[3], PDF)
    rebind(api, client).expect(200)
    own = second.post(path, announced(PDF)).expect(201)

    refused = second.call("DELETE", f"{path}/{theirs['id']}")

    assert (refused.status, refused.json["reason"]) == (409, "other-seller")
    page = at_desk(second).get(f"/console{path.removeprefix('/v1')}/{theirs['id']}")
    assert (page.status, "/remove" in page.text) == (200, False)
    assert second.call("DELETE", f"{path}/{own['id']}").status == 204
    assert api.agent.call("DELETE", f"{path}/{theirs['id']}").status == 204


def test_files_stay_for_the_retention_of_an_erased_client_and_go_at_its_end(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    client = added(api.staff, PERSON)
    policy = sold(api.staff, client, paid_instalments=1)["id"]
    uploaded(api.staff, policy, PDF)
    print_all(api, policy)
    printed = keys("documents/")
    assert len(printed) == 3

    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "x"}).expect(200)
    assert keys("documents/") == printed
    with time_machine.travel(now().replace(year=now().year + 6), tick=False):
        recent.clear_recent()
        erasing.go_on(api.account.id, client)
        erasing.go_on(api.account.id, client)

    assert keys(f"documents/{api.account.id}/") == []
    assert table.list_files(api.account.id, policy) == []
