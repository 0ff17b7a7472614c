"""Documents of own claims in the client area: sent without script, judged, sent again, downloaded, removed."""

from base64 import b64decode
from datetime import datetime, timedelta
from html import unescape
from json import loads
from re import findall, search

import pytest

from chalicelib.base.clock import now
from chalicelib.features.claims.stages import Stage
from tests.cabinet.visitors import HOME, Visitor
from tests.claims.area.holders import other_holder, with_claim
from tests.claims.cases import changed, shown
from tests.claims.papers import announced, bytes_at, file, put
from tests.support import pdfs
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.lambda_events import object_created

PDF = pdfs.pdf(pages=1)


def sent(visitor: Visitor, claim_id: str, slot: str = "identity", data: bytes = PDF) -> str:
    """Send a document as a browser without script does; return its path."""
    path = visitor.post(f"{HOME}/claims/{claim_id}/documents", {"slot": slot}).headers["location"].partition("/area")[2]
    page = visitor.get(f"/area{path}")
    fields = dict(findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    back = unescape(fields["success_action_redirect"])
    put(unescape(fields["key"]), data)
    assert back.endswith(f"/area{path}")
    arrived = visitor.get(f"/area{path}?bucket=photos&key=k&etag=%22e%22")
    assert "Документ получен и проверяется" in seen(arrived)
    assert file(object_created(unescape(fields["key"]))) == []
    return f"/area{path}"


def test_a_paper_is_sent_without_script_and_can_be_downloaded_and_removed(api: People) -> None:
    visitor, claim_id = with_claim(api)

    path = sent(visitor, claim_id)
    page = seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    content = visitor.get(f"{path}/content")

    assert "получено, проверяем" in page
    assert content.status == 302
    assert bytes_at(content.headers["location"]) == PDF
    assert visitor.post(f"{path}/remove").status == 303
    assert visitor.get(path).status == 404
    assert next(each for each in shown(api.staff, claim_id)["slots"] if each["code"] == "identity")["received"] == 0


def test_a_refused_paper_says_why_and_another_one_can_be_sent(api: People) -> None:
    visitor, claim_id = with_claim(api)
    document_id = sent(visitor, claim_id).rpartition("/")[2]

    api.staff.post(f"/v1/claims/{claim_id}/documents/{document_id}/refuse", {"reason": "Срезан край."}).expect(200)
    page = seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    sent(visitor, claim_id, data=pdfs.pdf(pages=2))
    replaced = seen(visitor.get(f"{HOME}/claims/{claim_id}"))

    assert "не принято, пришлите другой" in page
    assert "Срезан край." in page
    assert "Срезан край." not in replaced
    assert "не принято, пришлите другой" not in replaced
    assert next(each for each in shown(api.staff, claim_id)["slots"] if each["code"] == "identity")["received"] == 1


def test_of_a_closed_claim_no_paper_is_being_checked(api: People) -> None:
    visitor, claim_id = with_claim(api)
    sent(visitor, claim_id)
    before = seen(visitor.get(f"{HOME}/claims/{claim_id}"))

    changed(api, claim_id, stage=Stage.CLOSED)
    after = seen(visitor.get(f"{HOME}/claims/{claim_id}"))

    assert "получено, проверяем" in before
    assert "получено" in after
    assert "проверяем" not in after


def test_programs_announce_a_paper_and_get_the_form(api: People) -> None:
    visitor, claim_id = with_claim(api)

    made = visitor.call("POST", f"/claims/{claim_id}/documents", announced(PDF, "identity")).expect(201)
    put(made["upload"]["fields"]["key"], PDF)
    file(object_created(made["upload"]["fields"]["key"]))

    found = visitor.call("GET", f"/claims/{claim_id}/documents/{made['id']}").expect(200)
    assert (found["state"], found["upload"]) == ("received", None)
    assert visitor.call("GET", f"/claims/{claim_id}/documents/{made['id']}/content").status == 302
    visitor.call("DELETE", f"/claims/{claim_id}/documents/{made['id']}").expect(204)
    assert visitor.call("GET", f"/claims/{claim_id}/documents").expect(200)["items"] == []


@pytest.mark.parametrize("slot", ["", "no_such_paper"])
def test_a_paper_that_nobody_needs_is_refused_with_the_reason(api: People, slot: str) -> None:
    visitor, claim_id = with_claim(api)

    answer = visitor.post(f"{HOME}/claims/{claim_id}/documents", {"slot": slot})

    assert answer.status == 422
    assert search("identity", seen(answer))


def test_case_54_nobody_adds_papers_to_claims_of_others(api: People) -> None:
    _, claim_id = with_claim(api)
    visitor = other_holder(api)

    assert visitor.post(f"{HOME}/claims/{claim_id}/documents", {"slot": "identity"}).status == 404
    assert visitor.call("POST", f"/claims/{claim_id}/documents", announced(PDF, "identity")).status == 404
    assert shown(api.staff, claim_id)["version"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Файл пустой."), (b"%PDF-" + bytes(26 * 1024 * 1024), "Файл больше 25 МБ.")],
    ids=["empty", "too large"],
)
def test_a_file_that_cannot_be_taken_is_refused_on_our_page(api: People, data: bytes, said: str) -> None:
    visitor, claim_id = with_claim(api)

    assert said in seen(visitor.get(sent(visitor, claim_id, data=data)))


def test_a_form_for_a_paper_lets_any_file_through_for_hours(api: People) -> None:
    visitor, claim_id = with_claim(api)
    path = visitor.post(f"{HOME}/claims/{claim_id}/documents", {"slot": "identity"}).headers["location"]

    form = visitor.get(f"/area{path.partition('/area')[2]}").text
    found = search(r'name="policy" value="([^"]+)"', form)
    assert found is not None
    policy = loads(b64decode(unescape(found[1])))
    (_, least, most), *_ = [each for each in policy["conditions"] if isinstance(each, list)]

    assert (least, most >= 200 * 1024 * 1024) == (0, True)
    assert datetime.fromisoformat(policy["expiration"]) - now() > timedelta(hours=5)


def test_a_file_that_the_claim_has_already_is_named_by_its_place_and_a_press_away(api: People) -> None:
    visitor, claim_id = with_claim(api)
    there = sent(visitor, claim_id)

    again = visitor.get(sent(visitor, claim_id, slot="police_report"))
    announced_again = visitor.call("POST", f"/claims/{claim_id}/documents", announced(PDF, "chat"))

    place = search("<h1>([^<]+)</h1>", visitor.get(there).text)
    assert place is not None
    assert f"«{place[1]}»" in seen(again)
    assert there.partition("/area")[2] in again.text
    assert "Открыть этот же файл" in seen(again)
    assert announced_again.status == 409
    assert '"Identity document"' in announced_again.json["detail"]


def test_while_we_review_a_refused_paper_the_page_says_that_another_one_may_come(api: People) -> None:
    visitor, claim_id = with_claim(api)
    document_id = sent(visitor, claim_id).rpartition("/")[2]
    changed(api, claim_id, stage=Stage.REVIEW)
    api.staff.post(f"/v1/claims/{claim_id}/documents/{document_id}/refuse", {"reason": "Срезан край."}).expect(200)

    page = seen(visitor.get(f"{HOME}/claims/{claim_id}"))

    assert "Недостающее можно добавить ниже" in page
    assert "больше ничего не нужно" not in page
