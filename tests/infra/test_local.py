"""Running on one machine: permissions, places, and arguments of tools."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from infra.local import emulator
from infra.local.lock import AlreadyRunning, only_run
from infra.local.system import deployment_of, run_system, write_whole
from infra.target import Stack, Target
from infra.tool_environment import ENVIRONMENTS
from infra.translations import compile_catalogues


def test_a_second_run_on_the_same_state_is_told_who_holds_it(tmp_path: Path) -> None:
    with only_run(tmp_path):
        script = "import sys, pathlib; from infra.local.lock import *\nwith only_run(pathlib.Path(sys.argv[1])): pass"
        other = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)

    assert f"AlreadyRunning: Osmotr is running already (process {os.getpid()})" in other.stderr


def test_a_run_that_was_killed_leaves_no_lock(tmp_path: Path) -> None:
    (tmp_path / "run.lock").write_text("999999")

    with only_run(tmp_path):
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())


def test_the_lock_is_refused_while_it_is_held_in_this_process(tmp_path: Path) -> None:
    with only_run(tmp_path), pytest.raises(AlreadyRunning), only_run(tmp_path):
        pass


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(emulator.EmulatorError, match=f"^port {port} is in use by another program; .*OSMOTR_PORT$"):
            emulator.require_free(port)


def test_a_free_port_is_taken() -> None:
    port = emulator.free_port()

    assert emulator.require_free(port) == port


@mock_aws
def test_a_state_that_lacks_a_function_is_told_in_one_line(tmp_path: Path) -> None:
    stack = Stack("osmotr-local", {"ApiHandlerFunction": "osmotr-local-api_handler"}, {}, "unchanged")
    running = emulator.Emulator(cast("Any", None), 4570, tmp_path)

    with pytest.raises(emulator.EmulatorError, match=r"^the state in .* is missing\. `make reset` begins anew$"):
        deployment_of(stack, running, Target(boto3.Session(), None))


def test_a_state_is_run_on_the_port_that_it_was_made_on(tmp_path: Path) -> None:
    (tmp_path / emulator.PORT).write_text("4570")

    assert emulator.port_of(tmp_path, wanted=None) == 4570
    with pytest.raises(emulator.EmulatorError, match="OSMOTR_PORT=4570, or `make reset`"):
        emulator.port_of(tmp_path, wanted=4571)


def test_a_port_that_was_in_use_binds_no_state(tmp_path: Path) -> None:
    """Another port may be chosen as advised."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        with pytest.raises(emulator.EmulatorError, match="in use"), run_system(state_dir=tmp_path, port=busy):
            pass

    assert emulator.port_of(tmp_path, wanted=busy + 1) == busy + 1


def test_functions_see_nothing_of_the_caller_s_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")

    environment = emulator.environment(4566, tmp_path)

    assert not {"AWS_PROFILE", "PYTHONPATH"} & environment.keys()
    assert (environment["AUTH"], environment["BIND_HOST"]) == ("true", "127.0.0.1")


def test_an_emulator_s_number_that_another_program_has_now_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "emulator.pid").write_text(str(os.getpid()))

    emulator.stop_orphan(tmp_path)

    assert not (tmp_path / "emulator.pid").exists()


def test_an_emulator_is_known_by_its_number_wherever_it_lies(tmp_path: Path) -> None:
    """`ps` cuts lines to a terminal's width by itself."""
    script = tmp_path / ("long" * 50) / "emulator.py"
    script.parent.mkdir()
    script.write_text("input()")
    command = [sys.executable, str(script), str(ENVIRONMENTS / "emulator")]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert emulator.is_emulator(process.pid)
        process.communicate(b"\n")

    assert not emulator.is_emulator(process.pid)


def test_files_with_passwords_are_for_this_user_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "run.json", "{}")

    assert (tmp_path / "run.json").stat().st_mode & 0o077 == 0


def test_catalogues_are_compiled_once_and_without_guesses(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "ru"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "page.po").write_text(
        header + 'msgid "Photo"\nmsgstr "Фото"\n\n#, fuzzy\nmsgid "Case"\nmsgstr "Угадано"\n'
    )

    assert [path.name for path in compile_catalogues(tmp_path)] == ["page.mo"]
    assert compile_catalogues(tmp_path) == []
    compiled = (folder / "page.mo").read_bytes().decode(errors="replace")
    assert "Фото" in compiled
    assert "Угадано" not in compiled
