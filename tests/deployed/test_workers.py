"""The processes of the emulator's functions: their number, their remains, and their end.

In an emulator of this file's own, without the system: workers are killed here.
"""

import io
import json
import os
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator
from infra.local.emulator import Emulator
from infra.local.lean_workers import MOST_OF_A_FUNCTION
from infra.local.system import target_of
from tests.support.running import eventually

CODE = b"""
import os, time

def answer(event, context):
    if event.get("flag"):
        open(event["flag"], "w").close()
    time.sleep(event["seconds"])
    return os.getpid()
"""
#: The size of a package here, in bytes.
WEIGHT = 20_000_000


@pytest.fixture(scope="module")
def package() -> bytes:
    """A package that weighs something."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", CODE)
        archive.writestr("library.bin", os.urandom(WEIGHT))
    return packed.getvalue()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Emulator]:
    """An emulator of this test's own."""
    started = emulator.start(port=emulator.free_port(), state_dir=tmp_path)
    yield started
    emulator.stop(started)


def with_function(running: Emulator, package: bytes) -> Any:
    """Add a function; return the client to call it by."""
    target = target_of(running)
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = target.client("iam").create_role(RoleName="sleeper", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    functions = target.client("lambda")
    functions.create_function(
        FunctionName="sleeper",
        Runtime="python3.13",
        Handler="app.answer",
        Code={"ZipFile": package},
        Timeout=900,
        Role=role,
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="sleeper")
    return functions


def answered(functions: Any, seconds: float, flag: Path | None = None) -> int:
    """Call the function; return the number of the process that answered."""
    return int(said(functions, seconds, flag))


def said(functions: Any, seconds: float, flag: Path | None = None) -> Any:
    """Call the function; return its answer, or the emulator's error in its place."""
    event = {"seconds": seconds, "flag": str(flag or "")}
    answer = functions.invoke(FunctionName="sleeper", Payload=json.dumps(event).encode())
    return json.loads(answer["Payload"].read())


def answered_at_last(functions: Any) -> int:
    """Call the function until it answers: the first call after a kill may still go to the dead process."""
    return int(eventually(lambda: said(functions, 0), holds=lambda found: isinstance(found, int)))


def workers(state_dir: Path) -> list[int]:
    """Return the numbers of the processes that run functions."""
    shown = subprocess.run(
        ["ps", "-Aww", "-o", "pid=", "-o", "command="], capture_output=True, text=True, check=True
    ).stdout
    return [int(line.split()[0]) for line in shown.splitlines() if f"{state_dir}/tmp/ministack-lambda" in line]


def kept(state_dir: Path) -> int:
    """Return the size of the temporary folder in bytes; files that vanish meanwhile don't count."""
    total = 0
    for folder, _, names in os.walk(state_dir / "tmp"):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(folder) / name).lstat().st_size
    return total


def folders(state_dir: Path) -> list[str]:
    return [path.name for path in (state_dir / "tmp").glob("ministack-lambda-*")]


def test_a_burst_of_calls_is_answered_by_a_bounded_number_of_processes(running: Emulator, package: bytes) -> None:
    functions = with_function(running, package)
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: answered(functions, 0.2), range(40)))

    assert len(set(answers)) <= MOST_OF_A_FUNCTION
    assert 0 < len(workers(running.state_dir)) <= MOST_OF_A_FUNCTION
    assert kept(running.state_dir) < 2 * WEIGHT


def test_workers_that_are_killed_leave_nothing_behind(running: Emulator, package: bytes) -> None:
    functions = with_function(running, package)
    for _ in range(4):
        assert answered_at_last(functions) in workers(running.state_dir)
        for pid in workers(running.state_dir):
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: not workers(running.state_dir))

    assert kept(running.state_dir) < 2 * WEIGHT
    eventually(lambda: folders(running.state_dir), holds=lambda left: left == [])
    assert answered_at_last(functions) > 0


def test_the_emulator_does_not_wait_for_its_functions_to_end(running: Emulator, package: bytes, tmp_path: Path) -> None:
    functions = with_function(running, package)
    flag = tmp_path / "began"
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(answered, functions, 800, flag)
        eventually(flag.exists)

        assert emulator.stop(running)
        assert calling.exception() is not None

    eventually(lambda: not workers(running.state_dir))
    assert not (running.state_dir / "tmp").exists()
