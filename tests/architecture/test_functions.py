"""Each function imports `app` and loads the modules that it runs: all of them, and not many more."""

import json
import os
import re
import subprocess
import sys
from typing import Any, NamedTuple

import app
from bench.environment import ENVIRONMENT
from chalicelib.base.feature import Routes
from chalicelib.base.installed import find_function, installed
from chalicelib.features.photos import service as photos
from chalicelib.functions import HTTP, workers
from infra.system import FUNCTIONS
from tests.architecture.source import ROOT

DOCUMENTS = {"/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json"}
EVERYTHING = set(app.app.routes)
#: Routes of cases and photos, and those of them that no request for another of them loads.
ASKING = ("/v1/cases", "/v1/handlers", "/v1/photo-requests", "/v1/attachments")
LATER_OF_ASKING = ("/v1/attachments/{attachment_id}/verdict",)
#: Routes that the first request for the list of cases loads.
OF_CASES = {
    "/v1/cases",
    "/v1/cases/{case_id}",
    "/v1/cases/{case_id}/convert",
    "/v1/cases/{case_id}/handler",
    "/v1/handlers",
}
#: Routes that are loaded with the sign-in: its own, and the page for unknown addresses.
SIGNING_IN = {
    "/console/{unknown}",
    "/console/sign-in",
    "/console/sign-out",
    "/console/password",
    "/console/language",
    "/console/assets/{name}",
}
#: Features whose pages share parts with those of others: a case's head and timeline, the saving of settings.
SHOWN_BY = {
    "cabinet": {"clients"},
    "cargo": {"claims"},
    "conversations": {"cases"},
    "figures": {"claims", "clients"},
    "inspections": {"policies"},
    "photos": {"account", "cases"},
    "policies": {"clients"},
    "staff": {"account"},
}
#: Modules that HTTP's import of `app` does without: few requests, or only events, need them.
LATE_IN_HTTP = re.compile(
    r"chalicelib\.("
    r"docs\.(?!feature$)|outbox\.(contract|events)|identity\.(sign_ins|factors\.(?!requiring$))|messaging\.(events|senders|texts)|frame\.console"
    r"|features\.(account|staff|cases)\.(\w*routes|\w*schemas|console)|features\.(figures|suppressions|webhooks)\.(?!feature$)"
    r"|features\.staff_news\.(?!feature$|hours$)"
    r"|features\.photos\.(events|couriers|retake_(mails|schemas|texts)|review_|routes|sandbox|(asking_)?schemas|(request_)?views|rates"
    r"|table\.seasons|console)"
    r"|features\.photos\.service\.(archives|comparison|filing|following_up|logo_uploads|mail_previews|messages|outcomes"
    r"|overdue|overview|parents|requesting|seasons|showing|retaking|resubmissions|reviewing|new_requests)"
    r")"
)
#: Modules that a worker does without. The settings of the client area are no page: e-mails name its address for help.
PAGES = re.compile(
    r"chalicelib\.(http\b|(frame|docs)\.(?!feature$|area$|area\.settings$)|features\.\w+\.(console|owner|routes)\b)"
)
#: Parts of PAGES that some workers need: an import reads a row as the API reads the body of a client.
#: Messages name the address of a client area.
NEEDED = {
    "import_clients": re.compile(r"chalicelib\.(http\b|frame\.console(\.fields)?$)"),
    "dispatch_outbox": re.compile(r"chalicelib\.frame\.area\.site$"),
}
#: Modules that some workers do without, beside PAGES.
UNUSED = {
    "file_photos": r"features\.photos\.(message_texts|service\.(archives|comparison|messages|owner|plain))",
    "make_archives": r"features\.photos\.(imaging|message_texts|sandbox|service\.(comparison|filing|messages|owner))",
    "reconcile_photos": r"features\.photos\.(imaging|message_texts|sandbox|service\.(archives|filing|messages|owner))",
    "do_due": r"features\.(photos\.(couriers|imaging|sandbox|service\.(archives|filing|owner))"
    r"|staff(_news)?\.(?!feature$))",
    "dispatch_outbox": r"features\.photos\.(imaging|sandbox|service\.(archives|filing|owner|plain))",
    "track_delivery": r"features\.(photos\.(imaging|sandbox|service\.(archives|filing|owner))"
    r"|staff(_news)?\.(?!feature$))",
}
#: Modules of the API that pages of a case do without.
SCHEMAS = r"features\.(cases|photos)\.\w*schemas$|features\.photos\.message_texts|http\.paging"
#: Modules that a first request adds none of, by its path.
LATE_AT = {
    "/v1/cases": r"features\.photos\.(\w*schemas$|routes|message_texts)|features\.cases\.console",
    "/v1/cases/{case_id}": r"features\.photos\.(message_texts|sandbox|service\.messages)|frame\.console",
    "/v1/webhook-endpoints": r"features\.(cases|photos)\.\w*(schemas|routes|views)$"
    r"|features\.webhooks\.(hook_routes|mapping)",
    "/console/cases/{case_id}": SCHEMAS,
    "/console/cases/{case_id}/photos": SCHEMAS,
    "/console/new": r"features\.(cases|photos)\.schemas$",
    "/console/requests/{request_id}": r"features\.(cases|photos)\.(asking_schemas|new_schemas|schemas)$",
}
#: Functions that send messages have their couriers when they start.
COURIERS = {f"chalicelib.{package}.couriers" for package in ("messaging", "features.photos", "features.staff_news")}
SENDING = {"dispatch_outbox"}
#: The work of a forked process: it imports `app` as a function, asks it for pages, and writes its modules.
_LOOK = """
import json, os, sys

def said(path):
    request = {
        "requestContext": {"resourcePath": path, "httpMethod": "GET", "path": path},
        "headers": {"X-Forwarded-Proto": "https"}, "multiValueQueryStringParameters": None, "pathParameters": {},
        "body": None, "stageVariables": None, "isBase64Encoded": False,
    }
    answer = app.app(request, None)
    return {"status": answer["statusCode"], "body": answer["body"], "routes": sorted(app.app.routes)}

def rows():
    from chalicelib.aws.case_items import CasesRow
    from chalicelib.aws.dynamo import Row
    CasesRow.read({"pk": {"S": "a"}, "sk": {"S": "b"}, "kind": {"S": "of a kind that is not loaded"}})
    return {root.__name__: sorted(Row.kind._class_map[each] for each in below(root)) for root in Row.__subclasses__()}

def below(root):
    from chalicelib.aws.dynamo import Row
    return [each for each in Row.kind._class_map if issubclass(each, root)]

def look(paths):
    routes, modules = sorted(app.app.routes), sorted(name for name in sys.modules if name.startswith("chalicelib."))
    return {
        "routes": routes, "modules": modules, "rows": rows(),
        "answers": [said(path) for path in paths.split()],
    }

def loaded(path):
    from chalicelib.base.installed import case_tabs
    before = set(sys.modules)
    said(path)
    if path == "/console/cases/{case_id}":
        for feature, tab in case_tabs():
            feature.load(tab.values)
    return sorted(set(sys.modules) - before)

def late():
    from chalicelib.http.app import DOCUMENTS
    return {
        name: [path for path in added(name) if not routes.may_have(path) and path not in DOCUMENTS]
        for name, (_, routes) in dict(app.app._waiting).items()
    }

def consoles(path):
    said(path)
    pages = {name for name in sys.modules if name.startswith("chalicelib.features.") and ".console." in name}
    return {"features": sorted({name.split(".")[2] for name in pages}), "routes": sorted(app.app.routes)}

def added(module):
    before = set(app.app.routes)
    app.app._load(module)
    return sorted(set(app.app.routes) - before)

"""
#: Forks a process for each function from one that has loaded the libraries, and nothing of ours; and of that one a
#: process for each case.
_FORK = """
import boto3, botocore.config, chalice.app, pydantic, pynamodb.models, phonenumbers, jinja2, babel.dates

assert not [name for name in sys.modules if name.startswith("chalicelib")]

def in_copy(work):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        try:
            with open(writing, "w") as answer:
                json.dump(work(), answer)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading) as answer:
        found = answer.read()
    os.wait()
    return json.loads(found)

def as_function(function, cases):
    os.environ["AWS_LAMBDA_FUNCTION_NAME"] = function
    globals()["app"] = __import__("app")
    return [in_copy(lambda: globals()[work](*given)) for work, *given in cases]

cases, found = json.loads(sys.argv[1]), {}
for function in dict.fromkeys(case[0] for case in cases):
    places = [place for place, case in enumerate(cases) if case[0] == function]
    answers = in_copy(lambda: as_function(function, [cases[place][1:] for place in places]))
    found.update(zip(places, answers, strict=True))
print(json.dumps([found[place] for place in range(len(cases))]))
"""


class Case(NamedTuple):
    """A process that is a function, and the pages that it is asked for."""

    function: str
    paths: str = ""


_found: dict[Case, dict[str, Any]] = {}


def processes(*cases: Case) -> list[dict[str, Any]]:
    """Import `app` in a process for each case, and return its modules before and after its pages."""
    new = [case for case in dict.fromkeys(cases) if case not in _found]
    if new:
        _found.update(zip(new, run(*((case.function, "look", case.paths) for case in new)), strict=True))
    return [_found[case] for case in cases]


def process(function: str, *, paths: str = "") -> dict[str, Any]:
    """Return the result of `processes` for one case."""
    return processes(Case(function, paths))[0]


def run(*cases: tuple[str, ...]) -> list[Any]:
    """Do work in a new process for each case: the function's name, the name of the work, and its arguments."""
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK + _FORK, json.dumps(cases)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])  # after the alarm about the unknown kind
    return found


def test_one_feature_brings_each_function() -> None:
    named = [name for feature in installed() for name in feature.functions]

    assert sorted([HTTP, *named]) == sorted(function.name for function in FUNCTIONS)


def test_a_function_has_all_that_its_handler_calls_and_no_pages_and_reads_rows_of_all_kinds() -> None:
    """Lambda's process of each; its kinds of rows against those of a process that has loaded everything."""
    names = sorted({HTTP} | workers())
    everything, *found = processes(Case(""), *(Case(f"osmotr-prod-{name}") for name in names))

    wrong = {name: wrong_of(name, each, everything["rows"]) for name, each in zip(names, found, strict=True)}
    assert {name: each for name, each in wrong.items() if each} == {}


def wrong_of(name: str, found: dict[str, Any], every: dict[str, Any]) -> list[str]:
    """Return a function's missing and superfluous modules."""
    rows: dict[str, Any] = found["rows"]
    modules: list[str] = found["modules"]
    routes: list[str] = found["routes"]
    wrong = [f"rows of {table}: {rows.get(table)}" for table in every if rows.get(table) != every[table]]
    if name == HTTP:
        return wrong
    (module,) = (f"{each.package}.{each.functions[name]}" for each in installed() if name in each.functions)
    wrong += [] if module.partition(":")[0] in modules else [f"no {module}"]
    wrong += [f"no {courier}" for courier in sorted(COURIERS - set(modules)) if name in SENDING]
    unused = re.compile(rf"chalicelib\.({UNUSED.get(name, '$')})")
    needed = NEEDED.get(name, re.compile("$"))
    left_out = [each for each in modules if not needed.match(each)]
    return wrong + routes + [each for each in left_out if PAGES.match(each) or unused.match(each)]


def test_a_first_request_loads_only_the_modules_that_it_needs() -> None:
    found = run(*(("osmotr-prod-api_handler", "loaded", path) for path in LATE_AT))

    late = {path: re.compile(rf"chalicelib\.({pattern})") for path, pattern in LATE_AT.items()}
    wrong = {
        path: [each for each in modules if late[path].match(each)] for path, modules in zip(late, found, strict=True)
    }
    assert {path: modules for path, modules in wrong.items() if modules} == {}


def test_every_worker_finds_what_it_forwards_to() -> None:
    assert [name for name in workers() if not callable(find_function(name))] == []


def at(*places: str) -> set[str]:
    """Return the routes at some paths and below them."""
    return {path for path in EVERYTHING for place in places if path == place or path.startswith(f"{place}/")}


def test_http_loads_at_once_what_owners_need_and_the_rest_when_it_is_asked_for() -> None:
    paths = "/console/sign-in /v1/cases /v1/photo-requests /v1/webhook-endpoints /docs /console/sign-in"
    found = process("osmotr-prod-api_handler", paths=paths)
    before, *loaded = (set(each["routes"]) for each in (found, *found["answers"]))
    console, cases, asking, hooks, documents, again = loaded

    assert [answer["status"] for answer in found["answers"]] == [200, 401, 405, 401, 200, 200]
    assert [module for module in found["modules"] if LATE_IN_HTTP.match(module)] == []
    assert {"/r/{token}", "/r/{token}/uploads"} <= before
    assert console - before == SIGNING_IN
    assert cases - console == OF_CASES
    assert asking - cases == at(*ASKING) - at(*LATER_OF_ASKING) - OF_CASES
    assert hooks - asking == at("/v1/webhook-endpoints")
    assert documents > DOCUMENTS
    assert documents == again == EVERYTHING - (at("/console") - SIGNING_IN) - at("/area")


def test_each_late_page_is_loaded_by_the_first_request_for_itself() -> None:
    found: list[dict[str, list[str]]] = run(("osmotr-prod-api_handler", "late"))
    others = found[0]

    assert {"chalicelib.features.cases.routes", "chalicelib.features.photos.routes"} < others.keys()
    assert {name: paths for name, paths in others.items() if paths} == {}


def test_a_first_request_for_a_page_of_the_console_loads_the_pages_of_its_feature() -> None:
    paths = sorted({place for each in installed() for routes in each.routes for place in of_console(routes)})
    found = run(*(("osmotr-prod-api_handler", "consoles", path) for path in paths))

    loaded = {path: set(each["features"]) - may_load(path) for path, each in zip(paths, found, strict=True)}
    assert {path: features for path, features in loaded.items() if features} == {}
    assert len(paths) > 40


def of_console(routes: Routes) -> tuple[str, ...]:
    """Return the paths that load routes of the console."""
    return (*routes.at, *routes.below) if routes.proxy == "/console" else ()


def may_load(path: str) -> set[str]:
    """Return the feature that has a path, and those that its pages show, too."""
    owners = (each for each in installed() if any(path in of_console(routes) for routes in each.routes))
    names = {each.package.rpartition(".")[2] for each in owners}
    return names.union(*(SHOWN_BY.get(name, set()) for name in names))


def test_a_late_use_case_is_there_when_it_is_named() -> None:
    assert [name for name in photos.__all__ if not hasattr(photos, name)] == []
    assert not hasattr(photos, "file_photos")


#: Paths requested before the documents.
FIRST = (
    "/v1/suppressions",
    "/v1/photo-requests",
    "/v1/attachments/{attachment_id}",
    "/v1/figures /v1/account",
    "/v1/hooks/photo-requests /v1/sessions",
)


def test_the_documents_are_the_same_whatever_was_asked_for_first() -> None:
    cases = [Case("osmotr-prod-api_handler", paths=f"{first} /v1/openapi.json /docs") for first in FIRST]
    whole, *found = processes(Case("", paths="/v1/openapi.json /docs"), *cases)

    expected = [answer["body"] for answer in whole["answers"]]
    differ = [
        case.paths
        for case, each in zip(cases, found, strict=True)
        if [answer["body"] for answer in each["answers"][-2:]] != expected
    ]
    assert differ == []


def test_the_documents_describe_all_though_nothing_else_was_asked_for_before() -> None:
    paths = sorted(DOCUMENTS)
    cases = [Case("osmotr-prod-api_handler", paths=path) for path in paths]
    whole, *found = processes(Case("", paths=" ".join(paths)), *cases)

    answers = [each["answers"][0] for each in found]
    assert [answer["status"] for answer in answers] == [200] * len(paths)
    differ = [
        path
        for path, answer, expected in zip(paths, answers, whole["answers"], strict=True)
        if answer["body"] != expected["body"] or set(answer["routes"]) != EVERYTHING - at("/console", "/area")
    ]
    assert differ == []


#: The answers of late pages to a GET without a session.
LATE = (
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
)


def test_what_is_late_is_there_for_the_first_request_of_all() -> None:
    found = processes(*(Case("osmotr-prod-api_handler", paths=path) for path, _ in LATE))

    answers = [each["answers"][0] for each in found]
    assert [(path, answer["status"]) for (path, _), answer in zip(LATE, answers, strict=True)] == list(LATE)
    assert [path for (path, _), answer in zip(LATE, answers, strict=True) if path not in answer["routes"]] == []


def test_a_process_that_is_no_function_that_we_know_loads_everything() -> None:
    functions = ("", "another", "osmotr-prod-forgotten")

    found = processes(*(Case(function) for function in functions))

    assert [set(each["routes"]) == EVERYTHING for each in found] == [True] * len(functions)
    assert [{"chalicelib.features.photos.events"} <= set(each["modules"]) for each in found] == [True] * len(functions)
