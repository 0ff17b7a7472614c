"""Open pages with sockets: API Gateway is played in process, and the stream of the chat table, too."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from jsonschema_rs import Draft202012Validator

import app
from chalicelib.aws import sockets as gateway
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.conversations.sockets.contract import schema_of
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Draft, Head, Message, Side, next_message
from chalicelib.identity.area.permissions import HANDLING_CLAIMS
from tests.cabinet.visitors import Visitor, at_area
from tests.claims.cases import claimed
from tests.clients.bodies import added, named
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered
from tests.support.lambda_events import Context

ORIGIN = "https://photos.example"
Frame = dict[str, Any]


@dataclass
class Gateway:
    """API Gateway's sockets. It tells our function of each, as it does on AWS, and says 410 for a closed one."""

    #: By the id of an open connection: the frames that it got.
    open: dict[str, list[Frame]] = field(default_factory=dict)
    #: Frames of all connections that there were.
    frames: dict[str, list[Frame]] = field(default_factory=dict)
    #: Connections that end without anybody hearing of it.
    lost: set[str] = field(default_factory=set)
    broken: bool = False
    _count: int = 0

    def connect(self, ticket: str, *, origin: str | None = ORIGIN) -> "Page | None":
        """Open a socket; None if the handshake was refused."""
        self._count += 1
        connection_id = f"conn{self._count}="
        headers = {"Host": "sockets.example", **({"Origin": origin} if origin else {})}
        event = {**_event(connection_id, "CONNECT"), "headers": headers, "queryStringParameters": {"ticket": ticket}}
        if app.serve_sockets(event, Context())["statusCode"] != 200:
            return None
        self.frames[connection_id] = self.open[connection_id] = []
        return Page(self, connection_id)

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> None:
        """Put a frame into a socket."""
        if self.broken:
            raise ClientError(_error("InternalServerErrorException", 500), "PostToConnection")
        if ConnectionId not in self.open or ConnectionId in self.lost:
            raise ClientError(_error("GoneException", 410), "PostToConnection")
        assert len(Data) <= 8192
        frame = json.loads(Data)
        Draft202012Validator(schema_of(frame["type"])).validate(frame)
        self.open[ConnectionId].append(frame)

    def delete_connection(self, *, ConnectionId: str) -> None:
        """Close a socket, and tell our function of it."""
        if self.open.pop(ConnectionId, None) is None:
            raise ClientError(_error("GoneException", 410), "DeleteConnection")
        app.serve_sockets(_event(ConnectionId, "DISCONNECT"), Context())


@dataclass
class Page:
    """A page with an open socket."""

    gateway: Gateway
    id: str

    @property
    def frames(self) -> list[Frame]:
        """The frames that it got."""
        return self.gateway.frames[self.id]

    @property
    def is_open(self) -> bool:
        """Return True if its socket is open."""
        return self.id in self.gateway.open

    def say(self, **frame: object) -> Any:
        """Send a frame; return the answer of our function."""
        return self.send(json.dumps(frame))

    def send(self, text: str) -> Any:
        """Send a text; return the answer of our function."""
        return app.serve_sockets({**_event(self.id, "MESSAGE"), "body": text}, Context())

    def hello(self, claim_id: str | None = None) -> Frame | None:
        """Send a hello; return the welcome, None without one."""
        before = len(self.frames)
        assert self.say(do="hello", **({"claim_id": claim_id} if claim_id else {})) == {"statusCode": 200}
        return next((each for each in self.frames[before:] if each["type"] == "welcome"), None)

    def leave(self) -> None:
        """Close the page."""
        self.gateway.open.pop(self.id)
        app.serve_sockets(_event(self.id, "DISCONNECT"), Context())

    def got(self, kind: str) -> list[Frame]:
        """Return the frames of a type."""
        return [each for each in self.frames if each["type"] == kind]


@dataclass
class Stream:
    """The stream of the chat table, as DynamoDB would show it to `push_chat`."""

    records: list[dict[str, Any]] = field(default_factory=list)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def note(self, item: dict[str, Any]) -> None:
        """Add a written item."""
        key = item["pk"]["S"], item["sk"]["S"]
        change = {
            "Keys": {name: item[name] for name in ("pk", "sk")},
            "NewImage": item,
            "SequenceNumber": f"{len(self._known) + len(self.records) + 1:021}",
            "StreamViewType": "NEW_IMAGE",
        }
        name = "MODIFY" if key in self._known else "INSERT"
        self._known.add(key)
        if key[1].startswith(("msg#", "mark#", "sig#")):
            self.records.append({"eventID": "e", "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change})

    def take(self) -> list[dict[str, Any]]:
        """Return the records that were not pushed yet."""
        taken, self.records = self.records, []
        return taken

    def push(self) -> Any:
        """Call `push_chat` with the records that it has not had; return its answer."""
        records = self.take()
        return app.push_chat({"Records": records}, Context()) if records else None


@contextmanager
def recorded_stream() -> Iterator[Stream]:
    """Record changes of the chat table."""
    stream, send = Stream(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def noted(client: Any, operation: str, call: Any) -> Any:
        answer = send(client, operation, call)
        written = [call] if operation == "PutItem" else [part.get("Put") for part in call.get("TransactItems", ())]
        for each in filter(None, written):
            if each["TableName"] == "chat":
                stream.note(each["Item"])
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", noted)
        yield stream


def played(patch: pytest.MonkeyPatch) -> Gateway:
    """Return a gateway in place of API Gateway."""
    made = Gateway()
    patch.setattr(gateway, "_api", lambda: made)
    return made


def said(
    account_id: str, claim_id: str, text: str = "Добрый день", *, side: Side = Side.CLIENT, **more: Any
) -> Message:
    """Write a message into the thread of a claim."""
    before = threads.get_head(account_id, claim_id) or Head(account_id=account_id, thread_id=claim_id, kind="claim")
    draft = Draft(**{"id": new_ulid(), "side": side, "author": f"{side}:1", "text": text, "at": now(), **more})
    after, message = next_message(before, draft)
    tx = Transaction()
    threads.append(tx, before, after, message)
    tx.commit()
    return message


def opened(gateway: Gateway, by: Visitor | Api) -> Page:
    """Open a socket of somebody."""
    answer = by.call("POST", "/socket-tickets") if isinstance(by, Visitor) else by.post("/v1/socket-tickets")
    page = gateway.connect(answer.expect(201)["ticket"])
    assert page is not None
    return page


def colleague(api: People) -> tuple[Visitor, str]:
    """Return the browser of a company's user with the permission, and the id of a claim of the company."""
    client = added(api.key, named("Сидоров Пётр"))
    open_area(api.account.id)
    person = registered(api.account.id, company_user(client, permissions=HANDLING_CLAIMS))
    return at_area(person), claimed(api.admin, client_id=client)


def _event(connection_id: str, kind: str) -> dict[str, Any]:
    routes = {"CONNECT": "$connect", "DISCONNECT": "$disconnect", "MESSAGE": "$default"}
    context = {"connectionId": connection_id, "eventType": kind, "routeKey": routes[kind], "stage": "api"}
    return {"requestContext": context, "isBase64Encoded": False}


def _error(code: str, status: int) -> Any:
    return {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
