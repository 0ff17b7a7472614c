"""A conversation as a part of pages. It has the latest messages, a form and the live script."""

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
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.chat_schemas import ClaimThreadView, ThreadView, TicketThreadView
from chalicelib.features.conversations.chat_views import claim_thread_view, text_of, ticket_thread_view
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service import chatting, ticket_chatting
from chalicelib.features.conversations.service.talks import Page, Thread, side_of
from chalicelib.features.conversations.threads import LONGEST_TEXT, Message, Side
from chalicelib.frame.console.addresses import address
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: The file of the script among the built assets.
SCRIPT = "chat.js"
#: Messages in the page; earlier ones are a press away.
_PAGE = 30
_WITH = N_("You are writing to {name}")
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
    "handler": _WITH,
    "nobody": N_("Nobody handles this claim yet. Whoever takes it over reads everything that is written here."),
    "online": N_("on line now"),
    "measured": N_("Usually answered by {day}, {time}."),
    "promised": N_("We answer by {day}, {time}."),
    "fileSending": N_("is being sent"),
    "fileReady": N_("ready to be sent"),
    "fileFailed": N_("not sent: the connection broke"),
    "fileWaits": N_("Your message goes as soon as all files are ready. Leave out those that cannot be sent."),
    "fileGone": N_("A file that was removed"),
    "fileRefused": N_("not accepted: open it to see why"),
    "fileEmpty": N_("The file is empty. Choose another one."),
    "file": N_("A file"),
    "leave": N_("Leave this file out"),
    "length": N_("Write 1 to 4000 characters."),
    "connecting": N_("Connecting…"),
    "live": N_("Live: new messages appear at once."),
    "polling": N_("New messages appear within 10 seconds."),
    "offline": N_("No connection. Everything that you write is kept here, and sent later."),
    "here": N_("Kept here."),
    "gone": N_("This conversation is no longer open to you. What you wrote is kept here, and sent if it opens again."),
    "over": N_("You are signed out. Everything that you wrote is kept here: sign in again, and it is sent."),
}
#: Of the staff's page: who the other side is.
_WITH_CLIENT = N_("Conversation with the client")


class Words(NamedTuple):
    """Words for a claim or a request, as msgids: it has changed, nobody can write, the way on from there."""

    changed: str
    closed: str
    onward: str
    #: Of a text that was refused, since nobody can write any more.
    refused: str


_OF_CLAIM = Words(
    changed=N_("The claim has changed. Load the page again"),
    closed=N_("The claim is closed, so nobody can write here now."),
    onward=N_("Reopen this claim"),
    refused=_TEXTS["why_closed"],
)
_OF_TICKET = Words(
    changed=N_("The request is closed. Load the page again"),
    closed=N_("The request is closed, so nobody can write here any more."),
    onward=N_("Write a new request"),
    refused=N_("The request is closed. Copy the text into a new one."),
)


class ChatPlaces(NamedTuple):
    """Addresses of a conversation: of the script's calls, of tickets for sockets, of files, of pages."""

    api: str
    tickets: str
    #: The page with earlier messages.
    page: str
    #: The form without a script is sent there.
    form: str
    #: The page of its claim or request.
    thing: str
    #: The page on which a reader of a closed one goes on; empty: there is none.
    onward: str = ""
    #: With `{id}` in place of a document's; empty: messages have no files.
    files: str = ""
    #: Files of messages are announced there; empty: messages have no files.
    documents: str = ""


class Typed(NamedTuple):
    """A form without a script, as it was typed, and its errors."""

    once: str = ""
    text: str = ""
    troubles: Sequence[str] = ()


def chat_values(
    caller: Caller,
    thread: Thread[Claim] | Thread[Ticket],
    places: ChatPlaces,
    language: Language,
    *,
    may_write: bool = True,
    typed: Typed | None = None,
) -> dict[str, Any]:
    """Return the values of `chat_thread.html`."""
    account, side = accounts.load_account(caller.account_id), side_of(caller)
    names = {Side.CLIENT: text(language, N_("Client")), Side.STAFF: account.shown_name}
    view, words = _view(caller, thread, language)
    first = thread.messages[0].number if thread.messages else 0
    known = typed or Typed()
    values = {
        "lines": [_line(each, thread.files, caller, names, language) for each in thread.messages],
        "expected": _expected(view, language),
        "accept": ACCEPT if places.documents else "",
        "last_read": _last_read(thread.messages, side, upto=thread.read[side.other]),
        "side": side.value,
        "with": _with(view, side, account.shown_name, language),
        "words": Words(*(text(language, each) for each in words)),
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
    }
    texts = _texts(side, words, names, language)
    return {
        **values,
        "boot": _boot(caller, view, places, language, thread=thread.of.id, may_write=may_write, texts=texts),
    }


def _view(
    caller: Caller, thread: Thread[Claim] | Thread[Ticket], language: Language
) -> tuple[ClaimThreadView | TicketThreadView, Words]:
    """Return the first answer of the script, and the words for its claim or request."""
    if isinstance(thread.of, Ticket):
        return ticket_thread_view(caller, thread, language), _OF_TICKET
    return claim_thread_view(caller, thread, language), _OF_CLAIM


def load_chat(caller: Caller, claim: Claim, *, before: int | None = None) -> Thread[Claim]:
    """Return the messages of a page of the conversation about a claim that the caller may know of."""
    return chatting.thread_of(caller, claim, Page(None, before, _PAGE))


def load_ticket_chat(caller: Caller, ticket_id: str, *, before: int | None = None) -> Thread[Ticket]:
    """Return the messages of a page of a request. Raises NotFound, Forbidden."""
    return ticket_chatting.show_thread(caller, ticket_id, before=before, limit=_PAGE)


def chat_origins() -> tuple[str, ...]:
    """Return the origins of the sockets and of the storage of files, for the policy of pages."""
    parts = urlsplit(settings().sockets_url)
    return (f"{parts.scheme}://{parts.netloc}", photo_bucket.origin())


def number_in(typed: str) -> int | None:
    """Return the number of a message in a query; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 8 else None  # noqa: PLR2004 - digits


def _texts(side: Side, words: Words, names: Mapping[Side, str], language: Language) -> dict[str, str]:
    """Return the texts of the script by their names in it."""
    texts = {**_TEXTS, "why_closed": words.refused}
    if side is Side.STAFF:
        texts |= dict.fromkeys(("handler", "nobody"), _WITH_CLIENT)
    elif words is _OF_TICKET:
        texts["nobody"] = _WITH
    told = {name: text(language, each) for name, each in texts.items()}
    if texts["nobody"] == _WITH:
        told["nobody"] = text(language, _WITH, name=names[Side.STAFF])
    return {**told, **{each.value: name for each, name in names.items()}}


def _boot(
    caller: Caller,
    answer: ThreadView,
    places: ChatPlaces,
    language: Language,
    *,
    thread: str,
    may_write: bool,
    texts: Mapping[str, str],
) -> str:
    """Return the first data of the script, as JSON that may stand in a page."""
    boot = {
        "thread": thread,
        "me": caller.actor,
        "side": side_of(caller).value,
        "api": places.api,
        "tickets": places.tickets,
        "files": places.files,
        "documents": places.documents,
        "language": language,
        "dates": DATES[language],
        "zone": accounts.load_account(caller.account_id).zone.key,
        "longest": LONGEST_TEXT,
        "mayWrite": may_write,
        "texts": texts,
        "answer": answer.model_dump(mode="json"),
    }
    return json.dumps(boot, ensure_ascii=False).replace("<", "\\u003c")


def _line(
    message: Message,
    files: Mapping[str, ClaimDocument],
    caller: Caller,
    names: Mapping[Side, str],
    language: Language,
) -> dict[str, Any]:
    you, erased = _TEXTS["you"], _TEXTS["erased"]
    mine = message.author == caller.actor and message.side is side_of(caller)
    return {
        "number": message.number,
        "side": message.side.value,
        "who": text(language, you) if mine else message.name or names[message.side],
        "text": text_of(message, language) or text(language, erased),
        "at": localized.moment(language, message.at, accounts.load_account(caller.account_id).zone),
        "files": [
            (each, files[each].file_name, _refusal(files[each], language))
            for each in message.attachments
            if each in files
        ],
    }


def _refusal(file: ClaimDocument, language: Language) -> str:
    refused = _TEXTS["fileRefused"]
    return text(language, refused) if file.state is DocumentState.REFUSED else ""


def _expected(view: ClaimThreadView | TicketThreadView, language: Language) -> str:
    """Return the state of a request, or the time of the answer about a claim; empty if unknown."""
    if isinstance(view, TicketThreadView):
        return view.status
    if view.expected is None:
        return ""
    said = _TEXTS[view.expected.basis]
    return text(language, said, day=view.expected.day, time=view.expected.time)


def _last_read(messages: Sequence[Message], side: Side, *, upto: int) -> int:
    """Return the number of the last own message on the page that the other side has read; 0 without one."""
    return max((each.number for each in messages if each.side is side and each.number <= upto), default=0)


def _with(view: ClaimThreadView | TicketThreadView, side: Side, account: str, language: Language) -> str:
    if side is Side.STAFF:
        return text(language, _WITH_CLIENT)
    if isinstance(view, TicketThreadView):
        return text(language, _WITH, name=account)
    if view.handler is None:
        return text(language, _TEXTS["nobody"])
    return text(language, _WITH, name=view.handler.name)


def area_chat_places(slug: str, claim_id: str, *, reopen: bool) -> ChatPlaces:
    """Return the addresses of a client's conversation about a claim."""
    page, api = f"/area/{slug}/claims/{claim_id}", f"/v1/area/{slug}"
    return ChatPlaces(
        api=address(f"{api}/claims/{claim_id}/messages"),
        tickets=address(f"{api}/socket-tickets"),
        page=address(f"{page}/chat"),
        form=address(f"{page}/chat"),
        thing=address(page),
        onward=address(f"{page}/moves/reopen") if reopen else "",
        files=address(f"{page}/documents/{{id}}"),
        documents=address(f"{api}/claims/{claim_id}/documents"),
    )


def area_ticket_places(slug: str, ticket_id: str) -> ChatPlaces:
    """Return the addresses of a client's request."""
    page, api = f"/area/{slug}/messages", f"/v1/area/{slug}"
    return ChatPlaces(
        api=address(f"{api}/tickets/{ticket_id}/messages"),
        tickets=address(f"{api}/socket-tickets"),
        page=address(f"{page}/{ticket_id}"),
        form=address(f"{page}/{ticket_id}/reply"),
        thing=address(f"{page}/{ticket_id}"),
        onward=address(f"{page}/new"),
    )


def console_chat_places(claim_id: str, case_id: str, *, reopen: bool) -> ChatPlaces:
    """Return the addresses of the staff's conversation about a claim."""
    page = f"/console/claims/{claim_id}"
    return ChatPlaces(
        api=address(f"{page}/chat/messages"),
        tickets=address("/console/socket-tickets"),
        page=address(f"{page}/chat"),
        form=address(f"{page}/chat"),
        thing=address(f"/console/cases/{case_id}?tab=conversation"),
        onward=address(f"{page}/moves/reopen") if reopen else "",
        files=address(f"{page}/documents/{{id}}"),
        documents=address(f"{page}/chat/files"),
    )


def console_ticket_places(ticket_id: str) -> ChatPlaces:
    """Return the addresses of a request for the staff."""
    page = f"/console/tickets/{ticket_id}"
    return ChatPlaces(
        api=address(f"{page}/chat/messages"),
        tickets=address("/console/socket-tickets"),
        page=address(page),
        form=address(f"{page}/answer"),
        thing=address(page),
    )
