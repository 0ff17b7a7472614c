"""Reading of rows: headings, full names, days, kinds, masks; errors at their columns."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.spreadsheets import csv_text, harmless
from chalicelib.features.clients.exporting import cells_of
from chalicelib.features.clients.importing.cells import guarded, plain, split_name
from chalicelib.features.clients.importing.options import Options
from chalicelib.features.clients.importing.rows import Plan, Wrong, read_row
from chalicelib.features.clients.importing.tables import Line, read_table
from chalicelib.features.clients.importing.targets import BY_CODE, guess, headings_of, remember
from chalicelib.features.clients.model import ClientKind, Facts
from chalicelib.features.clients.rules import read_facts
from chalicelib.features.clients.schemas import NewClientBody
from chalicelib.tenancy.model import Account
from tests.clients.files import HEADINGS, ROW
from tests.support.world import World


def _read(account: Account, row: dict[str, str], options: Options | None = None) -> Facts | tuple[Wrong, ...]:
    plan = Plan(account, guess(tuple(row)), options or Options())
    return read_row(plan, Line(2, tuple(row.values())))


def _person(**changes: str) -> dict[str, str]:
    return dict(zip(HEADINGS, ROW, strict=True)) | changes


def test_r21_a_row_of_a_person(world: World) -> None:
    facts = _read(world.account, _person())

    assert isinstance(facts, Facts)
    assert (facts.full_name, facts.birth_date) == ("Гевердава Вера Сергеевна", date(1986, 1, 23))
    assert facts.document is not None
    assert (facts.document.kind, facts.document.number, facts.phone) == ("passport_ru", "4517123456", "+79109370341")


def test_r21_a_row_of_a_company(world: World) -> None:
    row = {"Наименование": "ООО «Перевозчик»", "ИНН": "7707083893", "E-mail": "office@carrier.example"}

    facts = _read(world.account, row)

    assert isinstance(facts, Facts)
    assert (facts.kind, facts.tax_country, facts.tax_number) == (ClientKind.COMPANY, "RU", "7707083893")


@pytest.mark.parametrize("said", ["23.01.1986", "1986-01-23", "23/01/1986"])
def test_days_are_read_in_any_usual_notation(world: World, said: str) -> None:
    facts = _read(world.account, _person(**{"Дата рождения": said}))

    assert isinstance(facts, Facts)
    assert facts.birth_date == date(1986, 1, 23)


def test_case_55_a_day_that_no_calendar_has_is_wrong_at_its_column(world: World) -> None:
    found = _read(world.account, _person(**{"Дата рождения": "31.02.1990"}))

    assert [(each.column, each.pointer) for each in found if isinstance(each, Wrong)] == [(3, "/birth_date")]


def test_everything_wrong_with_a_row_is_told_at_once(world: World) -> None:
    row = _person(Отчество="", Телефон="12", **{"E-mail": "nobody", "Серия и номер": "4517 12345"})

    found = _read(world.account, row)

    assert {each.column for each in found if isinstance(each, Wrong)} == {2, 4, 5, 6}


def test_a_fact_without_a_column_is_wrong_at_none(world: World) -> None:
    row = _person()
    del row["E-mail"]

    found = _read(world.account, row)

    assert [(each.column, each.pointer) for each in found if isinstance(each, Wrong)] == [(None, "/email")]


def test_masked_numbers_are_refused(world: World) -> None:
    found = _read(world.account, _person(**{"Серия и номер": "45** ****56"}))

    assert [each.column for each in found if isinstance(each, Wrong)] == [5]
    assert "asterisks" in str(found)


def test_a_full_name_in_one_column_and_a_document_in_two(world: World) -> None:
    row = {
        "ФИО": "Гевердава Вера Сергеевна",
        "Дата рождения": "23.01.1986",
        "E-mail": "vera@example.org",
        "Серия": "4517",
        "Номер": "123456",
        "Дата выдачи": "01.03.2018",
    }

    facts = _read(world.account, row)

    assert isinstance(facts, Facts)
    assert (facts.surname, facts.given_name, facts.patronymic) == ("Гевердава", "Вера", "Сергеевна")
    assert facts.document is not None
    assert (facts.document.number, facts.document.issued_on) == ("4517123456", date(2018, 3, 1))


def test_a_person_without_a_patronymic_is_right_by_the_tick_or_by_the_option(world: World) -> None:
    row = _person(Отчество="")

    assert isinstance(_read(world.account, row | {"Нет отчества": "да"}), Facts)
    assert isinstance(_read(world.account, row, Options(no_patronymic=True)), Facts)
    assert not isinstance(_read(world.account, row), Facts)


@pytest.mark.parametrize(
    ("full", "surname_first", "parts"),
    [
        ("Сидоров Пётр", True, ("Сидоров", "Пётр", "")),
        ("Алиев Мамед Гейдар оглы", True, ("Алиев", "Мамед", "Гейдар оглы")),
        ("José García Pérez", False, ("García Pérez", "José", "")),
        ("García Pérez, José Luis", False, ("García Pérez", "José Luis", "")),
        ("Петров, Иван Ильич", True, ("Петров", "Иван", "Ильич")),
        ("Мадонна", True, ("Мадонна", "", "")),
    ],
)
def test_full_names_are_split_by_a_rule(full: str, surname_first: bool, parts: tuple[str, str, str]) -> None:
    assert split_name(full, surname_first=surname_first) == parts


def test_headings_are_recognised_in_all_languages() -> None:
    assert guess(("ФАМИЛИЯ*", "Apellido", "Given name", "Fecha de nacimiento", "Любимый цвет", "Тел.")) == (
        "surname",
        "",
        "given_name",
        "birth_date",
        "",
        "phone",
    )


def test_a_mapping_is_remembered_by_headings() -> None:
    remembered = remember(("Клиент №", "Почта"), ("surname", ""))

    assert guess(("почта", "Клиент №", "Имя"), remembered) == ("", "surname", "given_name")


@pytest.mark.parametrize("said", ["+79109370341", "=HYPERLINK(1)", "'=x", "''=x", "'кавычки'", "-12", "просто"])
def test_case_57_a_guarded_cell_is_read_as_it_was(said: str) -> None:
    assert plain(str(harmless(guarded(said)))) == said


ACCOUNT = Account(id="acc_1", name="A", created_at=now())
_NAME = st.text("абвгдёАБГéñłX '’-=+@.", min_size=1, max_size=12)
_PERSON = st.fixed_dictionaries(
    {
        "surname": _NAME,
        "given_name": _NAME,
        "patronymic": _NAME,
        "birth_date": st.dates(date(1920, 1, 1), date(2020, 1, 1)).map(date.isoformat),
        "email": st.just("vera@example.org"),
        "comment": st.text(max_size=60),
    },
    optional={
        "document": st.integers(0, 10**10 - 1).map(lambda number: {"kind": "passport_ru", "number": f"{number:010}"}),
        "phone": st.integers(0, 10**7 - 1).map(lambda number: f"+7916{number:07}"),
        "language": st.sampled_from(LANGUAGES),
    },
)


@given(_PERSON, st.sampled_from(LANGUAGES))
def test_r21_any_client_is_exported_and_read_equal(body: dict[str, object], language: Language) -> None:
    try:
        facts = read_facts(ACCOUNT, NewClientBody.model_validate(body).typed())
    except (Invalid, ValidationError):
        assume(False)
    row = [guarded(cell) for cell in cells_of(facts, language, full=True)]

    table = read_table(csv_text(headings_of(language), [row], delimiter=";").encode())

    assert [read_row(Plan(ACCOUNT, guess(table.headings), Options()), line) for line in table.rows] == [facts]


@given(st.dictionaries(st.sampled_from(sorted(BY_CODE)), st.text(max_size=40)), st.builds(Options))
def test_r21_any_row_is_a_client_or_errors_at_its_facts(row: dict[str, str], options: Options) -> None:
    found = read_row(Plan(ACCOUNT, tuple(row), options), Line(2, tuple(row.values())))

    assert isinstance(found, Facts) or all(each.message and each.pointer.startswith("/") for each in found)
