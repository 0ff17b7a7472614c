"""The running API matches its OpenAPI document: calls made up from the document, answers checked against it."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.identity.model import Scope
from chalicelib.identity.scopes import all_scopes
from tests.deployed.conftest import System
from tests.support.running import call, new_address

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)


def explore(system: System, folder: Path, headers: Mapping[str, str], *, seconds: int, examples: int) -> None:
    """Run schemathesis over all operations; fail with its findings.

    The first calls of each operation are boundary values of every field, the rest is random.
    """
    base = system["base_url"]
    sent = [f"--header={name}: {value}" for name, value in headers.items()]
    # Beside this interpreter, as pip puts it.
    command = [
        Path(sys.executable).with_name("st"),
        "run",
        f"{base}/v1/openapi.json",
        "--url",
        base,
        *sent,
        "--checks",
        CHECKS,
        "--phases",
        "coverage,fuzzing",
        "--max-examples",
        str(examples),
        "--seed",
        "1",
        "--continue-on-failure",
        "--max-time",
        str(seconds),
        "--request-timeout",
        "60",
        "--workers",
        "2",
        "--suppress-health-check",
        "all",
        "--warnings",
        "off",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds + 900)
    if done.returncode:
        pytest.fail((done.stdout + done.stderr).partition("FAILURES")[2] or done.stdout + done.stderr, pytrace=False)


@pytest.fixture
def callers(system: System, newcomer: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the headers of each caller; the administrator's tenant is new: its settings change on the way."""
    wish = {"name": "Tried", "scopes": [scope for scope in all_scopes() if scope != Scope.ACCOUNT_WRITE]}
    made = call("POST", f"{system['base_url']}/v1/api-keys", body=wish, headers=newcomer).json()
    return {
        "nobody": new_address(),
        "a back-end": {**new_address(), "Authorization": f"Bearer {made['api_key']}"},
        "an administrator": {**new_address(), **newcomer},
    }


def test_every_answer_is_one_that_the_document_describes(
    system: System, tmp_path: Path, callers: Mapping[str, dict[str, str]]
) -> None:
    """An administrator comes farthest; tests in process check the answers to others against the document, too."""
    explore(system, tmp_path, callers["an administrator"], seconds=12, examples=3)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["nobody", "a back-end", "an administrator"])
def test_many_more_answers_are_ones_that_the_document_describes(
    system: System, tmp_path: Path, callers: Mapping[str, dict[str, str]], who: str
) -> None:
    explore(system, tmp_path, callers[who], seconds=150, examples=200)


def test_the_document_says_where_the_api_is(system: System) -> None:
    document: dict[str, Any] = call("GET", f"{system['base_url']}/v1/openapi.json").json()

    assert [server["url"] for server in document["servers"]] == [system["base_url"]]
