"""Forms of the console that are sent after the session has ended: nothing of their texts is lost."""

import re
from html import unescape

import pytest

from tests.claims.cases import claimed
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

TYPED = 'Faltan <b>2</b> bultos\n"de tres" & más.'


def test_a_text_is_shown_again_and_sent_from_there_after_the_sign_in(api: People) -> None:
    claim_id = claimed(api.staff)
    path = f"/console/claims/{claim_id}/chat"

    kept = Desk().post(path, {"text": TYPED, "once": "", "seen": "0"})
    (sent,) = re.findall(r"<textarea [^>]*name=\"text\"[^>]*>\n(.*?)</textarea>", kept.text, re.DOTALL)
    done = at_desk(api.staff).post(path, {"text": unescape(sent), "once": "", "seen": "0"})

    assert (kept.status, done.status) == (401, 303)
    assert f'action="{path}"' in kept.text
    assert "The session has ended" in seen(kept)
    assert "<b>2</b>" not in kept.text
    (message,) = api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["items"]
    assert message["text"] == TYPED


@pytest.mark.parametrize(
    "body",
    [{"text": " ", "seen": "0"}, {"password": "correct horse battery", "reason": TYPED}, {"text": "x" * 100_001}],
)
def test_a_form_without_texts_and_one_with_a_secret_lead_to_the_sign_in(api: People, body: dict[str, str]) -> None:
    answer = Desk().post(f"/console/claims/{claimed(api.staff)}/chat", body)

    assert (answer.status, answer.headers["location"].partition("?")[0]) == (303, "/console/sign-in")
