"""The evidence of a claim in the console: the button on its tab, the page that waits, the file."""

import pytest

from tests.evidence.bundles import whole_claim
from tests.photos import archives as made
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Собираем 2 файла в один и заверяем его."),
        ("es", "Se están reuniendo 2 archivos en uno sellado."),
        ("en", "2 files are being sealed in one file."),
    ],
)
def test_the_tab_leads_to_a_page_that_waits_and_then_to_the_file(
    api: People, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    made.open_queue(monkeypatch)
    claim_id, desk = whole_claim(api)[1], at_desk(api.viewer).speaking(language)
    here = f"/console/claims/{claim_id}/evidence.zip"
    case = f"/console/cases/{claim_id.replace('claim_', 'case_')}"
    tab = desk.get(f"{case}?tab=claim").text

    waiting = desk.get(here)
    made.make_what_was_ordered()
    over, file = desk.get(f"{here}?waited=yes"), desk.get(here)

    assert f'href="{here}"' in tab
    assert words in seen(waiting)
    assert waiting.headers["refresh"] == f"3; url={here}?waited=yes"
    assert f'href="{case}?tab=claim"' in waiting.text
    assert over.headers["refresh"] == f"0; url={here}"
    assert (file.status, "/archives/" in file.headers["location"]) == (303, True)
