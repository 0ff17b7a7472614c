"""The composition root: every handler is in it, and every function has its own policy and settings."""

import ast
import json
from pathlib import Path

import pytest
from chalice.app import SQSEventConfig

import app
from infra.system import FUNCTIONS
from infra.system.chalice_settings import write_settings
from infra.system.model import FromQueue, Http
from tests.architecture.source import sources

#: Functions that AWS calls in a way without a decorator of chalice.
PURE = {"relay_sms_reports", "serve_sockets"}
EVENTS = {function.name for function in FUNCTIONS if not isinstance(function.source, Http)} - PURE


@pytest.fixture
def chalice_folder(tmp_path: Path) -> Path:
    write_settings(tmp_path / ".chalice")
    return tmp_path / ".chalice"


def test_every_event_handler_is_declared_in_the_app() -> None:
    handlers = {source.name: source.handler_string for source in app.app.event_sources}

    assert handlers == {name: f"app.{name}" for name in EVENTS}
    assert {each.name: each.handler_string for each in app.app.pure_lambda_functions} == {
        name: f"app.{name}" for name in PURE
    }
    assert app.app.builtin_auth_handlers == []


def test_nothing_else_declares_handlers() -> None:
    decorators = {
        f"{source.name}: {ast.unparse(decorator)}"
        for source in sources("chalicelib")
        for function in source.functions
        for decorator in function.decorator_list
        if any(each in ast.unparse(decorator) for each in (".on_", ".schedule(", ".lambda_function(", ".route("))
    }

    assert decorators == set()


def test_every_function_has_settings_and_a_policy_of_its_own(chalice_folder: Path) -> None:
    settings = json.loads((chalice_folder / "config.json").read_text())
    functions = settings["lambda_functions"]

    assert set(functions) == EVENTS | PURE | {"api_handler"}
    for name, function in functions.items():
        assert function["iam_policy_file"] == f"policy-{name}.json"
        assert function["lambda_timeout"] > 0
        assert function["lambda_memory_size"] > 0
        assert json.loads((chalice_folder / function["iam_policy_file"]).read_text())["Statement"]
    assert settings["autogen_policy"] is False


def test_policies_allow_nothing_wholesale(chalice_folder: Path) -> None:
    policies = sorted(chalice_folder.glob("policy-*.json"))

    assert len(policies) == len(EVENTS | PURE) + 1
    for policy in policies:
        for statement in json.loads(policy.read_text())["Statement"]:
            assert not [action for action in statement["Action"] if action.endswith("*")], statement["Sid"]


def test_a_handler_names_the_queue_that_calls_it() -> None:
    declared = {each.name: each.queue for each in app.app.event_sources if isinstance(each, SQSEventConfig)}

    assert declared == {each.name: each.source.queue.name for each in FUNCTIONS if isinstance(each.source, FromQueue)}


def test_handlers_only_forward() -> None:
    (source,) = sources("app.py")

    assert {function.name for function in source.functions} == EVENTS | PURE
    for function in source.functions:
        assert len(function.body) == 2, "a docstring and one call"
