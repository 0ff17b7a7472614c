"""Documents on the claim's tab: slots with their files, uploads by a plain form."""

from typing import Any

import pytest

from chalicelib.features.claims import table
from chalicelib.features.claims.stages import Stage
from tests.claims.cases import changed, claimed, shown
from tests.claims.papers import filed
from tests.support import pdfs
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("обязательно", "Не получен", "Добавить файл", "На проверке", "Справка.pdf")),
        ("es", ("obligatorio", "Añadir un archivo", "Справка.pdf")),
        ("en", ("required", "Missing", "Add a file", "To be checked", "Справка.pdf")),
    ],
)
def test_the_tab_shows_slots_with_their_files(api: People, language: Any, words: tuple[str, ...]) -> None:
    claim_id = claimed(api.staff)
    found = filed(api.key, claim_id, pdfs.pdf(pages=1))

    page = at_desk(api.staff).speaking(language).get(tab_of(claim_id))

    assert [each for each in words if each not in seen(page)] == []
    assert f"/console/claims/{claim_id}/documents/{found['id']}" in page.text


def test_a_file_is_added_from_the_tab(api: People) -> None:
    claim_id = claimed(api.staff)
    desk = at_desk(api.staff)
    first = shown(api.staff, claim_id)["slots"][0]["code"]
    assert f'name="slot" value="{first}"' in desk.get(tab_of(claim_id)).text

    answer = desk.post(f"/console/claims/{claim_id}/documents", {"slot": first})

    assert answer.status == 303
    assert str(answer.headers["location"]) in desk.get(tab_of(claim_id)).text


def test_viewers_and_closed_claims_have_no_button(api: People) -> None:
    claim_id = claimed(api.staff)
    assert 'name="slot"' not in at_desk(api.viewer).get(tab_of(claim_id)).text
    changed(api, claim_id, stage=Stage.CLOSED)

    assert 'name="slot"' not in at_desk(api.staff).get(tab_of(claim_id)).text


def test_a_refused_file_is_shown_with_its_reason(api: People) -> None:
    claim_id = claimed(api.staff)
    found = filed(api.key, claim_id, pdfs.pdf(pages=1))
    api.staff.post(f"/v1/claims/{claim_id}/documents/{found['id']}/refuse", {"reason": "Нет <печати>"}).expect(200)

    page = at_desk(api.staff).speaking("en").get(tab_of(claim_id))

    assert "Нет &lt;печати&gt;" in page.text
    assert "Refused" in seen(page)


def test_files_of_slots_that_are_gone_stay_in_sight(api: People) -> None:
    claim_id = claimed(api.staff)
    filed(api.key, claim_id, pdfs.pdf(pages=1))
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    left = tuple(each for each in claim.rules.slots if each.code != "police_report")
    changed(api, claim_id, rules=claim.rules.model_copy(update={"slots": left}))

    page = seen(at_desk(api.viewer).speaking("en").get(tab_of(claim_id)))

    assert "Documents that are not needed any more" in page
    assert "Справка.pdf" in page
