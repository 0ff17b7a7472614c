"""Imports by the API: upload, preview, mapping, run, errors."""

from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.clients import table as clients
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.importing import service, working
from chalicelib.features.clients.model import Facts
from chalicelib.features.clients.table import imports as table
from tests.clients.bodies import PERSON, added, names, other_agent
from tests.clients.files import HEADINGS, ROW, csv_bytes, row_of, xlsx_bytes
from tests.clients.imports import checked, errors_of, function, open_queue, orders, run, shown, uploaded, work
from tests.support import sweeping
from tests.support.api.people import People
from tests.support.faults import Crash, between


@pytest.fixture(autouse=True)
def queue(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of orders."""
    open_queue(monkeypatch)


def _file(*numbers: int) -> bytes:
    return csv_bytes(HEADINGS, *map(row_of, numbers))


def test_r21_a_file_becomes_clients_of_the_agents_own_base(api: People) -> None:
    preview = checked(api.agent, xlsx_bytes(HEADINGS, row_of(1), row_of(2)))
    assert (preview["state"], preview["rows"], preview["wrong"]) == ("preview", 2, 0)
    assert preview["columns"] == list(HEADINGS)
    assert preview["mapping"] == ["surname", "given_name", "patronymic", "birth_date", "email", "document", "phone"]
    assert preview["preview"][0]["cells"][:2] == list(row_of(1)[:2])

    done = run(api.agent, preview["id"])

    assert (done["state"], done["done"], done["skipped"], done["wrong"]) == ("done", 2, 0, 0)
    assert len(names(api.agent, "limit=10")) == 2
    assert names(other_agent(api), "limit=10") == []


def test_case_18_case_55_a_wrong_day_is_told_at_its_row_and_column(api: People) -> None:
    wrong = (*ROW[:3], "31.02.1990", *ROW[4:])
    data = csv_bytes(HEADINGS, wrong, row_of(1), row_of(2), encoding="cp1251")

    preview = checked(api.agent, data)

    assert (preview["rows"], preview["wrong"]) == (3, 1)
    (row, *_) = preview["preview"]
    assert (row["row"], [each["heading"] for each in row["errors"]]) == (2, ["Дата рождения"])
    assert run(api.agent, preview["id"])["done"] == 2
    lines = errors_of(api.agent, preview["id"]).splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("2;Дата рождения: ")
    assert "31.02.1990" in lines[1]


def test_r21_of_rows_of_one_person_the_first_one_wins() -> None:
    """Rows that are run at once have no document, name with birth date, or tax number in common."""
    vera = {"surname": "Ёлкина", "given_name": "Вера", "birth_date": "1986-01-23"}
    passport = {"kind": "passport_ru", "number": "4517123456"}
    facts = (
        {"surname": "Иная", "given_name": "Вера", "birth_date": "1986-01-23", "document": passport},
        {**vera, "surname": "Елкина"},
        {**vera, "surname": "Петрова"},
        {**vera, "document": passport},
    )

    lanes = working._lanes("acc_1", [(at, Facts.model_validate(each)) for at, each in enumerate(facts)])

    assert sorted([number for number, _ in lane] for lane in lanes) == [[0, 1, 3], [2]]


def test_a_wide_table_of_long_cells_has_a_preview(api: People) -> None:
    preview = checked(api.agent, csv_bytes(["😀" * 60] * 100, *[["😀" * 60] * 100] * 21))

    assert (preview["state"], preview["rows"], len(preview["preview"])) == ("preview", 21, 20)


def test_a_client_that_the_base_has_is_skipped_and_listed(api: People) -> None:
    known = added(api.agent, PERSON)
    before = api.agent.get(f"/v1/clients/{known}").expect(200)
    preview = checked(api.agent, csv_bytes(HEADINGS, (*ROW[:4], "other@example.org", *ROW[5:]), row_of(1), row_of(1)))

    done = run(api.agent, preview["id"])

    assert (done["done"], done["skipped"]) == (1, 2)
    assert api.agent.get(f"/v1/clients/{known}").expect(200) == before
    assert [line.split(";")[0] for line in errors_of(api.agent, preview["id"]).splitlines()[1:]] == ["2", "4"]


def test_a_mapping_is_chosen_and_remembered(api: People) -> None:
    headings = ("Фамилия", "Имя", "Отчество", "Рождён", "Почтовый ящик", "Что-то")
    data = csv_bytes(headings, (*row_of(1)[:5], "лишнее"))
    preview = checked(api.agent, data)
    assert preview["mapping"][3:] == [None, None, None]

    mapping = ["surname", "given_name", "patronymic", "birth_date", "email", None]
    api.agent.patch(f"/v1/client-imports/{preview['id']}", {"mapping": mapping}).expect(200)
    work()

    assert shown(api.agent, preview["id"])["wrong"] == 0
    assert checked(api.agent, data)["mapping"] == mapping


def test_options_are_chosen(api: People) -> None:
    preview = checked(api.agent, csv_bytes(HEADINGS, (*ROW[:2], "", *ROW[3:])))
    assert preview["wrong"] == 1

    api.agent.patch(f"/v1/client-imports/{preview['id']}", {"options": {"no_patronymic": True}}).expect(200)
    work()

    assert shown(api.agent, preview["id"])["wrong"] == 0


def test_a_file_that_can_not_be_read_fails_with_the_reason(api: People) -> None:
    failed = checked(api.agent, b"\xd0\xcf\x11\xe0 old")

    assert failed["state"] == "failed"
    assert ".xlsx" in failed["error"]
    assert api.agent.post(f"/v1/client-imports/{failed['id']}/run", {}).status == 409


@pytest.mark.parametrize(
    ("rows", "killed_at"), [(50, 25), pytest.param(1000, 500, marks=pytest.mark.slow, id="as-accepted")]
)
def test_case_56_a_run_that_was_killed_goes_on_and_makes_none_twice(
    api: People, monkeypatch: pytest.MonkeyPatch, rows: int, killed_at: int
) -> None:
    monkeypatch.setattr(working, "CHUNK", 10)
    preview = checked(api.agent, _file(*range(rows)))
    api.agent.post(f"/v1/client-imports/{preview['id']}/run", {}).expect(200)
    (order,) = orders()
    written: list[str] = []

    def die(operation: str, _: dict[str, Any], call: Any) -> Any:
        answer = call()
        if operation == "TransactWriteItems":
            written.append(operation)
            if len(written) == killed_at:
                raise Crash
        return answer

    with between(die), pytest.raises(Crash):
        function(order)
    assert 0 < shown(api.agent, preview["id"])["done"] < killed_at

    assert function(order) == []

    assert shown(api.agent, preview["id"]) | {"preview": []} == preview | {"state": "done", "done": rows, "preview": []}
    found, _ = clients.list_names(scope_of(api.account.id, None), begins="", after=None, limit=2 * rows)
    people = clients.get_clients(api.account.id, found).values()
    assert (len(found), len({each.facts.full_name for each in people})) == (rows, rows)


def test_a_run_without_time_left_goes_on_by_a_further_order(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "CHUNK", 2)
    preview = checked(api.agent, _file(*range(5)))
    api.agent.post(f"/v1/client-imports/{preview['id']}/run", {}).expect(200)
    (order,) = orders()
    times = iter([100.0, 1.0])

    class Short:
        """A context whose time ends after the first chunk."""

        def get_remaining_time_in_millis(self) -> float:
            return next(times) * 1000

    function(order, context=Short())

    assert shown(api.agent, preview["id"])["done"] == 2
    work()
    assert shown(api.agent, preview["id"])["done"] == 5


def test_an_import_that_kills_its_workers_fails_in_time(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = uploaded(api.agent, _file(1))
    shown(api.agent, import_id)
    (order,) = orders()

    def die(_: bytes) -> None:
        raise Crash

    monkeypatch.setattr(working, "read_table", die)
    for _ in range(working.MOST_TRIES):
        with pytest.raises(Crash):
            function(order)

    assert function(order) == []
    assert shown(api.agent, import_id)["state"] == "failed"


def test_an_earlier_order_does_nothing(api: People) -> None:
    import_id = uploaded(api.agent, _file(1))
    shown(api.agent, import_id)
    (order,) = orders()
    function(order)
    before = shown(api.agent, import_id)

    function(order)

    assert shown(api.agent, import_id) == before


def test_a1_anothers_import_is_not_found(api: People) -> None:
    preview = checked(api.agent, _file(1))

    for other in (other_agent(api), api.admin, api.stranger):
        assert other.get(f"/v1/client-imports/{preview['id']}").status == 404
        assert other.patch(f"/v1/client-imports/{preview['id']}", {"options": {}}).status == 404
        assert other.post(f"/v1/client-imports/{preview['id']}/run", {}).status == 404
        assert other.get(f"/v1/client-imports/{preview['id']}/errors.csv").status == 404


def test_an_agent_imports_a_limited_number_of_rows_a_day(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "IMPORTED_PER_DAY", 3)
    first, second = checked(api.agent, _file(1, 2)), checked(api.agent, _file(3, 4))
    run(api.agent, first["id"])

    refused = api.agent.post(f"/v1/client-imports/{second['id']}/run", {})

    assert refused.status == 429
    assert shown(api.agent, second["id"])["state"] == "preview"
    assert run(api.admin, checked(api.admin, _file(5, 6, 7, 8))["id"])["done"] == 4


def test_a_wrong_mapping_is_refused_with_everything_that_is_wrong(api: People) -> None:
    preview = checked(api.agent, _file(1))
    path = f"/v1/client-imports/{preview['id']}"

    assert api.agent.patch(path, {"mapping": ["surname"], "options": {"document_kind": "none"}}).pointers == [
        "/mapping",
        "/options/document_kind",
    ]
    twice = ["surname", "surname", None, None, None, None, "nothing"]
    assert set(api.agent.patch(path, {"mapping": twice}).pointers) == {"/mapping", "/mapping/6"}


def test_the_history_of_a_client_says_that_it_was_imported(api: People) -> None:
    run(api.agent, checked(api.agent, _file(1))["id"])
    (client,) = api.agent.get("/v1/clients?limit=10").expect(200)["items"]

    (change,) = api.agent.get(f"/v1/clients/{client['id']}/history").expect(200)["items"]

    assert change["type"] == "imported"


def test_the_sweep_orders_a_silent_import_again(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeping.open_queues(monkeypatch)
    import_id = uploaded(api.agent, _file(1))
    shown(api.agent, import_id)
    orders()

    with time_machine.travel(now() + table.SILENCE, tick=True):
        assert sweeping.do(sweeping.ask()) == []
        work()

    assert shown(api.agent, import_id)["state"] == "preview"
