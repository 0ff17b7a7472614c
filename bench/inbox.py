"""The console's inbox and page of a case, for accounts with few and very many cases: `python -m bench inbox`.

Two figures of each page: its calls of AWS, counted at botocore's network edge, and its CPU time. CPU time is from API
Gateway's event to its answer in a process that has run before: routing, the session, signing and reading AWS's answers,
rows, template. Sizes are measured by turns. Both must be the same for all sizes.

moto holds the cases, written straight into its table by rows of the table module. Its Query takes time by the size of
the table. So moto answers each call once, and a recorder at the network edge repeats that answer: neither the network
nor the fake is in the time.
"""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import jwt
from botocore.awsrequest import AWSResponse
from moto.core.models import botocore_stubber

from bench.table import Figure, by_turns
from chalicelib.aws.clients import client
from chalicelib.aws.shards import SHARDS
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.features.photos import service as photos
from chalicelib.identity import sessions, table
from chalicelib.identity.model import Caller, Role, User
from chalicelib.identity.principals import StaffMember
from chalicelib.tenancy.model import Account
from tests.support import many_cases
from tests.support.api import tokens
from tests.support.world import insurer, opened

import app  # isort: skip

SIZES = (100, 10_000, 100_000)
#: Sizes of accounts in which cases are searched: search terms take eight rows a case, which are long to write.
SEARCHED = SIZES[:2]
ROUNDS = 15
BATCH = 5
#: The tolerated slowdown of a page with the most cases, by the clock's own variation.
FLAT = 1.25
_RESPONSE: Callable[..., AWSResponse] = AWSResponse  # its stubs want headers as the type that it makes of them
_INBOX = {"GetItem": 1, "Query": SHARDS, "BatchGetItem": 2}
_SEARCH = {"GetItem": 1, "Query": 1, "BatchGetItem": 2}
#: 99 and more, as a person's very first count is: two looks, each with its marks, after the mark of all that is read.
_UNREAD = {"GetItem": 1, "Query": 2 * SHARDS, "BatchGetItem": 3}
_CASE = {"GetItem": 1, "Query": 1, "PutItem": 1}


@dataclass
class Recorder:
    """Between botocore and moto: asks moto once for each request, and remembers the answer."""

    calls: Counter[str] = field(default_factory=Counter)
    _answers: dict[tuple[str, bytes], tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def install(self) -> None:
        """Replace moto at the edge of the client that the use cases have by now."""
        events = client("dynamodb").meta.events
        events.unregister("before-send", botocore_stubber)  # all that are registered are called
        events.register("before-send", self.answer)

    def answer(self, event_name: str, request: Any, **_: object) -> AWSResponse:
        """Return moto's answer to a request."""
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        self.calls[operation] += 1
        key = (operation, request.body)
        if key not in self._answers:
            given: Any = botocore_stubber(event_name, request)
            self._answers[key] = (given.status_code, dict(given.headers), given.raw.read())
        status, headers, body = self._answers[key]
        return _RESPONSE(request.url, status, headers, _Raw(body))


class _Raw(BytesIO):
    """The body of an answer, as urllib3 hands it to botocore."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


@dataclass(frozen=True)
class Desk:
    """A person signed in to the console of an account of `size` cases and one more, `case_id`, with a request."""

    size: int
    cookie: str
    case_id: str

    def inbox(self) -> Callable[[], str]:
        """Return a call that opens the inbox."""
        return partial(_opened, _event("/console", self.cookie))

    def search(self, words: str) -> Callable[[], str]:
        """Return a call that searches for cases."""
        return partial(_opened, _event("/console", self.cookie, query={"q": [words]}))

    def unread(self) -> Callable[[], str]:
        """Return the menu's call: the number of unread cases."""
        return partial(_opened, _event("/console/unread", self.cookie))

    def case(self) -> Callable[[], str]:
        """Return a call that opens the page of a case."""
        return partial(_opened, _event("/console/cases/{case_id}", self.cookie, case_id=self.case_id))


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened(), _signed_tokens():
        desks = [_desk(size) for size in SIZES]
        recorder = Recorder()
        recorder.install()
        gc.collect()
        gc.freeze()  # moto's tables are not the server's to look through
        yield from _measured("the inbox", {desk.size: desk.inbox() for desk in desks}, recorder, _INBOX)
        for words in ("Петров Иван", "4567"):
            searches = {desk.size: desk.search(words) for desk in desks if desk.size in SEARCHED}
            yield from _measured(f"a search for {words}", searches, recorder, _SEARCH)
        unread = {desk.size: desk.unread() for desk in desks[1:]}
        yield from _measured("the unread number", unread, recorder, _UNREAD)
        yield from _measured("the page of a case", {desk.size: desk.case() for desk in desks}, recorder, _CASE)
        gc.unfreeze()


def _measured(
    page: str, pages: dict[int, Callable[[], str]], recorder: Recorder, expected: dict[str, int]
) -> Iterator[Figure]:
    for size, open_page in pages.items():
        open_page()
        recorder.calls.clear()
        open_page()
        made = ", ".join(f"{count} {call}" for call, count in recorder.calls.items())
        target = f"= {sum(expected.values())}"
        yield Figure(
            f"AWS calls of {page}, {size:,} cases ({made})",
            str(recorder.calls.total()),
            target,
            recorder.calls == expected,
        )
    seconds = by_turns({str(size): partial(_batch, each) for size, each in pages.items()}, rounds=ROUNDS)
    least = seconds[str(min(pages))]
    for size in pages:
        taken = seconds[str(size)]
        shown = f"{taken / BATCH * 1000:.1f} ms ({taken / least:.2f}x)"
        yield Figure(f"CPU of {page}, {size:,} cases", shown, f"<= {FLAT:g}x", taken / least <= FLAT)


def _batch(open_page: Callable[[], str]) -> None:
    for _ in range(BATCH):
        open_page()


def _desk(size: int) -> Desk:
    account: Account = insurer(f"Insurer of {size}")
    user = User(
        id=f"sub-{size}",
        account_id=account.id,
        email="staff@insurer.example",
        role=Role.STAFF,
        created_at=now() - timedelta(days=400),
    )
    table.put_user(user)
    many_cases.write_cases(account.id, size, handler=user.actor, findable=size in SEARCHED)
    caller = Caller(account_id=account.id, principal=StaffMember(user.id), role=user.role)
    shown = photos.ask_for_photos(caller, photos.Asking(phone="+79161234567", channels=("sms",)))
    token = tokens.token(sub=user.id, groups=(Role.STAFF,), iss=settings().staff_token_issuer)
    session = sessions.begin({"AccessToken": token, "ExpiresIn": 3600})
    return Desk(size=size, cookie=f"__Host-osmotr={session.secret}", case_id=shown.request.case_id)


def _opened(event: dict[str, Any]) -> str:
    answer = app.app(event, _Context())
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{answer['statusCode']}: {answer['body'][:500]}")
    return str(answer["body"])


@dataclass(frozen=True)
class _Context:
    aws_request_id: str = "bench"
    function_name: str = "api_handler"


def _event(
    resource: str, cookie: str, *, query: dict[str, list[str]] | None = None, **parameters: str
) -> dict[str, Any]:
    """Return the event that API Gateway's REST API sends (proxy integration, version 1.0)."""
    path, headers = resource.format_map(parameters), {"Accept-Language": "ru-RU,ru;q=0.9", "Cookie": cookie}
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": "GET",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": "GET",
            "path": f"/api{path}",
            "stage": "api",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }
    return dict(json.loads(json.dumps(event)))


@contextmanager
def _signed_tokens() -> Iterator[None]:
    """Publish the keys that tokens are signed by here, as the user pool does."""
    kind: Any = jwt.PyJWKClient
    fetch, kind.fetch_data = kind.fetch_data, lambda _client: tokens.published_keys()
    try:
        yield
    finally:
        kind.fetch_data = fetch
