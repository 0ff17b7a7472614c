"""The number of reads of cases' pages: the same for any number of cases and photos."""

from collections import Counter
from urllib.parse import quote

import pytest

from chalicelib.aws.shards import SHARDS
from chalicelib.base import recent
from tests.cases.console.test_inbox import link, shown
from tests.photos import photos_factory
from tests.support import many_cases
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.faults import counted
from tests.support.moto_states import remembered

#: Every list of the inbox, and the filters that may be combined with it.
LISTS = (
    "/console",
    "/console?status=waiting",
    "/console?status=received",
    "/console?process=kasko",
    "/console?show=mine",
    "/console?show=expiring",
    "/console?process=kasko&status=new",
    "/console?show=mine&status=waiting&process=kasko",
    "/console?show=expiring&process=osago",
)


def reads_of(desk: Desk, path: str) -> Counter[str]:
    """Return the operations by which a page is read, in a process that has run before."""
    assert desk.get(path).status == 200
    with counted() as operations:
        assert desk.get(path).status == 200
    return Counter(operations)


@pytest.mark.parametrize("cases", [100, 600])
def test_the_inbox_reads_the_same_however_many_cases_there_are(api: People, cases: int) -> None:
    desk, handler = at_desk(api.staff), f"user:sub-staff-{api.account.id}"
    many_cases.write_cases(api.account.id, cases, handler=handler)

    reads = {path: reads_of(desk, path) for path in LISTS}

    marks_and_counts = {path: 1 if "process=" in path else 2 for path in LISTS}
    assert reads == {path: {"GetItem": 1, "Query": SHARDS, "BatchGetItem": marks_and_counts[path]} for path in LISTS}


def test_a_process_that_just_began_reads_session_account_and_user_too(api: People) -> None:
    desk = at_desk(api.staff)
    many_cases.write_cases(api.account.id, 100, handler="user:somebody")
    recent.clear_recent()

    with counted() as operations:
        assert desk.get("/console").status == 200

    assert Counter(operations) == {"GetItem": 3, "Query": SHARDS + 1, "BatchGetItem": 2}  # one for the settings


def test_further_pages_read_as_the_first_one_does(api: People) -> None:
    desk = at_desk(api.staff)
    cases = many_cases.write_cases(api.account.id, 300, handler="user:somebody")
    seen, path = [], "/console"
    desk.get(path)  # a process that just began reads it, too

    while path:
        with counted() as operations:
            answer = desk.get(path)
        assert Counter(operations)["Query"] <= SHARDS
        seen += shown(answer)
        path = link(answer, "next") if 'rel="next"' in answer.text else ""

    assert seen == [case.id for case in cases]


def test_an_inbox_without_cases_reads_no_marks(api: People) -> None:
    assert reads_of(at_desk(api.staff), "/console") == {"GetItem": 1, "Query": SHARDS, "BatchGetItem": 1}


SEARCHES = ["kasko", "KASKO-1", "Иван Петров", "петров и", "сергеевич", "A123BC", "8 916 123-45-67", "4567"]


def thirty_cases(api: People) -> None:
    for number in range(30):
        api.staff.post(
            "/v1/cases",
            {
                "reference": f"KASKO-{number}",
                "vehicle": {"plate": f"А123ВС{number + 100}"},
                "owner": {"name": "Петров Иван Сергеевич", "phone": "+79161234567"},
            },
        ).expect(201)


@pytest.mark.parametrize("query", SEARCHES)
def test_a_search_reads_its_terms_their_cases_and_the_marks(api: People, query: str) -> None:
    remembered("thirty cases", lambda: thirty_cases(api))

    reads = reads_of(at_desk(api.staff), f"/console?q={quote(query)}")
    with counted() as operations:
        api.staff.get(f"/v1/cases?q={quote(query)}").expect(200)

    assert reads == {"GetItem": 1, "Query": 1, "BatchGetItem": 2}
    assert {name: operations.count(name) for name in ("Query", "BatchGetItem")} == {"Query": 1, "BatchGetItem": 1}


def test_a_search_by_the_beginning_of_a_phone_looks_for_its_end_first(api: People) -> None:
    case = api.staff.post("/v1/cases", {"owner": {"phone": "+79161234567"}}).expect(201)

    with counted() as operations:
        found = api.staff.get("/v1/cases?q=916123").expect(200)["items"]

    assert [each["id"] for each in found] == [case["id"]]
    assert {name: operations.count(name) for name in ("Query", "BatchGetItem")} == {"Query": 2, "BatchGetItem": 1}


def case_of_five_photos(api: People) -> str:
    request = asked(api.staff, categories=[{"code": "damage", "max": 10}])
    for width in range(320, 325):
        photo_sent(request, photos_factory.jpeg(width, 240))
    return str(request["case_id"])


@pytest.mark.parametrize("tab", ["", "?tab=requests", "?tab=history", "/photos"])
def test_a_case_is_one_query(api: People, tab: str) -> None:
    case_id = remembered("five photos", lambda: case_of_five_photos(api))

    reads = reads_of(at_desk(api.staff), f"/console/cases/{case_id}{tab}")

    assert reads == {"Query": 1, "GetItem": 1, "PutItem": 1}  # the case, the session, that it was seen
