"""The socket protocol in AsyncAPI: its server, its channel, and each frame with a schema and an example."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from chalicelib.base.settings import settings
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.stages import Stage
from chalicelib.features.conversations.model import TicketState
from chalicelib.features.conversations.threads import Side

_CLAIM, _ULID = "claim_01J9Z6K3V8QWERTY0123456789", "01J9Z6K3V8QWERTY0123456789"
_TICKET = f"tic_{_ULID}"
_AT = "2026-05-29T15:10:00.000000Z"
_TEXT: Mapping[str, Any] = {"type": "string"}
#: One of them is in a frame about a thread.
_THING: Mapping[str, Mapping[str, Any]] = {"claim_id": _TEXT, "ticket_id": _TEXT}
_NUMBER: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_YES: Mapping[str, Any] = {"type": "boolean"}
_MOMENT: Mapping[str, Any] = {"type": "string", "format": "date-time"}
_SIDE: Mapping[str, Any] = {"enum": [str(each) for each in Side]}


class FrameKind(NamedTuple):
    """A kind of frame: its fields, of which some may be missing, and an example."""

    summary: str
    fields: Mapping[str, Mapping[str, Any]]
    example: Mapping[str, Any]
    optional: frozenset[str] = frozenset()
    #: True of a frame about a thread, which it names by `claim_id` or by `ticket_id`.
    of_thread: bool = False


UP: Mapping[str, FrameKind] = {
    "hello": FrameKind(
        "Listen from now on, to a claim, to a request or to no one in particular. It is answered by `welcome`",
        {**_THING, "seq": {**_NUMBER, "description": "The last message that the page has"}},
        {"claim_id": _CLAIM, "seq": 40},
        frozenset({*_THING, "seq"}),
    ),
    "ping": FrameKind("A sign of life, every four minutes. It is answered by `pong`", {"n": _NUMBER}, {"n": 1}),
}
DOWN: Mapping[str, FrameKind] = {
    "welcome": FrameKind(
        "The end of the conversation. Whatever is written later is told",
        {**_THING, "head": _NUMBER, "unread": _NUMBER, "now": _MOMENT},
        {"claim_id": _CLAIM, "head": 41, "unread": 1, "now": _AT},
        frozenset({*_THING, "head", "unread"}),
    ),
    "message": FrameKind(
        "A message of a claim, or of a request. One over 8 KB has its number alone: read it by `messages?after=`",
        {
            **_THING,
            "seq": {**_NUMBER, "description": "Numbers of a conversation have no holes: read one that is missing"},
            "id": _TEXT,
            "by": {**_TEXT, "description": "The author's name"},
            "side": _SIDE,
            "mine": _YES,
            "text": _TEXT,
            "attachments": {"type": "array", "items": _TEXT, "description": "Ids of documents"},
            "event": {**_TEXT, "description": "A thing that happened, in place of a text"},
            "at": _MOMENT,
        },
        {
            "claim_id": _CLAIM,
            "seq": 41,
            "id": _ULID,
            "by": "Marta García",
            "side": "staff",
            "mine": False,
            "text": "¿Puede enviarnos tres fotos del embalaje?",
            "attachments": [],
            "at": _AT,
        },
        frozenset({*_THING, "id", "by", "side", "mine", "text", "attachments", "event", "at"}),
        of_thread=True,
    ),
    "read": FrameKind(
        "A side has read up to a message",
        {**_THING, "side": _SIDE, "seq": _NUMBER},
        {"ticket_id": _TICKET, "side": "client", "seq": 2},
        frozenset(_THING),
        of_thread=True,
    ),
    "claim": FrameKind(
        "A claim has another version, or missed a deadline",
        {"claim_id": _TEXT, "stage": {"enum": [str(each) for each in Stage]}, "version": _NUMBER},
        {"claim_id": _CLAIM, "stage": "review", "version": 7},
    ),
    "ticket": FrameKind(
        "A request has another state, term, handler or desk: read it again",
        {"ticket_id": _TEXT, "state": {"enum": [str(each) for each in TicketState]}, "version": _NUMBER},
        {"ticket_id": _TICKET, "state": "answered", "version": 3},
    ),
    "document": FrameKind(
        "A document of the claim has another state",
        {
            "claim_id": _TEXT,
            "slot": _TEXT,
            "document_id": _TEXT,
            "status": {"enum": [*(str(each) for each in DocumentState), "removed"]},
        },
        {"claim_id": _CLAIM, "slot": "waybill", "document_id": _ULID, "status": "received"},
    ),
    "presence": FrameKind(
        "Somebody at the claim, or the request, is online, for six minutes from the last such frame, or no longer",
        {"user": _TEXT, "name": _TEXT, "side": _SIDE, "online": _YES},
        {"user": "5f1c0e9a2b7d4c38", "name": "Marta García", "side": "staff", "online": True},
    ),
    "notice": FrameKind("The number of unread notices, after a new one", {"count": _NUMBER}, {"count": 3}),
    "pong": FrameKind("The answer to a ping", {"n": _NUMBER}, {"n": 1}),
    "bye": FrameKind(
        "The last frame: the access ended, the claim or the request is not found, or too many sockets are open",
        {"reason": {"enum": ["ended", "not_found", "replaced"]}},
        {"reason": "ended"},
    ),
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a frame. Fields may be added later, so others are allowed."""
    key, kind = ("do", UP[name]) if name in UP else ("type", DOWN[name])
    required = [key, *(field for field in kind.fields if field not in kind.optional)]
    fields = {field: dict(of) for field, of in kind.fields.items()}
    named = {"oneOf": [{"required": [field]} for field in _THING]} if kind.of_thread else {}
    return {"type": "object", "properties": {key: {"const": name}, **fields}, "required": required, **named}


def asyncapi_part() -> dict[str, Any]:
    """Return the parts of AsyncAPI 3.0 that describe the protocol, by their places in the document."""
    address = urlsplit(settings().sockets_url)
    names = [*UP, *DOWN]
    return {
        "servers": {
            "sockets": {
                "host": address.netloc,
                "pathname": address.path,
                "protocol": address.scheme,
                "description": "Tells open pages. All is read and written by the API: a lost frame loses nothing",
            }
        },
        "channels": {
            "socket": {
                "address": "/",
                "title": "socket",
                "description": "Opened with a ticket, of `POST /v1/socket-tickets` or of the client area, once",
                "servers": [{"$ref": "#/servers/sockets"}],
                "messages": {_named(name): {"$ref": f"#/components/messages/{_named(name)}"} for name in names},
                "bindings": {"ws": {"query": _QUERY, "bindingVersion": "0.1.0"}},
            }
        },
        "operations": {
            "receive.frames": _operation("receive", "Frames of pages, of at most 4 KB", UP),
            "send.frames": _operation("send", "Frames to pages, of at most 8 KB; ignore unknown ones", DOWN),
        },
        "messages": {_named(name): _message(name, kind) for name, kind in {**UP, **DOWN}.items()},
        "schemas": {_named(name): schema_of(name) for name in names},
    }


_QUERY = {"type": "object", "properties": {"ticket": _TEXT}, "required": ["ticket"]}


def _named(name: str) -> str:
    return f"socket.{name}"


def _operation(action: Literal["send", "receive"], summary: str, frames: Mapping[str, FrameKind]) -> dict[str, Any]:
    return {
        "action": action,
        "summary": summary,
        "channel": {"$ref": "#/channels/socket"},
        "messages": [{"$ref": f"#/channels/socket/messages/{_named(name)}"} for name in frames],
    }


def _message(name: str, kind: FrameKind) -> dict[str, Any]:
    example = {"do" if name in UP else "type": name, **kind.example}
    return {
        "name": name,
        "title": name,
        "summary": kind.summary,
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{_named(name)}"},
        "examples": [{"name": "example", "payload": example}],
    }
