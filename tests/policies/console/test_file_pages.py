"""The console's pages of a policy's files: a plain form, without script."""

import re

import pytest

from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.papers import PDF, put
from tests.policies.sales import sold
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People


@pytest.fixture
def policy(api: People) -> str:
    """Return the address of a policy of the agent."""
    return f"/console/policies/{sold(api.agent, added(api.agent, PERSON))['id']}"


def announced(desk: Desk, policy: str, name: str = "Акт осмотра") -> str:
    """Name a file, and return the address of its upload."""
    answer = desk.post(f"{policy}/files/new", {"name": name})
    assert answer.status == 303, seen(answer)
    return str(answer.headers["location"])


def upload(desk: Desk, file: str, data: bytes) -> None:
    """Put bytes where the form of the page would."""
    page = desk.get(file).text
    assert 'enctype="multipart/form-data"' in page
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    put(found[1], data)


def test_a_file_is_added_shown_downloaded_and_deleted(api: People, policy: str) -> None:
    desk = at_desk(api.agent).speaking("ru")

    assert "Файлов пока нет" in seen(desk.get(f"{policy}?tab=files"))
    file = announced(desk, policy)
    assert "Ещё не загружен" in seen(desk.get(file))
    upload(desk, file, PDF)
    shown = seen(desk.get(f"{file}?bucket=photos&key=x&etag=y"))
    assert "Скачать файл" in shown and "Акт осмотра" in shown
    assert "Акт осмотра" in seen(desk.get(f"{policy}?tab=files"))
    got = desk.get(f"{file}/content")
    assert (got.status, "X-Amz-Signature" in got.headers["location"]) == (303, True)
    assert desk.post(f"{file}/remove", {}).status == 303
    assert "Файл удалён." in seen(desk.get(f"{policy}?tab=files"))
    assert desk.post(f"{file}/remove", {}).status == 303
    history = seen(desk.get(f"{policy}?tab=history"))
    assert "Добавлен файл" in history and "Удалён файл" in history


def test_a_file_that_is_none_is_not_stored(api: People, policy: str) -> None:
    desk = at_desk(api.agent).speaking("en")
    file = announced(desk, policy)
    upload(desk, file, b"<html>")

    shown = seen(desk.get(file))

    assert "Not stored" in shown and "Add it anew" in shown
    assert desk.get(f"{file}/content").status == 303


def test_a_file_without_a_name_is_refused_at_its_field(api: People, policy: str) -> None:
    answer = at_desk(api.agent).speaking("en").post(f"{policy}/files/new", {"name": " "})

    assert (answer.status, 'id="name-wrong"' in answer.text) == (422, True)


def test_viewers_read_files_and_add_none(api: People, policy: str) -> None:
    file = announced(at_desk(api.agent), policy)
    upload(at_desk(api.agent), file, PDF)
    viewer = at_desk(api.viewer).speaking("en")

    assert "Download the file" in seen(viewer.get(file))
    assert "Delete the file" not in seen(viewer.get(file))
    assert viewer.get(f"{policy}/files/new").status == 403
    assert at_desk(other_agent(api)).get(file).status == 404
