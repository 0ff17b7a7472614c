"""H2: ten thousand messages about one claim. A page of them is one Query, wherever it is."""

from typing import Any

import pytest

from tests.cabinet.visitors import HOME, Visitor
from tests.claims.cases import claimed
from tests.conversations.chats import in_area
from tests.conversations.long_threads import write_messages
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.faults import between, counted

MANY = 10_000
PAGE = 50


@pytest.fixture
def long(api: People) -> tuple[Visitor, str]:
    """Return the browser of a client, and the id of a claim of theirs with very many messages."""
    visitor, claim_id = in_area(api)
    write_messages(api.account.id, claim_id, MANY)
    return visitor, claim_id


def test_h2_a_page_of_ten_thousand_messages_is_one_query_that_reads_no_other_message(
    api: People, long: tuple[Visitor, str]
) -> None:
    """H2: both sides; the latest page, one before a number, one after a number."""
    visitor, claim_id = long
    pages = {
        "": (MANY - PAGE + 1, MANY),
        "&before=5001": (5001 - PAGE, 5000),
        "&before=20": (1, 19),
        "&after=4321": (4322, 4321 + PAGE),
        f"&after={MANY - 3}": (MANY - 2, MANY),
    }
    found: dict[str, list[tuple[int, int]]] = {}
    read: list[int] = []

    def watch(operation: str, asked: dict[str, Any], call: Any) -> Any:
        answer = call()
        if operation == "Query" and "msg#" in str(asked):
            read.append(answer["ScannedCount"])
        return answer

    for query in pages:
        path = f"/claims/{claim_id}/messages?limit={PAGE}{query}"
        with between(watch):
            answers = [visitor.call("GET", path).expect(200), api.staff.get(f"/v1{path}").expect(200)]
        found[query] = [(each["items"][0]["seq"], each["items"][-1]["seq"]) for each in answers]
        assert [each["head"] for each in answers] == [MANY, MANY]
        assert [len(each["items"]) for each in answers] == [pages[query][1] - pages[query][0] + 1] * 2

    assert found == {query: [ends, ends] for query, ends in pages.items()}
    assert len(read) == 2 * len(pages)
    assert max(read) == PAGE


def test_h2_pages_of_both_sides_cost_the_same_with_three_messages_and_with_ten_thousand(
    api: People, long: tuple[Visitor, str]
) -> None:
    visitor, claim_id = long
    client_id = api.key.get(f"/v1/claims/{claim_id}").expect(200)["client_id"]
    few, desk = claimed(api.staff, "kasko", client_id=client_id), at_desk(api.admin)
    write_messages(api.account.id, few, 3)

    assert calls(visitor, f"{HOME}/claims/{few}") == calls(visitor, f"{HOME}/claims/{claim_id}")
    assert calls(desk, _conversation(few)) == calls(desk, _conversation(claim_id))


def calls(desk: Desk, path: str) -> list[str]:
    """Return the calls of AWS for a page that was shown before."""
    assert desk.get(path).status == 200
    with counted() as made:
        assert desk.get(path).status == 200
    return made


def _conversation(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=conversation"
