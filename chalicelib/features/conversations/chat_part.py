"""The conversation about a claim as a part of pages, for both sides: latest messages, a form, the live script."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from chalicelib.aws import photo_bucket
from chalicelib.base import localized
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import DATES, N_, Language, text
from chalicelib.base.settings import settings
from chalicelib.features.claims.documents.kinds import ACCEPT
from chalicelib.features.conversations.chat_schemas import ClaimThreadView
from chalicelib.features.conversations.chat_views import text_of, thread_view
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.chatting import Thread
from chalicelib.features.conversations.threads import LONGEST_TEXT, Message, Side
from chalicelib.frame.console.addresses import address
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: The file of the script among the built assets.
SCRIPT = "chat.js"
#: Messages in the page; earlier ones are a press away.
_PAGE = 30
#: Texts of the script by their names in it.
_TEXTS: Mapping[str, str] = {
    "you": N_("You"),
    "today": N_("today, {time}"),
    "erased": N_("The text was erased."),
    "sending": N_("Sending…"),
    "kept": N_("Kept here, and sent as soon as there is a connection."),
    "unkept": N_("Sending… This browser keeps nothing, so leave the page open."),
    "refused": N_("Not sent."),
    "why_closed": N_("The claim is closed. Reopen it, then send the text once more."),
    "why_old": N_("It has waited for weeks. Check it, then send it once more."),
    "why_other": N_("Change it, or send it once more."),
    "again": N_("Send once more"),
    "edit": N_("Change the text"),
    "erase": N_("Delete the text"),
    "read": N_("Read by the other side"),
    "handler": N_("You are writing to {name}"),
    "nobody": N_("Nobody handles this claim yet. Whoever takes it over reads everything that is written here."),
    "online": N_("on line now"),
    "measured": N_("Usually answered by {day}, {time}."),
    "promised": N_("We answer by {day}, {time}."),
    "fileSending": N_("is being sent"),
    "fileReady": N_("ready to be sent"),
    "fileFailed": N_("not sent: the connection broke"),
    "fileWaits": N_("Wait until all files are ready, or leave out those that are not."),
    "fileGone": N_("A file that was removed"),
    "leave": N_("Leave this file out"),
    "length": N_("Write 1 to 4000 characters."),
    "connecting": N_("Connecting…"),
    "live": N_("Live: new messages appear at once."),
    "polling": N_("New messages appear within 10 seconds."),
    "offline": N_("No connection. Everything that you write is kept here, and sent later."),
    "over": N_("You are signed out. Everything that you wrote is kept here: sign in again, and it is sent."),
}
#: Of the staff's page: who the other side is.
_WITH_CLIENT = N_("Conversation with the client")


class ChatPlaces(NamedTuple):
    """Addresses of a conversation: of the script's calls, of tickets for sockets, of files, of its own page."""

    api: str
    tickets: str
    #: With `{id}` in place of a document's.
    files: str
    #: Files of messages are announced there.
    documents: str
    page: str
    #: The page of the claim.
    claim: str
    #: The page on which a closed claim is reopened; empty: the reader can't.
    reopen: str


class Typed(NamedTuple):
    """A form without a script, as it was typed, and its errors."""

    once: str = ""
    text: str = ""
    troubles: Sequence[str] = ()


def chat_values(
    caller: Caller,
    thread: Thread,
    places: ChatPlaces,
    language: Language,
    *,
    may_write: bool = True,
    typed: Typed | None = None,
) -> dict[str, Any]:
    """Return the values of `chat_thread.html`."""
    account = accounts.load_account(caller.account_id)
    side = chatting.side_of(caller)
    names = {Side.CLIENT: text(language, N_("Client")), Side.STAFF: account.shown_name}
    first = thread.messages[0].number if thread.messages else 0
    boot_answer = thread_view(caller, thread, language)
    known = typed or Typed()
    return {
        "lines": [_line(each, thread, caller, names, language) for each in thread.messages],
        "expected": _expected(boot_answer, language),
        "accept": ACCEPT,
        "last_read": _last_read(thread, side),
        "side": side.value,
        "with": _with(thread, side, language),
        "earlier": f"{places.page}?before={first}" if first > 1 else "",
        "unread": thread.unread,
        "seen": thread.messages[-1].number if thread.messages else 0,
        "can_write": thread.can_write,
        "may_write": may_write,
        "places": places,
        "once": known.once or new_ulid(),
        "text": known.text,
        "troubles": known.troubles,
        "longest": LONGEST_TEXT,
        "boot": _boot(
            caller,
            boot_answer,
            places,
            language,
            thread=thread.claim.id,
            may_write=may_write,
            names=names,
            zone=account.zone.key,
        ),
    }


def load_chat(caller: Caller, claim_id: str, *, before: int | None = None) -> Thread:
    """Return the messages of a page of a conversation. Raises NotFound."""
    return chatting.show_thread(caller, claim_id, before=before, limit=_PAGE)


def chat_origins() -> tuple[str, ...]:
    """Return the origins of the sockets and of the storage of files, for the policy of pages."""
    parts = urlsplit(settings().sockets_url)
    return (f"{parts.scheme}://{parts.netloc}", photo_bucket.origin())


def number_in(typed: str) -> int | None:
    """Return the number of a message in a query; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 8 else None  # noqa: PLR2004 - digits


def _boot(
    caller: Caller,
    answer: ClaimThreadView,
    places: ChatPlaces,
    language: Language,
    *,
    thread: str,
    may_write: bool,
    names: Mapping[Side, str],
    zone: str,
) -> str:
    """Return the first data of the script, as JSON that may stand in a page."""
    side = chatting.side_of(caller)
    texts = {name: text(language, each) for name, each in _TEXTS.items()}
    if side is Side.STAFF:
        texts |= dict.fromkeys(("handler", "nobody"), text(language, _WITH_CLIENT))
    boot = {
        "thread": thread,
        "me": caller.actor,
        "side": side.value,
        "api": places.api,
        "tickets": places.tickets,
        "files": places.files,
        "documents": places.documents,
        "language": language,
        "dates": DATES[language],
        "zone": zone,
        "longest": LONGEST_TEXT,
        "mayWrite": may_write,
        "texts": {**texts, **{each.value: name for each, name in names.items()}},
        "answer": answer.model_dump(mode="json"),
    }
    return json.dumps(boot, ensure_ascii=False).replace("<", "\\u003c")


def _line(
    message: Message, thread: Thread, caller: Caller, names: Mapping[Side, str], language: Language
) -> dict[str, Any]:
    mine, you, erased = message.author == caller.actor, _TEXTS["you"], _TEXTS["erased"]
    return {
        "number": message.number,
        "side": message.side.value,
        "who": text(language, you) if mine else message.name or names[message.side],
        "text": text_of(message, language) or text(language, erased),
        "at": localized.moment(language, message.at, accounts.load_account(caller.account_id).zone),
        "files": [(each, thread.files[each].file_name) for each in message.attachments if each in thread.files],
    }


def _expected(view: ClaimThreadView, language: Language) -> str:
    """Return the sentence on the time of the answer; empty where nothing is known of it."""
    if view.expected is None:
        return ""
    said = _TEXTS[view.expected.basis]
    return text(language, said, day=view.expected.day, time=view.expected.time)


def _last_read(thread: Thread, side: Side) -> int:
    """Return the number of the last own message on the page that the other side has read; 0 without one."""
    upto = thread.read[side.other]
    return max((each.number for each in thread.messages if each.side is side and each.number <= upto), default=0)


def _with(thread: Thread, side: Side, language: Language) -> str:
    if side is Side.STAFF:
        return text(language, _WITH_CLIENT)
    said = _TEXTS["handler" if thread.handler else "nobody"]
    return text(language, said, name=thread.handler)


def area_chat_places(slug: str, claim_id: str, *, reopen: bool) -> ChatPlaces:
    """Return the addresses of a client's conversation."""
    page, api = f"/area/{slug}/claims/{claim_id}", f"/v1/area/{slug}"
    return ChatPlaces(
        api=address(f"{api}/claims/{claim_id}/messages"),
        tickets=address(f"{api}/socket-tickets"),
        files=address(f"{page}/documents/{{id}}"),
        documents=address(f"{api}/claims/{claim_id}/documents"),
        page=address(f"{page}/chat"),
        claim=address(page),
        reopen=address(f"{page}/moves/reopen") if reopen else "",
    )


def console_chat_places(claim_id: str, case_id: str, *, reopen: bool) -> ChatPlaces:
    """Return the addresses of the staff's conversation."""
    page = f"/console/claims/{claim_id}"
    return ChatPlaces(
        api=address(f"{page}/chat/messages"),
        tickets=address("/console/socket-tickets"),
        files=address(f"{page}/documents/{{id}}"),
        documents=address(f"{page}/chat/files"),
        page=address(f"{page}/chat"),
        claim=address(f"/console/cases/{case_id}?tab=conversation"),
        reopen=address(f"{page}/moves/reopen") if reopen else "",
    )
