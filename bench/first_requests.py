"""The cost of the first request to each lazily loaded part of HTTP: `python -m bench first_requests`.

A process of the function that answers HTTP has imported `app` and has answered an owner's page, and its clients of AWS
are there. moto answers them. For each path a copy of it (fork) answers the same request three times. The first one
imports the modules, builds their types and reads their templates. The figure is its time beyond that of the others: CPU
time of this process, the least of several rounds, since other work on the machine only adds. Calls of AWS do not count:
moto answers them in this process, and its first answer of a kind takes 5 ms. Nor do the pages of memory that a copy
makes its own: the same figure of the owner's page, which loads nothing any more, is taken off each. The code is that of
the package, byte code and compiled templates included.
"""

import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs

from bench.environment import ENVIRONMENT
from bench.table import Figure, at_most
from infra import package

ROUNDS = 5
LIMIT_MS = 40
SHOWN = 5


class Opened(NamedTuple):
    """The objects and the caller of the requests."""

    cookie: str
    api_key: str
    token: str
    case_id: str
    request_id: str
    items: dict[str, list[dict[str, Any]]]


#: The page that the process has answered before it is copied.
LOADED = "/r/{token}"
#: A page of each module that waits; each `{…}` names an existing object.
PAGES = (
    "/console",
    "/console/sign-in",
    "/console/sign-in/code",
    "/console/forgotten",
    "/console/unread",
    "/console/cases/{case_id}",
    "/console/cases/{case_id}?tab=history",
    "/console/cases/{case_id}/convert",
    "/console/cases/{case_id}/photos",
    "/console/new",
    "/console/requests/{request_id}",
    "/console/requests/{request_id}/revoke",
    "/console/review",
    "/console/figures",
    "/console/figures.csv",
    "/console/me",
    "/console/me/factor",
    "/console/settings/organisation",
    "/console/settings/appearance",
    "/console/settings/appearance/preview/email",
    "/console/settings/categories",
    "/console/settings/templates",
    "/console/settings/processes/new-process",
    "/console/settings/sms",
    "/console/settings/people",
    "/console/settings/people/second-factor",
    "/console/settings/keys/new",
    "/console/settings/webhooks/new",
    "/console/settings/blocked",
)
CALLS = (
    "/v1/account",
    "/v1/cases",
    "/v1/cases/{case_id}",
    "/v1/photo-requests/{request_id}",
    "/v1/cases/{case_id}/attachments",
    "/v1/figures",
    "/v1/suppressions",
    "/v1/webhook-endpoints",
)


def figures() -> Iterator[Figure]:
    """Measure, in a process of its own that has the code as it is deployed."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(package.build("local").code) as code:
            code.extractall(folder, [name for name in code.namelist() if name.startswith(("app.py", "chalicelib/"))])
        added = _in_process(folder)
    worst = sorted(added, key=lambda path: -added[path])
    for path in worst[:SHOWN]:
        yield at_most(f"CPU that a first request adds: GET {path}", added[path] * 1000, LIMIT_MS, unit=" ms")
    rest = median(added[path] for path in worst[SHOWN:])
    yield Figure(f"the same, median of the other {len(worst) - SHOWN} paths", f"{rest * 1000:.0f} ms")


def _in_process(code: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", "from bench import first_requests; first_requests.print_measured()"],
        env={
            **os.environ,
            **ENVIRONMENT,
            "AWS_LAMBDA_FUNCTION_NAME": "osmotr-bench-api_handler",
            "PYTHONSAFEPATH": "1",
            "PYTHONPATH": f"{code}:{Path(__file__).parents[1]}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    added: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return added


def print_measured() -> None:
    """Print the result of `measured`, for the process that waits for it."""
    print(json.dumps(measured()))


def measured() -> dict[str, float]:
    """Return by path the seconds that its first request adds."""
    import app  # noqa: PLC0415 - as the function that the environment names
    from chalicelib.aws.clients import client  # noqa: PLC0415

    with _world():
        here = _in_a_copy(_made)
        _write(here.items)
        app.app(_event(LOADED, here), None)
        client("secretsmanager")
        paths = (LOADED, *PAGES, *CALLS)
        rounds = [{path: _in_a_copy(partial(_first, path, here)) for path in paths} for _ in range(ROUNDS)]
        added = {path: min(seconds[path] for seconds in rounds) for path in paths}
        return {path: seconds - added[LOADED] for path, seconds in added.items() if path != LOADED}


def _first(path: str, here: Opened) -> float:
    import app  # noqa: PLC0415

    taken, within = [], _timed_calls()
    for _ in range(3):
        event, start, calls = _event(path, here), process_time(), within.seconds
        answer = app.app(event, None)
        taken.append(process_time() - start - (within.seconds - calls))
        if answer["statusCode"] not in {200, 303}:
            raise RuntimeError(f"{path}: {answer['statusCode']}: {answer['body']}")
    return taken[0] - min(taken[1:])


class _Within:
    """The CPU seconds of this process within calls of AWS."""

    seconds = 0.0


def _timed_calls() -> _Within:
    """Return the time of this process within calls of AWS from now on."""
    from botocore.client import BaseClient  # noqa: PLC0415

    within, kind = _Within(), cast("Any", BaseClient)
    call = kind._make_api_call

    def timed(*given: object) -> object:
        start = process_time()
        try:
            return call(*given)
        finally:
            within.seconds += process_time() - start

    kind._make_api_call = timed
    return within


def _made() -> Opened:
    """Make an account with an administrator, a key and a case.

    Modules loaded for it stay in this copy of the process.
    """
    from chalicelib.aws.clients import client  # noqa: PLC0415
    from chalicelib.features.photos import service as photos  # noqa: PLC0415
    from chalicelib.identity import keys, sessions  # noqa: PLC0415
    from chalicelib.identity.model import Caller, Role, Scope  # noqa: PLC0415
    from chalicelib.identity.principals import StaffMember  # noqa: PLC0415
    from tests.support.api import tokens  # noqa: PLC0415
    from tests.support.api.people import add_user  # noqa: PLC0415
    from tests.support.world import insurer  # noqa: PLC0415

    account = insurer("Insurer")
    user = add_user(account, Role.ADMIN)
    caller = Caller(account_id=account.id, principal=StaffMember(user), role=Role.ADMIN)
    asked = photos.ask_for_photos(caller, photos.Asking(phone="+79161234567", channels=("sms",)))
    token = tokens.token(sub=user, groups=(Role.ADMIN,), iss=ENVIRONMENT["STAFF_TOKEN_ISSUER"])
    session = sessions.begin({"AccessToken": token, "ExpiresIn": 3600})
    tables = client("dynamodb").list_tables()["TableNames"]
    return Opened(
        cookie=f"__Host-osmotr={session.secret}",
        api_key=keys.add_api_key(account_id=account.id, name="bench", scopes=frozenset(Scope))[1],
        token=asked.link.token,
        case_id=asked.request.case_id,
        request_id=asked.request.id,
        items={table: client("dynamodb").scan(TableName=table)["Items"] for table in tables},
    )


def _write(items: dict[str, list[dict[str, Any]]]) -> None:
    from chalicelib.aws.clients import client  # noqa: PLC0415

    for table, rows in items.items():
        for row in rows:
            client("dynamodb").put_item(TableName=table, Item=row)


@contextmanager
def _world() -> Iterator[None]:
    """Open moto, with the keys published that sessions' tokens are signed by."""
    import jwt  # noqa: PLC0415

    from tests.support.api import tokens  # noqa: PLC0415
    from tests.support.world import opened  # noqa: PLC0415

    kind: Any = jwt.PyJWKClient
    kind.fetch_data = lambda _client: tokens.published_keys()
    with ExitStack() as stack:
        stack.enter_context(opened())
        tokens.private_key()
        yield


def _in_a_copy[Found](work: Callable[[], Found]) -> Found:
    """Return the result of work in a copy of this process, which ends with it."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        gc.freeze()
        with open(writing, "wb") as answer:  # noqa: PTH123 - a pipe
            pickle.dump(work(), answer)
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:  # noqa: PTH123
        found: Found = pickle.load(answer)
    os.wait()
    return found


def _event(path: str, here: Opened) -> dict[str, Any]:
    """Return the event that API Gateway's REST API sends (proxy integration, version 1.0)."""
    place, _, query = path.partition("?")
    values = {"case_id": here.case_id, "request_id": here.request_id, "token": here.token}
    resource, parameters = place, {name: value for name, value in values.items() if f"{{{name}}}" in place}
    filled = place.format_map(values)
    if place.startswith("/console/"):
        resource, parameters = "/console/{proxy+}", {"proxy": filled.removeprefix("/console/")}
    own = {"Cookie": here.cookie} if place.startswith("/console") else {"Authorization": f"Bearer {here.api_key}"}
    return {
        "resource": resource,
        "path": filled,
        "httpMethod": "GET",
        "headers": {"Accept-Language": "ru-RU,ru;q=0.9", "X-Forwarded-Proto": "https", **own},
        "multiValueQueryStringParameters": parse_qs(query) or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": "GET",
            "path": f"/api{filled}",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }
