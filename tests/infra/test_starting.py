"""A start is waited for as long as it makes progress, tried twice, and when it fails it says why."""

import subprocess
import sys
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator, progress, shared
from infra.local.progress import GaveUp, Patience

PATIENCE = Patience(without_progress=60, in_all=600, between_looks=5, between_tries=1)


@dataclass
class Clock:
    """A clock that goes only when someone sleeps."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def wait(clock: Clock, *, ready_at: float = 1e9, signs: Any = lambda: 0, ends_at: float = 1e9) -> None:
    progress.wait_until(
        lambda: clock.now >= ready_at, has_ended=lambda: clock.now >= ends_at, signs=signs, patience=PATIENCE
    )


def test_a_start_that_goes_on_is_waited_for_however_long(clock: Clock) -> None:
    wait(clock, ready_at=590, signs=lambda: clock.now // 50)

    assert clock.now == 590


@pytest.mark.parametrize(
    ("signs", "ends_at", "moment", "said"),
    [
        (lambda clock: 0, 1e9, 60, "it did nothing for 60 s"),
        (lambda clock: min(clock.now, 100) // 10, 1e9, 160, "it did nothing for 60 s"),
        (lambda clock: clock.now, 1e9, 600, "it was busy, but not ready after 600 s"),
        (lambda clock: clock.now, 7, 7, "it ended by itself"),
    ],
    ids=["never moves", "stops moving", "moves for ever", "ends"],
)
def test_a_start_that_leads_nowhere_is_given_up(
    clock: Clock, signs: Any, ends_at: float, moment: float, said: str
) -> None:
    with pytest.raises(GaveUp, match=f"^{said}$"):
        wait(clock, signs=lambda: signs(clock), ends_at=ends_at)

    assert clock.now == moment


@pytest.mark.parametrize(
    ("spent", "seconds"),
    [
        ("00:00:00", 0),
        ("00:01:02", 62),
        ("1-02:03:04", 93784),
        ("0:01.53", 1),
        ("12:01.53", 721),
        ("100:00:00", 360000),
    ],
)
def test_times_of_ps_are_read_on_linux_and_macos(spent: str, seconds: int) -> None:
    assert progress.seconds_of(spent) == seconds


def test_the_work_of_what_a_process_has_started_is_its_own() -> None:
    burn = "import time\nwhile time.process_time() < 1.1: pass\nprint(flush=True)\ninput()"
    start = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {burn!r}]).returncode)"
    with subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        spent = progress.cpu_seconds(process.pid)
        process.communicate(b"\n")

    assert spent >= 1


def test_signs_show_what_is_written(tmp_path: Path) -> None:
    log, missing = tmp_path / "log", tmp_path / "missing"
    log.write_text("one\n")

    before = progress.signs_of(0, log, missing)
    log.write_text("one\ntwo\n")

    assert before[:2] == (4, 0)
    assert progress.signs_of(0, log, missing)[:2] == (8, 0)
    assert progress.last_lines(log, missing) == "one | two"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that is started in the emulator's place."""
    monkeypatch.setattr(emulator, "emulator_python", lambda: sys.executable)
    monkeypatch.setattr(emulator, "__file__", str(tmp_path / "emulator.py"))
    return tmp_path / "saving_emulator.py"


def test_an_emulator_that_ends_is_started_once_more(program: Path, tmp_path: Path) -> None:
    """It stumbles the first time; the second time it answers."""
    program.write_text(
        "import os, pathlib, sys, http.server as h\n"
        f"known = pathlib.Path({str(tmp_path / 'known')!r})\n"
        "if not known.exists(): known.touch(); sys.exit('no memory')\n"
        "class Ready(h.BaseHTTPRequestHandler):\n"
        "    def do_GET(self): self.send_response(200); self.end_headers()\n"
        "h.HTTPServer(('127.0.0.1', int(os.environ['GATEWAY_PORT'])), Ready).serve_forever()\n"
    )
    said: list[str] = []

    running = emulator.start(port=emulator.free_port(), state_dir=tmp_path / "state", say=said.append)

    emulator.stop(running)
    assert said == ["the emulator did not start: it ended by itself; its log ends: no memory; trying once more ..."]


def test_an_emulator_that_cannot_start_says_why(program: Path, tmp_path: Path) -> None:
    program.write_text("import sys; sys.exit('the disk is full')")

    with pytest.raises(emulator.EmulatorError, match=r"^the emulator did not start: it ended.*: the disk is full$"):
        emulator.start(port=emulator.free_port(), state_dir=tmp_path / "state")


def test_a_shared_system_is_tried_twice_and_its_failure_told_at_once_from_then_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[Path] = []

    def launch(folder: Path, _owner: int) -> subprocess.Popen[bytes]:
        started.append(folder)
        (folder / "system.log").write_text(f"try {len(started)}: no room\n")
        return subprocess.Popen([sys.executable, "-c", ""])

    monkeypatch.setattr(shared, "launch", launch)
    for _ in range(3):
        with pytest.raises(shared.SystemDidNotStart) as failed:
            shared.shared_system(tmp_path)
        assert str(failed.value).splitlines() == [
            "first: it ended by itself; its logs end: try 1: no room",
            "again: it ended by itself; its logs end: try 2: no room",
        ]

    assert started == [tmp_path] * 2


def test_a_shared_system_that_stumbles_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = (
        "import pathlib, sys; from infra.local.system import write_whole; write_whole(pathlib.Path(sys.argv[1]), '{}')"
    )
    programs = chain(["raise SystemExit('busy')"], repeat(whole))

    def launch(folder: Path, _owner: int) -> subprocess.Popen[bytes]:
        (folder / "state").mkdir(exist_ok=True)
        run_file = folder / "state" / "run.json"
        return subprocess.Popen([sys.executable, "-c", next(programs), run_file], stderr=subprocess.DEVNULL)

    monkeypatch.setattr(shared, "launch", launch)

    assert shared.shared_system(tmp_path) == {}
