"""Forms of the client area that are sent after the session has ended: nothing of their texts is lost."""

import re
from html import unescape

import pytest

from tests.cabinet.visitors import HOME, Visitor, nobody
from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import shown
from tests.support.api.client import Answer
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area

CLAIM = f"{HOME}/claims/claim_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
TYPED = 'Faltan <b>2</b> bultos\n"de tres" & más.'


@pytest.fixture
def sender(api: People) -> Visitor:
    open_area(api.account.id)
    return nobody(language="es")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"{CLAIM}/moves/dispute", f"{CLAIM}/moves/dispute"),
        (f"{CLAIM}/chat", f"{CLAIM}/chat"),
        (f"{CLAIM}/documents", CLAIM),
        (f"{HOME}/messages/new", f"{HOME}/messages/new"),
        (f"{HOME}/messages/tic_01JQ8ZK3N5V7W9X2Y4B6D8F0HA/reply", f"{HOME}/messages/tic_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"),
    ],
)
def test_a_form_leads_back_to_its_page_and_its_text_is_shown(sender: Visitor, path: str, page: str) -> None:
    without = sender.post(path, {"text": " ", "reason": "", "version": "3", "slot": "invoice"})
    with_text = sender.post(path, {"text": TYPED, "version": "3"})

    assert (without.status, without.headers["location"]) == (303, f"{HOME}/sign-in?next={page}")
    assert with_text.status == 401
    assert f'href="{HOME}/sign-in?next={page}" target="_blank"' in with_text.text
    assert "La sesión ha terminado" in seen(with_text)
    assert "<b>2</b>" not in with_text.text


def test_the_text_is_sent_from_that_page_after_the_sign_in(api: People) -> None:
    client_id = shipper(api)
    company, claim_id = visitor(api, client_id), announced(api.key, client_id)["id"]
    ended = Visitor(cookies={name: each for name, each in company.cookies.items() if "area" not in name})

    kept = ended.post(f"{HOME}/claims/{claim_id}/moves/reject", {"version": "1", "code": "other", "reason": TYPED})
    sent = company.post(action_of(kept), fields_of(kept))

    assert (kept.status, sent.status) == (401, 303)
    assert shown(api.key, claim_id)["rejection"] == {"code": "other", "text": " ".join(TYPED.split())}


@pytest.mark.parametrize(
    "body",
    [
        {"password": "correct horse battery", "text": TYPED},
        {"code": "123456", "reason": TYPED},
        {"text": "x" * 100_001},
        {f"field{number}": TYPED for number in range(101)},
    ],
)
def test_secrets_and_endless_forms_are_not_shown_again(sender: Visitor, body: dict[str, str]) -> None:
    answer = sender.post(f"{HOME}/messages/new", body)

    assert (answer.status, "bultos" in answer.text) == (303, False)


def test_a_form_from_elsewhere_is_not_shown_again(sender: Visitor) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    answer = sender.post(f"{HOME}/messages/new", {"text": TYPED}, headers=foreign)

    assert (answer.status, "bultos" in answer.text) == (403, False)


def action_of(page: Answer) -> str:
    found = re.search(r'<form method="post" action="([^"]+/moves/[^"]+)">', page.text)
    assert found is not None
    return unescape(found[1])


def fields_of(page: Answer) -> dict[str, str]:
    main = page.text.partition("<main")[2]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main))
    typed = dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', main, re.DOTALL))
    return {name: unescape(each) for name, each in {**hidden, **typed}.items()}
