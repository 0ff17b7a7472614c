"""Conversations about claims as proof, and the events that tell of their messages."""

from typing import Any

import pytest

from chalicelib.features.conversations.service import transcribing
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.table.rows import HeadRow, MessageRow
from chalicelib.features.conversations.threads import Message, first_wrong
from tests.claims.cases import told
from tests.conversations.chats import answered, asked, in_area
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


@pytest.fixture
def claim_id(api: People) -> str:
    """Return a claim with four messages."""
    visitor, claim_id = in_area(api)
    for number in (1, 3):
        asked(visitor, claim_id, f"Pregunta {number}")
        answered(api.staff, claim_id, f"Respuesta {number + 1}")
    return claim_id


def transcript(api: People, claim_id: str, query: str = "") -> Any:
    return api.viewer.get(f"/v1/claims/{claim_id}/transcript{query}").expect(200)


def rows(api: People, claim_id: str) -> list[MessageRow]:
    return list(MessageRow.query(f"{api.account.id}#{claim_id}", consistent_read=True))


def test_an_untouched_conversation_is_intact(api: People, claim_id: str) -> None:
    found = transcript(api, claim_id)

    assert (found["intact"], found["wrong"], found["head"], found["next_after"]) == (True, None, 4, None)
    assert [each["text"] for each in found["messages"]] == ["Pregunta 1", "Respuesta 2", "Pregunta 3", "Respuesta 4"]
    assert found["messages"][-1]["hash"] == found["hash"]
    assert transcript(api, claim_id, "?after=2")["intact"] is True


@pytest.mark.parametrize(
    "change", [{"text": "Respuesta 3"}, {"name": "Otra"}, {"author": "user:x"}, {"attachments": ["x"]}, {"event": "x"}]
)
def test_case_f10_the_number_of_an_altered_line_is_named(api: People, claim_id: str, change: dict[str, Any]) -> None:
    row = rows(api, claim_id)[2]
    row.document = {**row.document, **change}
    row.save()

    found, page = transcript(api, claim_id), at_desk(api.viewer).get(f"/console/claims/{claim_id}/chat/transcript")

    assert (found["intact"], found["wrong"]) == (False, 3)
    assert "The message 3 is not as it was written, or is missing." in seen(page)


def test_case_f10_a_line_of_a_kept_transcript_that_was_altered_is_named(api: People, claim_id: str) -> None:
    kept = transcript(api, claim_id)["messages"]
    kept[1]["text"] = "Otra respuesta"

    assert first_wrong([Message.model_validate(each) for each in kept]) == 2


@pytest.mark.parametrize(("place", "wrong"), [(0, 1), (2, 3), (3, 4)])
def test_a_message_that_is_missing_is_named(api: People, claim_id: str, place: int, wrong: int) -> None:
    rows(api, claim_id)[place].delete()

    assert transcript(api, claim_id)["wrong"] == wrong


def test_an_end_that_is_not_the_heads_is_named(api: People, claim_id: str) -> None:
    head = HeadRow.get(f"{api.account.id}#{claim_id}", "head")
    head.document = {**head.document, "hash": "0" * 64}
    head.save()

    assert transcript(api, claim_id)["wrong"] == 4


def test_a_long_transcript_has_pages(api: People, claim_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribing, "_BYTES", 25)

    first = transcript(api, claim_id)
    second = transcript(api, claim_id, f"?after={first['next_after']}")

    assert [[each["number"] for each in page["messages"]] for page in (first, second)] == [[1, 2], [3, 4]]
    assert (first["next_after"], second["next_after"], first["intact"], second["intact"]) == (2, None, True, True)


def test_the_file_has_both_sides_in_the_readers_language(api: People, claim_id: str) -> None:
    page = at_desk(api.viewer).speaking("es").get(f"/console/claims/{claim_id}/chat/transcript")

    assert page.headers["content-disposition"] == f'attachment; filename="{claim_id}-messages-1.html"'
    assert "Todos los mensajes están como se escribieron y no falta ninguno." in seen(page)
    assert all(each in seen(page) for each in ("Pregunta 1", "Respuesta 4", "Вера Сергеевна"))


def test_back_ends_are_told_of_each_message_once_and_without_its_words(api: People, claim_id: str) -> None:
    events = told("claim.message.created")

    assert [(each["seq"], each["side"], each["message_id"]) for each in events] == [
        (number, side, f"{claim_id}#{number}")
        for number, side in ((1, "client"), (2, "staff"), (3, "client"), (4, "staff"))
    ]
    assert "Pregunta" not in str(events)


def test_an_erased_conversation_is_not_called_altered(api: People, claim_id: str) -> None:
    threads.erase_messages(api.account.id, claim_id)

    found = transcript(api, claim_id)

    assert (found["intact"], {each["text"] for each in found["messages"]}) == (True, {""})
    assert {each["name"] for each in found["messages"]} == {""}
