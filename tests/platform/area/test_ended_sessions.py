"""Forms of the client area that are sent after the session has ended: the sign-in leads back to their page."""

import pytest

from tests.cabinet.visitors import HOME, nobody
from tests.support.api.people import People
from tests.support.area import open_area

CLAIM = f"{HOME}/claims/claim_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


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
def test_a_form_of_an_ended_session_leads_back_to_its_page(api: People, path: str, page: str) -> None:
    open_area(api.account.id)

    answer = nobody(language="es").post(path, {"text": "¿Y bien?", "reason": "No"})

    assert answer.status == 303
    assert answer.headers["location"] == f"{HOME}/sign-in?next={page}"
