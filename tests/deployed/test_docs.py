"""Commands of docs/backends.md run as described against the deployed system, from top to bottom."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.http.problems import KINDS
from chalicelib.identity.scopes import all_scopes
from infra.local.emulator import free_port
from tests.deployed.conftest import System, new_administrator
from tests.deployed.inside import Root

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "backends.md").read_text()
_BLOCK = re.compile(r"^```(sh|python|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "=== block "


@dataclass(frozen=True)
class Block:
    """A block of code of the guide, by the title that it stands under."""

    title: str
    language: str
    code: str


def blocks() -> list[Block]:
    titles = [(found.start(), found[1]) for found in re.finditer(r"^#{2,3} (.+)$", GUIDE, re.MULTILINE)]
    return [
        Block([title for at, title in titles if at < found.start()][-1], found[1], found[2])
        for found in _BLOCK.finditer(GUIDE)
    ]


def script() -> str:
    """Return the guide as one script, as if pasted into one shell; Python's blocks run where they stand."""
    lines = ["set -eu -o pipefail", "trap 'kill ${RECEIVER:-} 2>/dev/null || true' EXIT"]
    for place, block in enumerate(blocks()):
        lines.append("echo " + shlex.quote(f"{_MARK}{place} {block.title}"))
        if block.language == "sh":
            lines.append(block.code)
        elif block.language == "python":
            lines.append(f"\"${{PYTHON}}\" - <<'END OF BLOCK'\n{block.code}END OF BLOCK")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def said(system: System, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Run the whole guide in a tenant of its own; return the lines that its parts print, by their titles."""
    folder = tmp_path_factory.mktemp("guide")
    run_json = folder / "run.json"
    run_json.write_text(json.dumps({**system, "staff": new_administrator(Root(system))}))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "RUN_JSON": str(run_json),
        "PYTHON": sys.executable,
        "PORT": str(free_port()),
    }
    done = subprocess.run(
        ["bash", "-c", script()], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    parts: dict[str, list[str]] = {}
    for part in done.stdout.split(_MARK)[1:]:
        heading, *lines = part.splitlines()
        parts.setdefault(heading.partition(" ")[2], []).extend(lines)
    return parts


def test_asking_gives_a_link_and_a_status(said: Mapping[str, list[str]], system: System) -> None:
    link, status, items = said["3. Ask for photos"]

    assert link.startswith(f"{system['base_url']}/r/")
    assert status in {"created", "sent"}
    assert items == "[]"


def test_a_call_signed_with_openssl_asks_once_and_one_signed_in_python_asks_too(
    said: Mapping[str, list[str]], system: System
) -> None:
    first, second, link = said["4. Ask by signed webhook"]

    assert first.startswith("req_")
    assert first == second
    assert link.startswith(f"{system['base_url']}/r/")


def test_the_mapping_is_tried_and_then_used(said: Mapping[str, list[str]]) -> None:
    accepted, body, unused, values = said["5. Send what you already have"]

    assert accepted == "True"
    assert "'reference': 'KSK-77-01234'" in body
    assert "'process': 'kasko'" in body
    assert unused == "['/event']"
    assert "'CASCO': 'kasko'" in values


def test_events_come_and_are_verified(said: Mapping[str, list[str]]) -> None:
    tested, revoked, event = said["6. Learn what becomes of it"]

    assert tested == "pending"
    assert revoked == "revoked"
    assert re.match(r"new +photo_request\.revoked +{.*\"status\": \"revoked\"", event)


def test_the_verification_by_hand_knows_the_specification_s_example(said: Mapping[str, list[str]]) -> None:
    assert said["Verify"] == ["True"]


def test_the_log_the_replay_and_the_rotation_do_what_they_say(said: Mapping[str, list[str]]) -> None:
    assert "'status': 204" in said["When you don't answer"][0]
    renewed, count = said["Replay"]
    assert (renewed, int(count) > 0) == ("pending", True)
    assert said["Another secret"][-1] == "revoked"


def test_a_wrong_field_is_named(said: Mapping[str, list[str]]) -> None:
    assert said["8. What can go wrong"] == ["/phone"]


def test_the_event_that_the_guide_shows_is_one() -> None:
    (shown,) = [block for block in blocks() if block.language == "json" and '"type"' in block.code]

    Draft202012Validator(events_document()).validate(json.loads(shown.code))


def test_the_guide_names_every_scope_and_the_kinds_of_problems_as_they_are() -> None:
    for scope in all_scopes():
        assert f"| `{scope}` |" in GUIDE
    rows = re.findall(r"^\| (\d{3}) \| `([\w-]+)`", GUIDE, re.MULTILINE)
    known = {(str(int(status)), code) for status, code, _ in KINDS.values()}
    assert len(rows) == 10
    assert set(rows) <= known
