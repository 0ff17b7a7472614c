"""E-mails about documents that could not be printed."""

import pytest

from chalicelib.base.installed import find_staff_notice
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.messaging.notices import render_notice

BASE = "https://osmotr.example.org"
PARAMS = {"document": "Полис 104338828", "glyphs": "李 雷", "place": "李雷 <b>", "page": "/console/policies/pol_1"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_22_a_notice_names_the_document_the_characters_and_the_page(language: Language) -> None:
    mail = render_notice(
        find_staff_notice("document_glyphs"), language=language, account_name="A & B", base=BASE, params=PARAMS
    )

    assert "Полис 104338828" in mail.subject
    assert "李 雷" in mail.text
    assert "李雷 &lt;b&gt;" in mail.html
    assert f"{BASE}/console/policies/pol_1" in mail.text
    assert "{" not in mail.subject + mail.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_of_another_failure_names_the_document_and_the_page(language: Language) -> None:
    params = {**PARAMS, "glyphs": "", "place": ""}

    mail = render_notice(
        find_staff_notice("document_failed"), language=language, account_name="A & B", base=BASE, params=params
    )

    assert "Полис 104338828" in mail.subject
    assert f"{BASE}/console/policies/pol_1" in mail.text
    assert "{" not in mail.subject + mail.text
