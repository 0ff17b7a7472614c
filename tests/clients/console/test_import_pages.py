"""Pages of imports: upload by a plain form, preview, mapping, run, errors; and exports."""

import html
import re

import boto3
import pytest

from chalicelib.aws import photo_bucket
from chalicelib.features.clients.importing.faults import MOST_BYTES
from tests.clients.bodies import PERSON, added
from tests.clients.files import HEADINGS, ROW, csv_bytes, row_of
from tests.clients.imports import checked, open_queue, orders, run, work
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, scripts_of, seen
from tests.support.api.people import People

_PAGE = "/console/clients/import"
_EXPORT = "/console/clients/export.csv"


@pytest.fixture(autouse=True)
def queue(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of orders."""
    open_queue(monkeypatch)


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of an agent, in English."""
    return at_desk(api.agent).speaking("en")


def _fields(answer: Answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return {name: html.unescape(value) for name, value in found}


def _uploaded(desk: Desk, data: bytes) -> str:
    """Upload a file as a browser without script does, and return the page that S3 leads to."""
    fields = _fields(desk.get(_PAGE))
    boto3.client("s3").put_object(Bucket="photos", Key=fields["key"], Body=data)
    return "/console" + fields["success_action_redirect"].partition("/console")[2]


def test_a_file_is_uploaded_by_a_plain_form(desk: Desk) -> None:
    page = desk.get(_PAGE)

    assert photo_bucket.origin() in page.headers["content-security-policy"].partition("form-action")[2]
    assert 'enctype="multipart/form-data"' in page.text
    one = _uploaded(desk, csv_bytes(HEADINGS, ROW))
    reading = desk.get(one)
    assert "The file is being checked" in seen(reading)
    assert "client_import.js" in scripts_of(reading)
    work()
    assert "Add 1 client" in seen(desk.get(one))


def test_an_upload_that_never_came_is_not_found(desk: Desk) -> None:
    fields = _fields(desk.get(_PAGE))

    assert desk.get("/console" + fields["success_action_redirect"].partition("/console")[2]).status == 404


def test_the_preview_shows_errors_by_row_and_column(desk: Desk) -> None:
    one = _uploaded(desk, csv_bytes(HEADINGS, (*ROW[:3], "31.02.1990", *ROW[4:]), row_of(1)))
    desk.get(one)
    work()

    page = desk.get(one)

    assert "Дата рождения: Must be a date of the calendar" in seen(page)
    assert '<td class="bad">31.02.1990</td>' in page.text
    assert "Add 1 client" in seen(page)
    answer = desk.get(f"{one}/errors.csv")
    assert (answer.status, "/errors.csv" in answer.headers["location"]) == (303, True)


def test_a_mapping_is_chosen_and_the_import_is_run(desk: Desk) -> None:
    one = _uploaded(desk, csv_bytes(("А", "Б", "В", "Г", "Д"), (*row_of(1)[:2], "", *row_of(1)[3:5])))
    desk.get(one)
    work()
    assert "No row can be imported yet" in seen(desk.get(one))

    form: dict[str, str | list[str]] = {
        "column": ["surname", "given_name", "-", "birth_date", "email"],
        "no_patronymic": "yes",
    }
    assert desk.post(one, form).status == 303
    work()
    assert '<option value="birth_date" selected>' in desk.get(one).text
    assert desk.post(f"{one}/run").status == 303
    assert '<progress max="1" value="0">' in desk.get(one).text
    work()

    done = desk.get(one)
    assert "The import is finished" in seen(done)
    assert "client_import.js" not in scripts_of(done)


def test_two_columns_of_one_target_are_refused_at_the_columns(api: People, desk: Desk) -> None:
    preview = checked(api.agent, csv_bytes(HEADINGS, ROW))

    answer = desk.post(f"{_PAGE}/{preview['id']}", {"column": ["surname", "surname", "-", "-", "-", "-", "-"]})

    assert answer.status == 422
    assert "Two columns have the same target" in seen(answer)


def test_a_finished_import_can_not_be_changed(api: People, desk: Desk) -> None:
    preview = checked(api.agent, csv_bytes(HEADINGS, ROW))
    run(api.agent, preview["id"])

    answer = desk.post(f"{_PAGE}/{preview['id']}", {"column": ["-"] * 7})

    assert answer.status == 409
    assert "not at this step" in seen(answer)
    assert orders() == []


def test_a_file_that_can_not_be_read_says_why(desk: Desk) -> None:
    one = _uploaded(desk, b"\xd0\xcf\x11\xe0 old")
    desk.get(one)
    work()

    assert "old Excel (.xls)" in seen(desk.get(one))


def test_anothers_import_is_not_found(api: People, desk: Desk) -> None:
    preview = checked(api.agent, csv_bytes(HEADINGS, ROW))

    for person in (api.admin, api.stranger):
        assert at_desk(person).get(f"{_PAGE}/{preview['id']}").status == 404


def test_an_export_leads_to_its_file(api: People, desk: Desk) -> None:
    added(api.agent, PERSON)

    for answer in (desk.get(_EXPORT), desk.post(_EXPORT, {"reason": "Перенос базы"})):
        assert (answer.status, "/exports/" in answer.headers["location"]) == (303, True)


def test_an_export_with_full_numbers_needs_a_reason(desk: Desk) -> None:
    answer = desk.post(_EXPORT, {"reason": " "})

    assert answer.status == 422
    assert "it is kept with the client" in seen(answer)


@pytest.mark.parametrize("language", ["ru", "es"])
def test_the_pages_speak_the_readers_language(api: People, language: str) -> None:
    desk = at_desk(api.agent).speaking(language)
    one = _uploaded(desk, csv_bytes(HEADINGS, ROW))
    desk.get(one)
    work()

    said = seen(desk.get(one)) + seen(desk.get(_PAGE))

    assert {"ru": "Добавить 1 клиента", "es": "Añadir 1 cliente"}[language] in said
    assert {"ru": "Импорт и экспорт", "es": "Importar y exportar"}[language] in said


@pytest.mark.parametrize("more", [1, 1000], ids=["a byte", "a kilobyte"])
def test_a_file_that_is_too_large_is_refused_on_the_page(desk: Desk, more: int) -> None:
    one = _uploaded(desk, b"x" * (MOST_BYTES + more))
    desk.get(one)
    work()

    assert "The file has more than 10 MB." in seen(desk.get(one))
