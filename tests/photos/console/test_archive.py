"""Downloading all photos of a case: the button, the page that waits, the file, and the words without one."""

import re
from datetime import timedelta
from itertools import repeat

import pytest

from chalicelib.features.photos.service import archives
from tests.photos import archives as made
from tests.support.api.desk import Desk, at_desk, scripts_of, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.faults import refusal, refusing


@pytest.fixture
def desk(api: People, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the browser of a viewer, who may read and no more, in English."""
    made.open_queue(monkeypatch)
    return at_desk(api.viewer).speaking("en")


@pytest.fixture
def case(api: People) -> str:
    """Return the address of the page of a case with a photo."""
    request = asked(api.staff)
    photo_sent(request)
    return f"/console/cases/{request['case_id']}"


def test_the_tab_of_attachments_leads_to_it(desk: Desk, case: str) -> None:
    page = desk.get(case)

    assert f'href="{case}/attachments.zip">Download all (zip)</a>' in page.text
    assert "attachments.zip" not in desk.get(f"{case}?tab=requests").text


def test_while_it_is_made_a_page_waits_and_then_starts_the_download(desk: Desk, case: str) -> None:
    waiting = desk.get(f"{case}/attachments.zip")

    assert waiting.status == 200
    assert "The archive is being made 1 photo is being put into one file." in seen(waiting)
    assert f'href="{case}">Back to the case</a>' in waiting.text
    assert waiting.headers["refresh"] == f"3; url={case}/attachments.zip?waited=yes"
    assert scripts_of(waiting) == ["menu.js"]  # that of every page

    made.make_what_was_ordered()
    over = desk.get(f"{case}/attachments.zip?waited=yes")
    assert "The archive is ready" in seen(over)
    assert over.headers["refresh"] == f"0; url={case}/attachments.zip"
    assert f'href="{case}/attachments.zip">Download the archive</a>' in over.text

    file = desk.get(f"{case}/attachments.zip")
    assert file.status == 303
    assert "/archives/" in file.headers["location"]
    assert file.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Собираем 1 фотографию в один файл."), ("es", "Se está reuniendo 1 foto en un archivo.")],
)
def test_the_waiting_page_speaks_the_readers_language(desk: Desk, case: str, language: str, words: str) -> None:
    assert words in seen(desk.speaking(language).get(f"{case}/attachments.zip"))


def test_a_failure_is_said_plainly_and_the_page_does_not_go_on_by_itself(desk: Desk, case: str) -> None:
    desk.get(f"{case}/attachments.zip")
    with refusing("GetObject", repeat(refusal("GetObject", "SlowDown", status=503))):
        made.function(*made.orders(), tries=archives.TRIES)

    with made.later(timedelta(minutes=1)):
        answer = desk.get(f"{case}/attachments.zip?waited=yes")

    assert answer.status == 503
    assert "The archive could not be made" in seen(answer)
    assert "The photos are safe in the case." in seen(answer)
    assert "refresh" not in answer.headers
    assert re.search(r'href="[^"]+/attachments\.zip">Try again<', answer.text)
    assert f'href="{case}">Back to the case</a>' in answer.text


def test_a_case_without_photos_says_so(api: People, desk: Desk) -> None:
    answer = desk.get(f"/console/cases/{asked(api.staff)['case_id']}/attachments.zip")

    assert answer.status == 404
    assert "There are no photos in this case yet" in seen(answer)


def test_another_accounts_case_is_not_found(api: People, desk: Desk, case: str) -> None:
    assert at_desk(api.stranger).get(f"{case}/attachments.zip").status == 404
    assert made.orders() == []
