"""How often the pages of cases read: the same, however many cases and photos there are."""

from collections import Counter

import pytest

from chalicelib.aws.case_items import SHARDS
from tests import photos_factory
from tests.api.conftest import People
from tests.api.console.desk import Desk, at_desk
from tests.api.steps import asked, photo_sent
from tests.faults import counted


def reads_of(desk: Desk, path: str) -> Counter[str]:
    """Return the operations by which a page is read, in a process that has run before."""
    assert desk.get(path).status == 200
    with counted() as operations:
        assert desk.get(path).status == 200
    return Counter(operations)


@pytest.mark.parametrize("cases", [1, 80])
def test_the_inbox_queries_each_shard_once(api: People, cases: int) -> None:
    for number in range(cases):
        api.staff.post("/v1/cases", {"process": "kasko", "reference": str(number)}).expect(201)
    desk = at_desk(api.staff)

    for path in ("/console", "/console?status=new", "/console?process=kasko"):
        assert reads_of(desk, path)["Query"] == SHARDS


def test_a_search_reads_its_terms_and_their_cases(api: People) -> None:
    for number in range(30):
        api.staff.post("/v1/cases", {"reference": f"KASKO-{number}"}).expect(201)

    reads = reads_of(at_desk(api.staff), "/console?q=kasko")

    assert (reads["Query"], reads["BatchGetItem"]) == (1, 1)


@pytest.mark.parametrize("tab", ["", "?tab=requests", "?tab=history", "/photos"])
def test_a_case_is_one_query(api: People, tab: str) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 10}])
    for width in range(320, 325):
        photo_sent(request, photos_factory.jpeg(width, 240))

    reads = reads_of(at_desk(api.staff), f"/console/cases/{request['case_id']}{tab}")

    assert reads["Query"] == 1
    assert reads.total() - reads["Query"] <= 1  # the session
