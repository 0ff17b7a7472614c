"""The transcript of a conversation about a claim, as a file to keep."""

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.features.conversations.service import transcribing
from chalicelib.features.conversations.transcript_files import as_html
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import page_headers
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

chat_pages = console_pages(__name__)
_DIGITS = 8


class TranscriptQuery(Fields):
    """The page of a long transcript; a meaningless value is ignored."""

    after: str = ""

    def number(self) -> int:
        """Return the number after which the page begins."""
        return int(self.after) if self.after.isascii() and self.after.isdigit() and len(self.after) <= _DIGITS else 0


@chat_pages.operation(
    "GET",
    "/console/claims/{claim_id}/chat/transcript",
    audience=console("claims:read"),
    errors=(NotFound,),
    media_type="text/html",
    summary="Download the conversation about a claim",
)
def download_transcript(caller: Caller, claim_id: str, query: TranscriptQuery, call: Call) -> Response:
    """Return the transcript as a page that needs nothing else."""
    found = transcribing.transcribe(caller, claim_id, after=query.number())
    first = found.messages[0].number if found.messages else 0
    saved_as = {"Content-Disposition": f'attachment; filename="{found.claim.id}-messages-{first}.html"'}
    drawn = as_html(found, accounts.load_account(caller.account_id), call.language)
    return Response(body=drawn, status_code=200, headers={**page_headers((), {}), **saved_as})
