"""Settings: processes and their fields."""

import pytest

from tests.account.console.forms import ROOT, Typed, filled_in, now_of, problem_at, saved, sent
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People

LIST, NEW = f"{ROOT}/processes", "processes/new-process"


def field(number: int, **typed: str) -> dict[str, str]:
    return {f"f{number}-{name}": value for name, value in typed.items()}


def fields_of(api: People, code: str) -> list[tuple[str, str, bool]]:
    process = now_of(api).process(code)
    assert process
    return [(each.code, each.type, each.required) for each in process.fields]


def test_a_process_is_added_with_its_fields(api: People, desk: Desk) -> None:
    page = desk.get(f"{ROOT}/{NEW}")
    first = desk.post(f"{ROOT}/{NEW}", filled_in(page) | {"do": "add", "label_ru": "Ремонт"})
    second = desk.post(
        f"{ROOT}/{NEW}", filled_in(first) | {"do": "add"} | field(0, label_ru="Дата приёмки", type="date")
    )
    typed = filled_in(second)
    assert (typed["rows"], typed["label_ru"], typed["f0-label_ru"], typed["f0-type"]) == (
        "2",
        "Ремонт",
        "Дата приёмки",
        "date",
    )
    del typed["f1-required"]

    answer = desk.post(f"{ROOT}/{NEW}", typed | {"do": "save"} | field(1, label_es="Número", type="number"))

    assert answer.status == 303, answer.text
    assert fields_of(api, "remont") == [("data_priemki", "date", True), ("numero", "number", False)]
    process = now_of(api).process("remont")
    assert process
    assert process.labels == {"ru": "Ремонт"}
    assert process.fields[1].labels == {"es": "Número"}


def test_rows_move_and_go_and_what_was_typed_stays(api: People, desk: Desk) -> None:
    before = now_of(api)
    typed = filled_in(desk.get(f"{LIST}/osago")) | {"label_es": "Obligatorio"}

    def press(do: str, given: Typed) -> Typed:
        answer = desk.post(f"{LIST}/osago", given | {"do": do})
        assert answer.status == 200
        return filled_in(answer)

    up = press("up-2", typed)
    assert [up[f"f{number}-known"] for number in range(3)] == ["policy_number", "amount", "loss_date"]
    assert "f1-required" not in up
    gone = press("remove-0", up)
    assert [gone[f"f{number}-known"] for number in range(2)] == ["amount", "loss_date"]
    down = press("down-0", press("up-0", gone))
    assert down["label_es"] == "Obligatorio"
    for nonsense in ("down-1", "remove-9", "up-x", "remove-", "boil"):
        assert press(nonsense, down) == down
    assert now_of(api) == before

    assert desk.post(f"{LIST}/osago", down | {"do": "save"}).status == 303
    assert fields_of(api, "osago") == [("loss_date", "date", True), ("amount", "number", False)]


def test_the_code_of_a_field_that_is_saved_stays(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/osago"))
    assert "f0-code" not in typed

    desk.post(f"{LIST}/osago", typed | field(0, code="other", label_ru="Иначе"))

    assert fields_of(api, "osago")[0][0] == "policy_number"


def test_forty_fields_fit_and_no_more(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{ROOT}/{NEW}")) | {"label_ru": "Большой", "rows": "40", "do": "save"}
    for number in range(40):
        typed |= field(
            number,
            label_ru=f"Поле {number}",
            label_es="Campo",
            label_en="Field",
            type="text",
            known="",
            code=f"field_{number}",
            required="yes",
        )

    full = desk.post(f"{ROOT}/{NEW}", typed | {"do": "add"})

    assert filled_in(full)["rows"] == "40"
    assert 'id="add" disabled' in full.text
    assert desk.post(f"{ROOT}/{NEW}", typed).status == 303
    assert len(fields_of(api, "bolshoi")) == 40


@pytest.mark.parametrize(
    ("typed", "at", "said"),
    [
        ({"label_ru": "", "label_en": "", "label_es": ""}, "label_ru", "Write a label in at least one language."),
        ({"label_en": "x" * 61}, "label_en", "Must have at most 60 characters."),
        (field(0, label_ru=""), "f0-label_ru", "Write a label in at least one language."),
        (field(1, label_es="x" * 61), "f1-label_es", "Must have at most 60 characters."),
        (field(1, type="colour"), "f1-type", "Must be one of: text, date, number."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(api: People, desk: Desk, typed: Typed, at: str, said: str) -> None:
    before = now_of(api)

    answer = sent(desk, "processes/osago", **{"label_es": "Obligatorio", **typed})

    assert answer.status == 422
    assert problem_at(answer, at) == said
    assert filled_in(answer)["label_es"] == typed.get("label_es", "Obligatorio")
    assert filled_in(answer)["f2-known"] == "amount"
    assert now_of(api) == before


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Bad code", "Must be a code: 2 to 40 small Latin letters, digits and underscores, a letter first."),
        ("policy_number", "policy_number is here twice."),
    ],
)
def test_a_wrong_code_of_a_new_field_is_said_at_it(desk: Desk, code: str, said: str) -> None:
    typed = filled_in(desk.post(f"{LIST}/osago", filled_in(desk.get(f"{LIST}/osago")) | {"do": "add"}))

    answer = desk.post(f"{LIST}/osago", typed | field(3, code=code, label_ru="Новое") | {"do": "save"})

    assert answer.status == 422
    assert problem_at(answer, "f3-code") == said


def test_a_taken_code_of_a_process_is_said_at_it(desk: Desk) -> None:
    answer = sent(desk, NEW, label_ru="Ещё ОСАГО", code="osago")

    assert problem_at(answer, "code") == "There is such a code already. Choose another one, or none."


def test_a_process_is_deleted_after_a_question_and_its_cases_keep_it(api: People, desk: Desk) -> None:
    case = api.staff.post("/v1/cases", {}).expect(201)
    api.staff.post(f"/v1/cases/{case['id']}/convert", {"process": "kasko"}).expect(200)
    assert "Delete this process?" in seen(desk.get(f"{LIST}/kasko/remove"))
    assert now_of(api).process("kasko")

    assert desk.post(f"{LIST}/kasko/remove").status == 303

    assert now_of(api).process("kasko") is None
    assert api.staff.get(f"/v1/cases/{case['id']}").expect(200)["process"] == "kasko"
    assert desk.get(f"/console/cases/{case['id']}").status == 200
    assert desk.get("/console").status == 200


def test_an_unknown_code_is_not_found(desk: Desk) -> None:
    for path in (f"{LIST}/none", f"{LIST}/none/remove"):
        assert desk.get(path).status == 404
    assert desk.post(f"{LIST}/none").status == 404


def test_a_process_is_saved_as_it_is_shown(api: People, desk: Desk) -> None:
    before = now_of(api).processes

    saved(desk, "processes/osago")

    assert now_of(api).processes == before
