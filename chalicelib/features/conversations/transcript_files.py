"""Transcripts as files to keep: JSON for programs, and a page that needs nothing else."""

import json
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.base.languages import Language, text
from chalicelib.base.localized import moment
from chalicelib.base.templating import templates_in
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.table.documents import list_documents
from chalicelib.features.conversations.chat_views import transcript_view
from chalicelib.features.conversations.service.transcribing import Transcript
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Template


def as_json(transcript: Transcript) -> bytes:
    """Return a transcript with everything that its hashes cover."""
    said = transcript_view(transcript).model_dump(mode="json")
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_html(transcript: Transcript, account: Account, language: Language) -> str:
    """Return a transcript as a page in a language, with moments by the account's clock."""
    return _template().render(
        _=partial(text, language),
        language=language,
        transcript=transcript,
        lines=[(each, moment(language, each.at, account.zone)) for each in transcript.messages],
        files=_files(transcript),
    )


def _files(transcript: Transcript) -> dict[str, ClaimDocument]:
    """Return the documents that messages name, by id."""
    if not any(each.attachments for each in transcript.messages):
        return {}
    return {each.id: each for each in list_documents(transcript.claim.account_id, transcript.claim.id)}


@cache
def _template() -> "Template":
    return templates_in(Path(__file__).parent / "console" / "templates").get_template("chat_transcript.html")
