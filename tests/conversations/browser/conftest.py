"""Two real pages with one conversation, a client's and the staff's, drawn in the process of the test.

The network between them and the server is the test's: it may be cut, before the server or behind it.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http import HTTPStatus
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Route, WebSocketRoute

from chalicelib.aws import photo_bucket
from chalicelib.frame.console.addresses import origin
from chalicelib.http.cookies import AREA_LANGUAGE, LANGUAGE
from tests.cabinet.visitors import HOME, Visitor
from tests.claims.area.holders import holder_of
from tests.claims.cases import claimed
from tests.claims.papers import file, put
from tests.clients.bodies import PERSON, added
from tests.conversations.sockets.pages import Gateway, Stream, played, recorded_stream
from tests.conversations.sockets.pages import Page as SocketEnd
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.lambda_events import object_created

Network = Literal["whole", "cut before", "cut behind"]


@dataclass
class Seat:
    """A person's browser at the conversation: `tabs` are its pages, `network` its way to the server."""

    desk: Desk
    context: BrowserContext
    path: str
    network: Network = "whole"
    #: Addresses of calls, for tests that count them.
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    #: Is called after each answer of the server.
    after: Callable[[], object] = lambda: None

    def open(self) -> "Tab":
        """Open another page of the conversation; its clock is the test's."""
        page = self.context.new_page()
        page.clock.install()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if "Policy" in said.text else None)
        page.goto(f"{origin()}{self.path}")
        return Tab(page)

    def without_script(self, chromium: Browser) -> "Tab":
        """Open the page in another browser of the same person, which runs no scripts."""
        context = chromium.new_context(java_script_enabled=False)
        context.route(f"{origin()}/**", self.answer)
        page = context.new_page()
        page.goto(f"{origin()}{self.path}")
        return Tab(page)

    def speak(self, language: str) -> None:
        """Choose the language of pages that are opened from now on."""
        self.desk.cookies |= {LANGUAGE: language, AREA_LANGUAGE: language}

    def answer(self, route: Route) -> None:
        """Answer a call of a page as the server does, as far as the network lets it."""
        request = route.request
        path = request.url.removeprefix(origin())
        self.calls.append(f"{request.method} {path}")
        if self.network == "cut before":
            route.abort("internetdisconnected")
            return
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.desk.cookies.items())}
        sent["Accept-Language"] = request.headers.get("accept-language", "es")
        if request.method != "GET":
            kind = request.headers.get("content-type", "application/json")
            sent |= {"Origin": origin(), "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        given = Api(headers=sent).call(request.method, path, raw=request.post_data)
        if given.status == HTTPStatus.SEE_OTHER:  # Chromium follows no redirect of an answer that is made up
            given = Api(headers={"Cookie": sent["Cookie"]}).get(given.headers["location"].partition("#")[0])
        if self.network == "cut behind":
            route.abort("connectionreset")
            return
        route.fulfill(status=given.status, headers=dict(given.headers), body=given.text)
        self.after()


@dataclass
class Tab:
    """A page with the conversation."""

    page: Page

    def write(self, text: str) -> None:
        """Send a text by the button."""
        self.page.locator("#chat-text").fill(text)
        self.page.locator("#chat-form button.main").click()

    def choose(self, name: str, content_type: str, data: bytes) -> None:
        """Choose a file for the next message."""
        chosen = FilePayload(name=name, mimeType=content_type, buffer=data)
        self.page.locator("#chat-file").set_input_files(files=[chosen])

    def texts(self) -> list[str]:
        """Return the texts that the page shows, in order."""
        return self.page.locator("#chat-lines .text").all_inner_texts()

    def line(self, text: str) -> Locator:
        """Return the lines that have a text in them, one as a rule."""
        return self.page.locator("#chat-lines > li").filter(has_text=text)

    @property
    def state(self) -> Locator:
        """The sentence in which the page tells whether it is live."""
        return self.page.locator("#chat-state")

    def let_pass(self, seconds: float) -> None:
        """Add to the time of this page, and end its timers."""
        self.page.clock.fast_forward(int(seconds * 1000))


@dataclass
class LiveLine:
    """Sockets of pages in Chromium, whose other ends are at API Gateway as it is played."""

    gateway: Gateway
    stream: Stream
    #: By the id of a connection: the socket in Chromium, and the number of frames that it got.
    sockets: dict[str, tuple[WebSocketRoute, int]] = field(default_factory=dict)
    #: Is called with each frame from a page, before the server gets it and after that.
    before: Callable[[str], object] = lambda _: None
    behind: Callable[[str], object] = lambda _: None

    def open(self, socket: WebSocketRoute) -> None:
        """Open a socket by the ticket in its address."""
        (ticket,) = parse_qs(urlsplit(socket.url).query)["ticket"]
        end = self.gateway.connect(ticket)
        if end is None:
            socket.close()
            return
        self.sockets[end.id] = socket, 0
        socket.on_message(lambda text: self._hear(end, str(text)))
        socket.on_close(lambda *_: self._leave(end))

    def push(self) -> None:
        """Push all changes of the chat table, and bring frames to their pages."""
        self.stream.push()
        for connection_id, (socket, got) in list(self.sockets.items()):
            frames = self.gateway.frames[connection_id]
            self.sockets[connection_id] = socket, len(frames)
            for frame in frames[got:]:
                socket.send(json.dumps(frame))

    def cut(self, which: int) -> None:
        """Cut one of the open sockets, the first one being 0."""
        connection_id = sorted(self.sockets)[which]
        socket, _ = self.sockets.pop(connection_id)
        self.gateway.open.pop(connection_id, None)
        socket.close()

    def _hear(self, end: SocketEnd, text: str) -> None:
        self.before(text)
        end.send(text)
        self.behind(text)
        self.push()

    def _leave(self, end: SocketEnd) -> None:
        if self.sockets.pop(end.id, None) and end.is_open:
            end.leave()


@dataclass
class Talk:
    """A conversation about a claim, or a request, and both of its people."""

    api: People
    #: The claim or the request.
    thing_id: str
    client: Seat
    staff: Seat


@pytest.fixture
def talk(api: People, chromium: Browser) -> Iterator[Talk]:
    """Yield a client at a phone and a member of the staff; sockets are blocked. Script errors fail the test."""
    with seated(api, chromium, lambda socket: socket.close()) as talk:
        yield talk


@pytest.fixture
def request_talk(api: People, chromium: Browser) -> Iterator[Talk]:
    """Yield both people at a request of the client, as `talk` does."""
    with seated(api, chromium, lambda socket: socket.close(), place=at_request) as talk:
        yield talk


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveLine]:
    """Yield the sockets of both pages, and the stream that pushes to them."""
    with recorded_stream() as stream:
        yield LiveLine(played(monkeypatch), stream)


@pytest.fixture
def live(api: People, chromium: Browser, line: LiveLine) -> Iterator[Talk]:
    """Yield both people as `talk` does, with sockets."""
    with seated(api, chromium, line.open) as talk:
        talk.client.after = talk.staff.after = line.push
        yield talk


@pytest.fixture
def live_request(api: People, chromium: Browser, line: LiveLine) -> Iterator[Talk]:
    """Yield both people at a request, with sockets."""
    with seated(api, chromium, line.open, place=at_request) as talk:
        talk.client.after = talk.staff.after = line.push
        yield talk


class Place(NamedTuple):
    """A claim or a request, and its pages for the client and for the staff."""

    thing_id: str
    client: str
    staff: str


def at_claim(api: People, client_id: str, _: Visitor) -> Place:
    """Return a new claim of OSAGO, and its pages."""
    claim_id = claimed(api.staff, "osago", client_id=client_id)
    case_id = claim_id.replace("claim_", "case_")
    return Place(claim_id, f"{HOME}/claims/{claim_id}", f"/console/cases/{case_id}?tab=conversation")


def at_request(_: People, __: str, visitor: Visitor) -> Place:
    """Return a request that a client wrote."""
    asked = visitor.call("POST", "/tickets", {"topic": "question", "text": "¿Dónde está mi póliza?"}).expect(201)
    return Place(asked["id"], f"{HOME}/messages/{asked['id']}", f"/console/tickets/{asked['id']}")


@contextmanager
def seated(
    api: People,
    chromium: Browser,
    socket: Callable[[WebSocketRoute], object],
    *,
    place: Callable[[People, str, Visitor], Place] = at_claim,
) -> Iterator[Talk]:
    """Open the browsers of both people; `socket` takes each socket that they open."""
    client_id = added(api.key, PERSON)
    visitor, desk = holder_of(api, client_id, language="es"), at_desk(api.admin).speaking("es")
    where = place(api, client_id, visitor)
    seats = [
        _seat(chromium, visitor, where.client, socket, width=360),
        _seat(chromium, desk, where.staff, socket, width=1280),
    ]
    yield Talk(api, where.thing_id, *seats)
    for each in seats:
        each.context.close()
        assert each.complaints == []


def _seat(chromium: Browser, desk: Desk, path: str, socket: Callable[[WebSocketRoute], object], *, width: int) -> Seat:
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="es-ES")
    seat = Seat(desk, context, path)
    context.route(f"{origin()}/**", seat.answer)
    context.route(f"{photo_bucket.origin()}/**", _store)
    context.route_web_socket(re.compile("^wss://"), socket)
    return seat


def _store(route: Route) -> None:
    """Store the file of a form as S3 does, and have it looked at."""
    if route.request.method == "GET":  # a preview, which no test needs
        route.fulfill(status=404)
        return
    kind, body = route.request.headers["content-type"], route.request.post_data_buffer or b""
    form: Any = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts = {
        each.get_param("name", header="content-disposition"): each.get_payload(decode=True)
        for each in form.get_payload()
    }
    key = parts["key"].decode()
    put(key, parts["file"])
    assert file(object_created(key)) == []
    route.fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})
