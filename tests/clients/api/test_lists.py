"""Lists and search by the API."""

from urllib.parse import quote

import pytest

from tests.clients.bodies import PERSON, added, named, names, other_agent, person
from tests.support.api.people import People

VERA = "Гевердава Вера Сергеевна"


@pytest.mark.parametrize("query", ["ГЕВЕРДАВА", "вера гев", "сергеевна", "Сергеевна Вера", "гевердава в"])
def test_case_1_words_of_a_name_in_any_order(api: People, query: str) -> None:
    added(api.agent, PERSON)

    assert names(api.agent, f"q={quote(query)}") == [VERA]


@pytest.mark.parametrize("query", ["Eлкин", "елкин", "ёлкин"])
def test_case_2_io_and_look_alike_letters(api: People, query: str) -> None:
    added(api.agent, named("Ёлкин Пётр"))

    assert names(api.agent, f"q={quote(query)}") == ["Ёлкин Пётр"]


def test_case_3_accents_and_hyphens(api: People) -> None:
    added(api.agent, named("García-Pérez José"))

    assert names(api.agent, "q=GARCIA%20PEREZ") == ["García-Pérez José"]


def test_case_4_apostrophes(api: People) -> None:
    added(api.agent, named("O’Brien Patrick"))

    assert names(api.agent, "q=obrien") == ["O’Brien Patrick"]


@pytest.mark.parametrize("query", ["0341", "8 (910) 937-03-41", "+7 910 937-03-41", "8 910"])
def test_case_5_a_phone_in_any_notation(api: People, query: str) -> None:
    added(api.agent, PERSON)
    added(api.agent, named("Петров Пётр", phone="+79161234567"))

    assert names(api.agent, f"phone={quote(query)}") == [VERA]


def test_case_6_three_digits_are_too_few(api: People) -> None:
    answer = api.agent.get("/v1/clients?phone=341")

    assert (answer.status, answer.pointers) == (422, ["?phone"])


def test_case_7_a_half_written_surname(api: People) -> None:
    added(api.agent, named("Сидоров Пётр"))

    assert names(api.agent, f"q={quote('пётр сид')}") == ["Сидоров Пётр"]


def test_case_9_surnames_of_a_letter_none_twice_while_others_are_added(api: People) -> None:
    expected = [f"Иванов{letter} Иван" for letter in "абвгдежзик"]
    for name in expected:
        added(api.agent, named(name))
    added(api.agent, named("Петров Пётр"))
    seen: list[str] = []
    cursor = ""
    for turn in range(10):
        page = api.agent.get(f"/v1/clients?q={quote('и')}&limit=3{cursor}").expect(200)
        seen += [f"{each['surname']} {each['given_name']}" for each in page["items"]]
        added(api.agent, named(f"Иаков{'абвгдежзик'[turn]} Иван"))
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert seen == expected


@pytest.mark.parametrize("query", ["order=name", "order=recent", "q=иванов"])
def test_a_full_last_page_is_the_last(api: People, query: str) -> None:
    for name in ("Иванов Иван", "Иванов Пётр"):
        added(api.agent, named(name))

    page = api.agent.get(f"/v1/clients?{query}&limit=2").expect(200)

    assert (len(page["items"]), page["next_cursor"]) == (2, None)


def test_r17_a_base_by_name_and_by_change(api: People) -> None:
    first = added(api.agent, named("Борисов Борис"))
    added(api.agent, named("Алексеев Алексей"))
    api.agent.patch(f"/v1/clients/{first}", {"version": 1, "comment": "!"}).expect(200)

    assert names(api.agent, "order=name") == ["Алексеев Алексей", "Борисов Борис"]
    assert names(api.agent, "order=recent") == ["Борисов Борис", "Алексеев Алексей"]


def test_r1_a_search_stays_in_the_base(api: People) -> None:
    added(other_agent(api), PERSON)
    added(api.key, person(document=None))

    assert names(api.agent, f"q={quote('гевердава')}") == []
    assert names(api.agent, "phone=0341") == []
    assert names(api.agent, "order=recent") == []
    assert len(names(api.admin, f"q={quote('гевердава')}")) == 2
    assert names(api.key, f"q={quote('гевердава')}") == [VERA]


def test_another_base_is_listed_for_those_who_see_all(api: People) -> None:
    added(api.agent, PERSON)
    base = f"base=sub-agent-{api.account.id}"

    assert names(api.admin, base) == [VERA]
    assert names(other_agent(api), base) == []
    assert names(api.admin, "base=house") == []


def test_a_search_without_letters_is_refused(api: People) -> None:
    assert api.agent.get("/v1/clients?q=--").pointers == ["?q"]


def test_an_email_is_found_by_its_beginning(api: People) -> None:
    added(api.agent, PERSON)

    assert names(api.agent, "q=vera@exam") == [VERA]


def test_a_short_given_name_is_found_page_by_page(api: People) -> None:
    found = ["Абрамов Ян", "Иванов Ян", "Петров Ян"]
    for name in (*found, "Власов Пётр"):
        added(api.agent, named(name))
    first = api.agent.get(f"/v1/clients?q={quote('ян')}&limit=2").expect(200)

    assert [each["surname"] for each in first["items"]] == ["Абрамов", "Иванов"]
    assert names(api.agent, f"q={quote('ян')}&limit=2&cursor={first['next_cursor']}") == found[2:]


def test_a_page_of_letters_has_no_other_names(api: People) -> None:
    for name in ("Абрамов Ян", "Власов Пётр", "Иванов Ян"):
        added(api.agent, named(name))
    page = api.agent.get("/v1/clients?limit=1").expect(200)

    assert names(api.agent, f"q={quote('и')}&cursor={page['next_cursor']}") == ["Иванов Ян"]


def test_pages_by_standing(api: People) -> None:
    added(api.agent, PERSON)

    assert names(api.agent, "standing=prospect") == [VERA]
    assert names(api.agent, "standing=bound") == []
