"""The console's pages of a claim's documents: a plain form, without script; verdicts; removal."""

import re

import pytest

from tests.claims.cases import claimed
from tests.claims.papers import file, filed, put
from tests.support import pdfs
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.lambda_events import object_created

PDF = pdfs.pdf(pages=2)


@pytest.fixture
def claim(api: People) -> str:
    return claimed(api.staff)


def at(claim_id: str) -> str:
    return f"/console/claims/{claim_id}/documents"


def announced(desk: Desk, claim_id: str, slot: str = "police_report") -> str:
    """Press the button of a slot, and return the address of the upload."""
    answer = desk.post(at(claim_id), {"slot": slot})
    assert answer.status == 303, seen(answer)
    return str(answer.headers["location"])


def key_of(desk: Desk, document: str) -> str:
    page = desk.get(document).text
    assert 'enctype="multipart/form-data"' in page
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_document_is_added_checked_accepted_and_downloaded(api: People, claim: str) -> None:
    desk = at_desk(api.staff).speaking("ru")
    document = announced(desk, claim)
    assert "Ожидается" in seen(desk.get(document))
    key = key_of(desk, document)
    put(key, PDF)
    waiting = desk.get(f"{document}?bucket=photos&key=x&etag=y")
    assert "проверяется" in seen(waiting)
    assert waiting.headers["refresh"] == "3"
    file(object_created(key))

    shown = seen(desk.get(document))
    assert "2 страницы" in shown and "Скачать файл" in shown
    got = desk.get(f"{document}/content")
    assert (got.status, "X-Amz-Signature" in got.headers["location"]) == (303, True)
    accepted = desk.post(f"{document}/accept")
    assert accepted.status == 303
    assert accepted.headers["location"].endswith(f"/console/cases/{claim.replace('claim_', 'case_')}?tab=claim")
    assert "Проверен и принят" in seen(desk.get(document))
    assert "Удалить" not in seen(desk.get(document))


def test_a_refusal_needs_a_reason_which_is_shown(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    desk, document = at_desk(api.staff).speaking("en"), f"{at(claim)}/{found['id']}"

    empty = desk.post(f"{document}/refuse", {"reason": " "})
    assert (empty.status, 'id="reason-wrong"' in empty.text) == (422, True)
    assert desk.post(f"{document}/refuse", {"reason": "No signature <b>"}).status == 303
    shown = desk.get(document)
    assert "No signature &lt;b&gt;" in shown.text
    assert "Accept the document" in seen(shown)


def test_what_the_inspection_refuses_is_explained_and_can_only_be_deleted(api: People, claim: str) -> None:
    found = filed(api.key, claim, pdfs.locked(user="secret", owner="owner"))
    desk, document = at_desk(api.staff).speaking("es"), f"{at(claim)}/{found['id']}"

    shown = seen(desk.get(document))
    assert "contraseña" in shown
    assert "Aceptar" not in shown and "Descargar" not in shown
    assert desk.post(f"{document}/accept").status == 409
    assert desk.post(f"{document}/remove").status == 303
    assert desk.post(f"{document}/remove").status == 303
    assert desk.get(document).status == 404


def test_flags_are_shown_as_warnings(api: People, claim: str) -> None:
    found = filed(api.key, claim, pdfs.opening(pdfs.SCRIPT))

    shown = seen(at_desk(api.viewer).speaking("en").get(f"{at(claim)}/{found['id']}"))

    assert "has scripts in it" in shown and "does something when it is opened" in shown


@pytest.mark.parametrize("slot", ["none", "", "�"])
def test_an_unknown_slot_is_explained(api: People, claim: str, slot: str) -> None:
    answer = at_desk(api.staff).speaking("en").post(at(claim), {"slot": slot})

    assert answer.status == 422
    assert "needs no such document" in seen(answer)


def test_a_full_slot_is_explained(api: People, claim: str) -> None:
    desk = at_desk(api.staff).speaking("en")
    for _ in range(10):  # the most of a slot
        announced(desk, claim)

    assert desk.post(at(claim), {"slot": "police_report"}).status == 409


def test_viewers_see_documents_and_add_none(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    viewer, document = at_desk(api.viewer).speaking("en"), f"{at(claim)}/{found['id']}"

    shown = seen(viewer.get(document))
    assert "Download the file" in shown
    assert "Accept the document" not in shown and "Delete" not in shown
    assert viewer.post(at(claim), {"slot": "police_report"}).status == 403
