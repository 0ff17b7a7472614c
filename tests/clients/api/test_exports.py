"""Exports by the API: safe cells, masks, and a file that the import reads."""

import csv
import io
from typing import Any

import boto3
import pytest

from chalicelib.features.clients import exporting, table
from chalicelib.features.clients.bases import scope_of
from tests.clients.bodies import COMPANY, PERSON, added, named, other_agent, person
from tests.clients.imports import checked, open_queue, run
from tests.support.api.client import Api
from tests.support.api.people import People

_PATH = "/v1/clients/export.csv"


@pytest.fixture(autouse=True)
def queue(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of orders of imports."""
    open_queue(monkeypatch)


def _exported(caller: Api, *, reason: str = "", language: str = "en") -> str:
    headers = {"Accept-Language": language}
    answer = caller.post(_PATH, {"reason": reason}, headers=headers) if reason else caller.get(_PATH, headers=headers)
    assert answer.status == 302
    key = answer.headers["location"].partition("?")[0].split("/exports/")[1]
    return str(boto3.client("s3").get_object(Bucket="photos", Key=f"exports/{key}")["Body"].read().decode())


def _facts(api: People, base: str) -> dict[str, dict[str, Any]]:
    ids, _ = table.list_names(scope_of(api.account.id, base), begins="", after=None, limit=100)
    return {each.facts.full_name: each.facts.model_dump() for each in table.get_clients(api.account.id, ids).values()}


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_r21_an_exported_base_is_imported_equal(api: People, language: str) -> None:
    bodies = (
        person(comment="=HYPERLINK(1)", language="es"),
        person(surname="О’Брайен", document={"kind": "snils", "number": "112-233-445 95"}, phone=None),
        named("García-Pérez José", comment='\'=не формула; "кавычки"\nвторая строка'),
        COMPANY,
    )
    for body in bodies:
        added(api.agent, body)

    data = _exported(api.agent, reason="Перенос базы", language=language)
    other = other_agent(api)
    preview = checked(other, data.encode())

    assert (preview["wrong"], preview["preview"][0]["errors"]) == (0, [])
    assert run(other, preview["id"])["done"] == len(bodies)
    assert _facts(api, "sub-agent-2") == _facts(api, f"sub-agent-{api.account.id}")


def test_case_57_a_formula_gets_an_apostrophe(api: People) -> None:
    added(api.agent, person(comment="=HYPERLINK(1)"))

    (_, row) = csv.reader(io.StringIO(_exported(api.agent).removeprefix("\ufeff")), delimiter=";")

    assert row[-1] == "'=HYPERLINK(1)"
    assert row[-3] == "'+79109370341"


def test_b7_numbers_are_masked_without_a_reason_and_such_a_file_is_refused(api: People) -> None:
    added(api.agent, PERSON)

    exported = _exported(api.agent)
    preview = checked(other_agent(api), exported.encode())

    assert "45** ****56" in exported
    assert preview["wrong"] == 1
    assert "asterisks" in preview["preview"][0]["errors"][0]["message"]


def test_b7_full_numbers_leave_a_trace(api: People) -> None:
    client = added(api.agent, PERSON)

    assert "4517 123456" in _exported(api.agent, reason="Проверка")

    (trace,) = table.list_reveals(api.account.id, client)
    assert trace.reason == "Проверка"
    assert api.agent.post(_PATH, {"reason": " "}).status == 422
    assert api.viewer.post(_PATH, {"reason": "Проверка"}).status == 403


def test_an_export_has_the_own_base_alone(api: People) -> None:
    added(api.agent, PERSON)

    assert "Гевердава" not in _exported(api.admin)
    assert "Гевердава" not in _exported(other_agent(api))


def test_too_many_clients_are_not_exported(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    added(api.agent, PERSON)
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 0)

    assert api.agent.get(_PATH).status == 409
