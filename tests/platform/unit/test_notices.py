"""E-mails to administrators: the event, and a link to the page to act on."""

from html.parser import HTMLParser

import pytest

from chalicelib.base.installed import find_staff_notice
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.staff.feature import FEATURE as STAFF
from chalicelib.features.staff.notices import INVITED_ELSEWHERE
from chalicelib.features.webhooks.notices import GONE
from chalicelib.messaging.notices import render_notice

BASE = "https://photos.example/api"
PAGE = f"{BASE}/console/settings/webhooks/whe_1"
FACTOR_NOTICES = [kind for kind in STAFF.staff_notices if kind.startswith("factor_")]
PARAMS = {"host": "claims.example", "endpoint": "whe_1"}


def links(html: str) -> list[str | None]:
    found: list[str | None] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value for name, value in attrs if (tag, name) == ("a", "href"))

    Links().feed(html)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["endpoint_failing", "endpoint_gone"])
def test_a_notice_leads_to_the_page_of_its_endpoint(kind: str, language: Language) -> None:
    mail = render_notice(find_staff_notice(kind), language=language, account_name="A & B", base=BASE, params=PARAMS)

    assert "claims.example" in mail.subject
    assert links(mail.html) == [PAGE]
    assert f"\n\n{PAGE}\n\n" in mail.text
    assert "A &amp; B" in mail.html
    assert "A & B" in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_that_leads_nowhere_says_so_and_leads_to_the_own_console(language: Language) -> None:
    mail = render_notice(INVITED_ELSEWHERE, language=language, account_name="A & B", base=BASE, params={})

    assert "A & B" in mail.subject
    assert links(mail.html) == [f"{BASE}/console"]
    assert f"\n\n{BASE}/console\n\n" in mail.text
    assert mail.html.count("A &amp; B") == 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTOR_NOTICES)
def test_what_happened_to_a_second_factor_leads_to_its_page(kind: str, language: Language) -> None:
    mail = render_notice(
        find_staff_notice(kind), language=language, account_name="A & B", base=BASE, params={"left": "7"}
    )

    assert links(mail.html) == [f"{BASE}/console/me/factor"]
    assert "{" not in mail.subject + mail.text
    assert ("7." in mail.text) == (kind == "factor_recovery_code_used")


def test_each_language_has_words_of_its_own() -> None:
    mails = [render_notice(GONE, language=each, account_name="A", base=BASE, params=PARAMS) for each in LANGUAGES]

    assert len({mail.text for mail in mails}) == len({mail.subject for mail in mails}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agent_who_adds_clients_of_others_leads_to_the_limits(language: Language) -> None:
    params = {"agent": "Анна <b>", "bound": "7", "added": "9"}

    mail = render_notice(
        find_staff_notice("clients_probed"), language=language, account_name="A & B", base=BASE, params=params
    )

    assert mail.subject.count("Анна <b>") == 1
    assert links(mail.html) == [f"{BASE}/console/settings/clients"]
    assert "Анна &lt;b&gt;" in mail.html
    assert "7" in mail.text and "9" in mail.text
