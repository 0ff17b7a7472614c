"""Each function imports `app` and loads what it runs: all of that, and not much more."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

import app
from bench.environment import ENVIRONMENT
from chalicelib.functions import HTTP, PHOTO_EVENTS, WEBHOOK_EVENTS
from chalicelib.photos import service as photos
from tests.architecture.source import ROOT

CONFIG: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
DOCUMENTS = {"/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json"}
EVERYTHING = set(app.app.routes)
#: What the first request for a case loads, and what comes later of what is below that.
ASKING = ("/v1/cases", "/v1/handlers", "/v1/photo-requests", "/v1/attachments")
LATER_OF_ASKING = ("/v1/attachments/{attachment_id}/verdict",)
#: What an import of `app` as the function that answers HTTP does without: few requests, or only events, need it.
LATE_IN_HTTP = (
    "chalicelib.web.console.", "chalicelib.web.docs.", "chalicelib.webhooks.", "chalicelib.accounts.routes",
    "chalicelib.accounts.schemas", "chalicelib.cases.routes", "chalicelib.cases.schemas",
    "chalicelib.notifications.contract", "chalicelib.notifications.senders", "chalicelib.notifications.texts",
    *(f"chalicelib.photos.{name}" for name in
      ("events", "figure_", "retake_mails", "retake_schemas", "review_", "routes", "sandbox", "schemas",
       "suppression_routes", "views")),
    *(f"chalicelib.photos.service.{name}" for name in
      ("archives", "comparison", "couriers", "filing", "following_up", "logo_uploads", "mail_previews", "messages",
       "notices", "outcomes", "overdue", "overview", "requesting", "retaking", "reviewing", "second_photos", "wishes")),
)  # fmt: skip
_LOOK = """
import ast, json, sys
import app

def said(path):
    request = {
        "requestContext": {"resourcePath": path, "httpMethod": "GET", "path": path},
        "headers": {"X-Forwarded-Proto": "https"}, "multiValueQueryStringParameters": None, "pathParameters": {},
        "body": None, "stageVariables": None, "isBase64Encoded": False,
    }
    answer = app.app(request, None)
    return {"status": answer["statusCode"], "body": answer["body"], "routes": sorted(app.app.routes)}

def lacking(name):
    (function,) = [each for each in source.body if isinstance(each, ast.FunctionDef) and each.name == name]
    used = {each.id for line in function.body for each in ast.walk(line) if isinstance(each, ast.Name)}
    return sorted(used - {each.arg for each in function.args.args} - vars(app).keys())

source = ast.parse(open("app.py").read())
unknown = {name: lacking(name) for name in sys.argv[1].split()}
routes, modules = sorted(app.app.routes), sorted(name for name in sys.modules if name.startswith("chalicelib."))
def rows():
    from chalicelib.aws.dynamo import Row
    return {root.__name__: sorted(Row.kind._class_map[each] for each in below(root)) for root in Row.__subclasses__()}

def below(root):
    from chalicelib.aws.dynamo import Row
    return [each for each in Row.kind._class_map if issubclass(each, root)]

print(json.dumps({
    "rows": rows(), "routes": routes, "modules": modules, "unknown": unknown,
    "answers": [said(path) for path in sys.argv[2].split()],
}))
"""

_LATE = """
import json
import app

def added(module):
    before = set(app.app.routes)
    app.app._load(module)
    return sorted(set(app.app.routes) - before)

waiting = dict(app.app._waiting)
print(json.dumps({module: {"below": below, "routes": added(module)} for module, below in waiting.items()}))
"""


@cache
def process(function: str, *, handlers: str = "", paths: str = "") -> dict[str, Any]:
    """Import `app` in a process that is a function, ask it for pages, and return what was there before and after."""
    found: dict[str, Any] = run(_LOOK, function, handlers, paths)
    return found


def run(script: str, function: str, *given: str) -> Any:
    """Run a script in a process that is a function, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *given],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, "AWS_LAMBDA_FUNCTION_NAME": function},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_every_function_is_in_one_of_the_groups() -> None:
    assert set(CONFIG["lambda_functions"]) == HTTP | PHOTO_EVENTS | WEBHOOK_EVENTS
    assert len(HTTP) + len(PHOTO_EVENTS) + len(WEBHOOK_EVENTS) == len(CONFIG["lambda_functions"])


@pytest.mark.parametrize("name", sorted(PHOTO_EVENTS | WEBHOOK_EVENTS))
def test_a_function_of_events_has_all_that_its_handler_calls_and_no_pages(name: str) -> None:
    found = process(f"osmotr-prod-{name}", handlers=name)

    assert found["unknown"] == {name: []}
    assert found["routes"] == []
    assert [
        module for module in found["modules"] if module.startswith(("chalicelib.web.", "chalicelib.api.openapi"))
    ] == []
    assert ("chalicelib.webhooks.events" in found["modules"]) == (name in WEBHOOK_EVENTS)
    assert ("chalicelib.photos.events" in found["modules"]) == (name in PHOTO_EVENTS)


@pytest.mark.parametrize("name", sorted(HTTP | PHOTO_EVENTS | WEBHOOK_EVENTS))
def test_a_function_knows_all_kinds_of_rows_of_the_tables_that_it_knows(name: str) -> None:
    """Lambda's process of each, against one that has loaded everything."""
    every = process("")["rows"]
    found = process(f"osmotr-prod-{name}", handlers=name if name not in HTTP else "")["rows"]

    assert {"CasesRow", "OutboxRow"} <= found.keys()
    assert {table: every[table] for table in found} == found


def test_a_handler_that_lacks_what_it_calls_would_be_noticed() -> None:
    found = process("osmotr-prod-deliver_webhooks", handlers="file_photos deliver_webhooks")

    assert found["unknown"] == {"file_photos": ["events"], "deliver_webhooks": []}


def at(*places: str) -> set[str]:
    """Return the routes at some paths and below them."""
    return {path for path in EVERYTHING for place in places if path == place or path.startswith(f"{place}/")}


def test_http_loads_at_once_what_owners_need_and_the_rest_when_it_is_asked_for() -> None:
    paths = "/console/sign-in /v1/cases /v1/webhook-endpoints /docs /console/sign-in"
    found = process("osmotr-prod-api_handler", paths=paths)
    before, console, cases, hooks, documents, again = (set(each["routes"]) for each in (found, *found["answers"]))

    assert [answer["status"] for answer in found["answers"]] == [200, 401, 401, 200, 200]
    assert [module for module in found["modules"] if module.startswith(LATE_IN_HTTP)] == []
    assert {"/r/{token}", "/r/{token}/uploads"} <= before
    assert console - before == at("/console")
    assert {"/v1/cases", "/v1/photo-requests"} <= cases - console == at(*ASKING) - at(*LATER_OF_ASKING)
    assert hooks - cases == at("/v1/webhook-endpoints", "/v1/api-keys", "/v1/hooks")
    late = at("/v1/account", "/v1/sessions", "/v1/figures", "/v1/suppressions", *LATER_OF_ASKING)
    assert documents - hooks == DOCUMENTS | late
    assert documents == again == EVERYTHING


def test_each_late_page_is_loaded_by_the_first_request_for_itself() -> None:
    late: dict[str, dict[str, list[str]]] = run(_LATE, "osmotr-prod-api_handler")

    assert {"chalicelib.cases.routes", "chalicelib.photos.routes"} < late.keys()
    assert {module: set(each["routes"]) - at(*each["below"]) for module, each in late.items()} == {
        module: set() for module in late
    }


def test_a_name_of_what_is_late_is_a_name_of_something_that_is_there() -> None:
    assert [late for late in LATE_IN_HTTP if not any(ROOT.glob(f"{late.replace('.', '/')}*"))] == []
    assert [name for name in photos.__all__ if not hasattr(photos, name)] == []
    assert not hasattr(photos, "file_photos")


@pytest.mark.parametrize(
    "first",
    [
        "/v1/suppressions",
        "/v1/photo-requests",
        "/v1/attachments/{attachment_id}",
        "/v1/figures /v1/account",
        "/v1/hooks/photo-requests /v1/sessions",
    ],
)
def test_the_documents_are_the_same_whatever_was_asked_for_first(first: str) -> None:
    found = process("osmotr-prod-api_handler", paths=f"{first} /v1/openapi.json /docs")

    assert [answer["body"] for answer in found["answers"][-2:]] == [document("/v1/openapi.json"), document("/docs")]


@pytest.mark.parametrize("path", sorted(DOCUMENTS))
def test_the_documents_describe_all_though_nothing_else_was_asked_for_before(path: str) -> None:
    found = process("osmotr-prod-api_handler", paths=path)

    assert found["answers"][0]["status"] == 200
    assert found["answers"][0]["body"] == document(path)
    assert set(found["answers"][0]["routes"]) == EVERYTHING - at("/console")


@cache
def document(path: str) -> str:
    """Return a document as a process gives it that has loaded everything."""
    body: str = process("", paths=path)["answers"][0]["body"]
    return body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/hooks/photo-requests", 405),
        ("/v1/webhook-endpoints", 401),
        ("/console", 303),
        ("/v1/account", 401),
        ("/v1/sessions", 405),
        ("/v1/figures", 401),
        ("/v1/suppressions", 401),
        ("/v1/cases", 401),
        ("/v1/handlers", 401),
        ("/v1/photo-requests", 405),
        ("/v1/attachments/{attachment_id}", 405),
        ("/v1/attachments/{attachment_id}/verdict", 405),
    ],
)
def test_what_is_late_is_there_for_the_first_request_of_all(path: str, status: int) -> None:
    (answer,) = process("osmotr-prod-api_handler", paths=path)["answers"]

    assert (answer["status"], path in answer["routes"]) == (status, True)


@pytest.mark.parametrize("function", ["", "another", "osmotr-prod-forgotten"])
def test_a_process_that_is_no_function_that_we_know_loads_everything(function: str) -> None:
    every = sorted(PHOTO_EVENTS | WEBHOOK_EVENTS)

    found = process(function, handlers=" ".join(every))

    assert set(found["routes"]) == EVERYTHING
    assert found["unknown"] == {name: [] for name in every}
