"""New processes that are a Lambda function: modules that each has loaded at first, and after requests."""

import json
import os
import subprocess
import sys
from typing import Any, NamedTuple

import app
from bench.environment import ENVIRONMENT
from tests.architecture.source import ROOT

#: Routes of a process that has loaded everything.
EVERYTHING = set(app.app.routes)
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
