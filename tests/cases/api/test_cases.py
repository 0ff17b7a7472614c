"""Cases over HTTP: open, change, list, search, convert."""

from typing import Any
from urllib.parse import quote

import boto3
import pytest

from chalicelib.base.settings import settings
from tests.clients.bodies import PERSON, added
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent, token_of

CASES = "/v1/cases"
FULL = {
    "reference": "У-2026/0042",
    "process": "kasko",
    "vehicle": {"vin": "xta210990y1234567", "plate": "а123вс77", "make": "Lada", "model": "Vesta"},
    "loss": {"occurred_at": "2026-01-31T12:00:00+03:00", "place": "Москва", "description": "ДТП\nна парковке"},
    "owner": {"name": "Мария Петрова", "phone": "8 (916) 123-45-67", "email": "maria@example.org"},
    "policy_id": "pol-2",
}


def opened(by: Api, **body: Any) -> Any:
    return by.post(CASES, body).expect(201)


def listed(by: Api, query: str = "") -> list[str]:
    return [item["id"] for item in by.get(f"{CASES}?{query}").expect(200)["items"]]


def found(by: Api, words: str) -> list[str]:
    return listed(by, f"q={quote(words)}")


def paged(by: Api, query: str) -> list[str]:
    ids: list[str] = []
    cursor = ""
    while True:
        page = by.get(f"{CASES}?{query}{cursor}").expect(200)
        ids += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page['next_cursor']}"


def test_a_case_is_opened_with_all_that_is_known(api: People) -> None:
    case = opened(api.staff, **FULL)

    assert case["id"].startswith("case_")
    assert case["status"] == "new"
    assert case["vehicle"] == {"vin": "XTA210990Y1234567", "plate": "А123ВС77", "make": "Lada", "model": "Vesta"}
    assert case["owner"]["phone"] == "+79161234567"
    shown = api.viewer.get(f"{CASES}/{case['id']}").expect(200)
    assert {name: shown[name] for name in case} == case
    assert case["console_url"] == f"{settings().public_base_url}/console/cases/{case['id']}"
    assert [entry["type"] for entry in shown["timeline"]] == ["case.created"]


def test_a_reference_is_one_cases_own_within_an_account(api: People) -> None:
    first = opened(api.staff, reference="К-1")

    taken = api.staff.post(CASES, {"reference": "К-1"})
    in_request = api.staff.post("/v1/photo-requests", {"case": {"reference": "К-1"}})

    assert taken.expect(409)["case_id"] == first["id"]
    assert in_request.expect(409)["case_id"] == first["id"]
    assert api.stranger.post(CASES, {"reference": "К-1"}).status == 201


def test_a_change_keeps_what_it_does_not_name(api: People) -> None:
    client = added(api.staff, PERSON)
    case = opened(api.staff, **FULL, client_id=client)

    changed = api.staff.patch(
        f"{CASES}/{case['id']}", {"vehicle": {"plate": "В777ВВ77"}, "owner": {"email": None}, "policy_id": None}
    ).expect(200)

    assert changed["vehicle"] == {**case["vehicle"], "plate": "В777ВВ77"}
    assert changed["owner"] == {**case["owner"], "email": None}
    assert (changed["policy_id"], changed["client_id"]) == (None, client)
    assert changed["version"] == case["version"] + 1
    assert found(api.staff, "В777") == [case["id"]]
    assert found(api.staff, "А123") == []


def test_a_phone_is_read_however_long_it_is_written(api: People) -> None:
    case = opened(api.staff)
    phone = "мобильный: + 7 ( 9 1 6 ) 1 2 3 - 4 5 - 6 7 . . . . . . ."
    none = "0" * 59

    for written in (phone, f"{phone:>60}"):
        assert opened(api.staff, owner={"phone": written})["owner"]["phone"] == "+79161234567"
        changed = api.staff.patch(f"{CASES}/{case['id']}", {"owner": {"phone": written}}).expect(200)
        assert changed["owner"]["phone"] == "+79161234567"
    for refused in (
        api.staff.patch(f"{CASES}/{case['id']}", {"owner": {"phone": none}}),
        api.staff.post(CASES, {"owner": {"phone": none}}),
    ):
        assert [each["pointer"] for each in refused.expect(422)["errors"]] == ["/owner/phone"]


def test_a_plate_is_as_long_as_its_capitals(api: People) -> None:
    case = opened(api.staff)
    grown = {"vehicle": {"plate": "ß" * 9}}

    for refused in (api.staff.post(CASES, grown), api.staff.patch(f"{CASES}/{case['id']}", grown)):
        assert [each["pointer"] for each in refused.expect(422)["errors"]] == ["/vehicle/plate"]
    assert opened(api.staff, vehicle={"plate": "ß" * 8})["vehicle"]["plate"] == "S" * 16


def test_a_plate_that_was_stored_too_long_hides_no_case(api: People) -> None:
    case, cases = opened(api.staff, vehicle={"plate": "X1"}), boto3.resource("dynamodb").Table("cases")
    (row,) = [each for each in cases.scan()["Items"] if each["kind"] == "case"]
    cases.put_item(Item={**row, "document": row["document"].replace('"X1"', f'"{"SS" * 9}"')})

    assert listed(api.staff) == [case["id"]]
    shown = api.staff.patch(f"{CASES}/{case['id']}", {"vehicle": {"make": "Lada"}}).expect(200)
    assert shown["vehicle"]["plate"] == "SS" * 9


def test_a_change_of_reference_frees_the_old_one(api: People) -> None:
    case, other = opened(api.staff, reference="К-1"), opened(api.staff, reference="К-2")
    path = f"{CASES}/{case['id']}"

    assert api.staff.patch(path, {"reference": "К-2"}).expect(409)["case_id"] == other["id"]
    assert api.staff.patch(path, {"reference": "К-3"}).expect(200)["reference"] == "К-3"
    assert opened(api.staff, reference="К-1")["reference"] == "К-1"
    assert api.staff.patch(path, {"reference": None}).expect(200)["reference"] is None
    assert opened(api.staff, reference="К-3")["reference"] == "К-3"


@pytest.mark.parametrize(
    "words",
    [
        "У-2026",
        "у20260042",
        "XTA2109",
        "xta 210990",
        "А123ВС77",
        "а 123 вс",
        "A123BC",
        "Мария",
        "петр",
        "мария пет",
        "+7 916 123",
        "+79161234567",
        "8 916 123-45-67",
        "8916",
        "7916",
    ],
)
def test_a_case_is_found_by_the_beginning_of(api: People, words: str) -> None:
    case = opened(api.staff, **FULL)
    opened(api.staff, owner={"name": "Иван Сидоров", "phone": "+79031112233"}, reference="Z-1")
    opened(api.stranger, reference="У-2026/0042", owner=FULL["owner"], vehicle=FULL["vehicle"])

    assert found(api.viewer, words) == [case["id"]]


@pytest.mark.parametrize("words", ["нет", "---", "%", "023", "+", "8", "80000", "петрова марина"])
def test_other_words_find_nothing(api: People, words: str) -> None:
    opened(api.staff, **FULL)

    assert found(api.viewer, words) == []


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ({"name": "Ёлкин"}, "елкин"),
        ({"name": "Елкин"}, "Ёлкин"),
        ({"name": "Ёлкин"}, "Eлкин"),
        ({"name": "García-Pérez"}, "GARCIA PEREZ"),
        ({"name": "O’Brien"}, "obrien"),
        ({"name": "Петров Иван"}, "Иван Петров"),
        ({"name": "Петров Иван"}, "Петров И"),
        ({"name": "Сидоров Пётр"}, "сид пе"),
        ({"name": "Гевердава Вера Сергеевна"}, "вера гев"),
        ({"phone": "+79161112233"}, "9161112233"),
        ({"phone": "+79161112233"}, "8 (916) 111-22-33"),
        ({"phone": "+79161112233"}, "2233"),
        ({"phone": "+34612345678"}, "612 34 56 78"),
        ({"phone": "+34612345678"}, "0034612345678"),
        ({"phone": "+34612345678"}, "8-10-34 612 34 56 78"),
    ],
)
def test_a_case_is_found_as_people_type(api: People, owner: dict[str, str], words: str) -> None:
    case = opened(api.staff, owner=owner)
    opened(api.staff, owner={"name": "Сидорова Анна", "phone": "+79031112244"}, reference="Z-1")
    opened(api.stranger, owner=owner)

    assert found(api.viewer, words) == [case["id"]]


@pytest.mark.parametrize("words", ["иван", "петров иван", "ив пет", "0042"])
def test_a_search_finds_each_case_once_over_all_its_pages(api: People, words: str) -> None:
    names = ("Петров Иван", "Иван Петров", "Петров Иван Иванович", "Иванов-Петров Иван")
    cases = {
        opened(api.staff, owner={"name": name, "phone": f"+79161{last}0042"}, reference=f"0042/{last}")["id"]
        for last, name in enumerate(names, start=10)
    }

    pages = paged(api.staff, f"q={quote(words)}&limit=2")

    assert sorted(pages) == sorted(cases)


def test_a_part_of_a_number_is_the_end_of_a_phone_and_the_beginning_of_a_reference(api: People) -> None:
    ends = opened(api.staff, owner={"phone": "+79109370341"})["id"]
    begins = opened(api.staff, reference="0341-26")["id"]

    assert found(api.staff, "0341") == [ends]
    assert paged(api.staff, "q=0341") == [ends, begins]


def test_a_search_written_with_8_goes_on_over_its_pages(api: People) -> None:
    cases = {opened(api.staff, owner={"phone": f"+7916123450{last}"})["id"] for last in range(5)}
    opened(api.staff, reference="89200")

    pages = paged(api.staff, "q=8916&limit=2")

    assert len(pages) == 5
    assert set(pages) == cases


def test_lists_are_newest_change_first(api: People) -> None:
    first, second, third = (opened(api.staff)["id"] for _ in range(3))
    opened(api.stranger)

    api.staff.patch(f"{CASES}/{first}", {"policy_id": "own-9"}).expect(200)

    assert listed(api.viewer) == [first, third, second]


def test_lists_filter_by_status_and_process(api: People) -> None:
    waiting = asked(api.staff)["case_id"]
    kasko, osago = opened(api.staff, process="kasko")["id"], opened(api.staff, process="osago")["id"]
    both = asked(api.staff, case={"process": "kasko", "reference": "Б-100"})["case_id"]

    assert set(listed(api.viewer, "status=waiting")) == {waiting, both}
    assert set(listed(api.viewer, "process=kasko")) == {kasko, both}
    assert listed(api.viewer, "process=osago&status=new") == [osago]
    assert listed(api.viewer, "process=kasko&status=waiting") == [both]
    assert listed(api.viewer, f"q={quote('Б-100')}&status=new") == []
    assert listed(api.viewer, f"q={quote('Б-100')}&status=waiting&process=kasko") == [both]
    assert listed(api.viewer, "status=converted") == []


def test_pages_lose_and_repeat_nothing_while_cases_are_opened(api: People) -> None:
    cases = [opened(api.staff)["id"] for _ in range(7)]

    page = api.viewer.get(f"{CASES}?limit=3").expect(200)
    opened(api.staff)
    rest = paged(api.viewer, f"limit=3&cursor={page['next_cursor']}")

    assert [item["id"] for item in page["items"]] + rest == list(reversed(cases))


def test_another_accounts_cursor_shows_nothing_of_it(api: People) -> None:
    opened(api.stranger)
    opened(api.staff)
    opened(api.staff)
    cursor = api.staff.get(f"{CASES}?limit=1").expect(200)["next_cursor"]

    assert set(listed(api.stranger, f"cursor={cursor}")) <= set(listed(api.stranger))


def test_conversion_keeps_the_photos_and_asks_for_the_processes_fields(api: People) -> None:
    request = asked(api.staff)
    photo_sent(request)
    path = f"{CASES}/{request['case_id']}"

    refused = api.staff.post(f"{path}/convert", {"process": "osago", "fields": {"amount": "much", "colour": "red"}})
    converted = api.staff.post(
        f"{path}/convert",
        {"process": "osago", "fields": {"policy_number": " ХХХ 1 ", "loss_date": "2026-01-31", "amount": 1234.5}},
    ).expect(200)

    assert refused.status == 422
    assert sorted(refused.pointers) == [
        "/fields/amount",
        "/fields/colour",
        "/fields/loss_date",
        "/fields/policy_number",
    ]
    assert (converted["status"], converted["process"], converted["attachments"]) == ("converted", "osago", 1)
    assert converted["fields"] == {"policy_number": "ХХХ 1", "loss_date": "2026-01-31", "amount": "1234.5"}
    assert len(api.staff.get(f"{path}/attachments").expect(200)["items"]) == 1
    plain = {"policy_number": "1", "loss_date": "2026-01-31\u200b", "amount": "1e3"}
    again = api.staff.post(f"{path}/convert", {"process": "osago", "fields": plain}).expect(200)
    assert again["fields"] == {"policy_number": "1", "loss_date": "2026-01-31", "amount": "1000"}
    again = api.staff.post(f"{path}/convert", {"process": "kasko"}).expect(200)
    assert (again["process"], again["fields"]) == ("kasko", {})


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"policy_number": "  "}, "/fields/policy_number"),
        ({"policy_number": None}, "/fields/policy_number"),
        ({"policy_number": 5}, "/fields/policy_number"),
        ({"policy_number": ["1"]}, "/fields/policy_number"),
        ({"policy_number": "x" * 501}, "/fields/policy_number"),
        ({"loss_date": "31.01.2026"}, "/fields/loss_date"),
        ({"loss_date": "2026-02-30"}, "/fields/loss_date"),
        ({"loss_date": 20260131}, "/fields/loss_date"),
        ({"amount": "1" * 5000}, "/fields/amount"),
        ({"amount": 1e300}, "/fields/amount"),
        ({"amount": "1e-300"}, "/fields/amount"),
        ({"amount": "NaN"}, "/fields/amount"),
        ({"amount": True}, "/fields/amount"),
        ({"amount": {"rub": 5}}, "/fields/amount"),
        ({"a/b~c": "1"}, "/fields/a~1b~0c"),
    ],
    ids=str,
)
def test_conversion_names_each_wrong_field(api: People, fields: dict[str, Any], pointer: str) -> None:
    case = opened(api.staff)
    good = {"policy_number": "1", "loss_date": "2026-01-31"}

    answer = api.staff.post(f"{CASES}/{case['id']}/convert", {"process": "osago", "fields": {**good, **fields}})

    assert answer.status == 422
    assert answer.pointers == [pointer]


def test_conversion_into_an_unknown_process_says_which_there_are(api: People) -> None:
    case = opened(api.staff)

    answer = api.staff.post(f"{CASES}/{case['id']}/convert", {"process": "europrotocol"})

    assert answer.pointers == ["/process"]
    assert "osago, kasko" in answer.json["errors"][0]["detail"]


def test_a_converted_case_can_be_asked_for_photos_again(api: People) -> None:
    first = asked(api.staff)
    photo_sent(first)
    Api().post(f"/r/{token_of(first)}/submit").expect(200)
    api.staff.post(f"{CASES}/{first['case_id']}/convert", {"process": "kasko"}).expect(200)

    second = asked(api.staff, case_id=first["case_id"])
    photo_sent(second)

    case = api.staff.get(f"{CASES}/{first['case_id']}").expect(200)
    assert [request["id"] for request in case["requests"]] == [first["id"], second["id"]]
    assert (case["status"], case["process"], case["attachment_counts"]) == ("waiting", "kasko", {"damage": 2})
    names = [item["file_name"] for item in api.staff.get(f"{CASES}/{case['id']}/attachments").json["items"]]
    assert names == ["Повреждения-01.jpg", "Повреждения-02.jpg"]


def test_a_name_of_a_hundred_words_is_no_obstacle(api: People) -> None:
    name = " ".join(chr(0x4E00 + place) for place in range(100))

    assert opened(api.staff, owner={"name": name})["owner"]["name"] == name
