"""The offer of the client area on an owner's page: after sending, and the same for all clients."""

import re
from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from tests.clients.bodies import COMPANY, PERSON, added
from tests.policies.sales import sold
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent, token_of
from tests.support.area import SLUG, holder, open_area, registered
from tests.support.faults import counted

OFFER = f"/area/{SLUG}/register"


def requested(api: People, client_id: str, **body: Any) -> Any:
    """Ask a client for photos."""
    return asked(api.staff, case={"client_id": client_id}, **body)


def page_of(request: Any, language: Language = "ru") -> str:
    return Api(headers={"Accept-Language": language}).get(f"/r/{token_of(request)}?lang={language}").text


def sent(request: Any) -> str:
    """Send the photos of a request, and return the page without its texts that differ."""
    photo_sent(request)
    Api().post(f"/r/{token_of(request)}/submit").expect(200)
    return page_of(request)


def hidden_part(page: str) -> tuple[str, str]:
    """Return the tag of the page's last part, and the part."""
    found = re.search(r'(<section id="done"[^>]*>)(.*?)</section>', page, re.DOTALL)
    assert found
    return found[1], found[2]


def offer_in(page: str) -> str:
    """Return the paragraphs of the offer."""
    _, part = hidden_part(page)
    found = re.search(r"<h2>Всё в одном месте</h2>.*?</a></p>", part, re.DOTALL)
    return found[0] if found else ""


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client with a policy, of an account whose area is open."""
    open_area(api.account.id)
    made = added(api.staff, PERSON)
    sold(api.staff, made)
    return made


def test_after_sending_the_client_area_is_offered_without_script_too(api: People, client_id: str) -> None:
    request = requested(api, client_id)
    before = page_of(request)

    after = sent(request)

    assert hidden_part(before)[0] == '<section id="done" hidden>'
    assert before.count(OFFER) == 1  # the script shows this part once the photos are sent
    assert hidden_part(after)[0] == '<section id="done">'
    assert OFFER in offer_in(after)


def test_the_offer_is_the_same_for_clients_with_a_cabinet(api: People, client_id: str) -> None:
    without = offer_in(sent(requested(api, client_id)))
    registered(api.account.id, holder(client_id))

    assert offer_in(sent(requested(api, client_id))) == without != ""


def test_nobody_but_a_client_with_a_policy_at_their_own_phone_is_offered_it(api: People, client_id: str) -> None:
    insured_elsewhere = added(api.staff, {**PERSON, "document": None, "surname": "Иванова"})
    company = added(api.staff, COMPANY)
    requests = [
        asked(api.staff),
        requested(api, client_id, phone="+7 916 123-45-67"),
        requested(api, insured_elsewhere),
        requested(api, company, phone="+7 916 123-45-67"),
    ]

    assert [each["id"] for each in requests if OFFER in page_of(each)] == []


def test_an_area_that_is_off_is_not_offered(api: People, client_id: str) -> None:
    request = requested(api, client_id)
    open_area(api.account.id, on=False)

    assert OFFER not in sent(request)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offer_speaks_the_language_of_the_page(api: People, client_id: str, language: Language) -> None:
    words = {"ru": "В личный кабинет", "es": "Ir al área de clientes", "en": "To the client area"}

    assert words[language] in hidden_part(page_of(requested(api, client_id), language))[1]


def test_the_offer_reads_two_items_more(api: People, client_id: str) -> None:
    mine, anybodys = requested(api, client_id), asked(api.staff)
    for each in (mine, anybodys):
        page_of(each)
    seen = []
    for each in (mine, anybodys):
        with counted() as calls:
            page_of(each)
        seen.append(list(calls))

    assert len(seen[0]) == len(seen[1]) + 2
