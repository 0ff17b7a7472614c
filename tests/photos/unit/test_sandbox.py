"""The child process that decodes: its answers, its limits, and its successor after a crash."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chalicelib.features.photos.imaging import logos
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.features.photos.sandbox import examination
from chalicelib.features.photos.sandbox.examination import Examined, draw_logo, examine
from chalicelib.sandbox import allowance as allowances
from chalicelib.sandbox.allowance import Allowance, Unfinished, whole
from chalicelib.sandbox.asking import ExaminationFailed
from chalicelib.sandbox.process import Limit, Sandbox, Violation
from chalicelib.sandbox.wire import Message
from tests.photos import photos_factory as photos
from tests.photos.hostile_factory import jpeg_of_empty_scans
from tests.support.lambda_events import recorded_log
from tests.support.running import eventually

#: Enough for a small photo on a busy machine, and soon over.
LITTLE = 0.25


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A child that misbehaves when it is told to; others' is left alone."""
    sandbox = Sandbox("tests.photos.sandbox_child")
    monkeypatch.setattr(examination, "SANDBOX", sandbox)
    yield sandbox
    sandbox.close()


def look_at(data: bytes, allowance: Allowance | None = None) -> Examined:
    return examine(data, declared_type=None, allowance=allowance or whole())


def refusal(data: bytes, allowance: Allowance | None = None) -> RejectionReason:
    with pytest.raises(Unacceptable) as refused:
        look_at(data, allowance)
    return refused.value.reason


def said(word: bytes) -> str:
    """Return the child's answer to a question about itself."""
    return look_at(word).exif.camera or ""


@pytest.mark.parametrize("make", [photos.telling_jpeg, photos.png, photos.webp, photos.heic])
def test_the_child_says_what_the_decoders_say(make: Callable[[], bytes]) -> None:
    data = make()
    facts = inspect(data, declared_type=None)

    assert look_at(data) == Examined(facts.image_type, render(data, facts), read_exif(data))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RejectionReason.EMPTY),
        (b"hello", RejectionReason.NOT_AN_IMAGE),
        (b"GIF89a", RejectionReason.UNSUPPORTED_TYPE),
        (photos.png_bomb(), RejectionReason.TOO_MANY_PIXELS),
        (jpeg_of_empty_scans(), RejectionReason.TOO_COMPLEX),
        (photos.jpeg()[:1000], RejectionReason.BROKEN),
    ],
    ids=lambda value: str(value) if isinstance(value, RejectionReason) else "",
)
def test_refusals_come_back_with_their_reason(data: bytes, reason: RejectionReason) -> None:
    assert refusal(data) is reason


def test_a_declared_type_that_is_no_photo_is_refused() -> None:
    with pytest.raises(Unacceptable) as refused:
        examine(photos.jpeg(), declared_type="text/html", allowance=whole())
    assert refused.value.reason is RejectionReason.TYPE_MISMATCH


def test_a_logo_is_drawn_in_the_child_too() -> None:
    data = photos.png(600, 300)

    assert draw_logo(data, allowance=whole()) == logos.draw_logo(data)
    with pytest.raises(Unacceptable):
        draw_logo(photos.heic(), allowance=whole())


@pytest.mark.parametrize("word", [b"spin", b"fill memory", b"crash", b"leave", b"rubbish"])
def test_a_file_that_breaks_a_limit_is_too_complex_and_the_next_is_examined(sandbox: Sandbox, word: bytes) -> None:
    with recorded_log() as log:
        assert refusal(word, Allowance(LITTLE)) is RejectionReason.TOO_COMPLEX

    assert log.named("decoder_stopped")
    assert look_at(photos.jpeg()).renditions.width == 400


def test_a_decoder_that_waits_for_ever_is_ended(sandbox: Sandbox) -> None:
    said(b"process")
    ends = time.monotonic() + 0.3

    assert refusal(b"sleep", Allowance(5, ends)) is RejectionReason.TOO_COMPLEX
    assert look_at(photos.jpeg()).renditions.width == 400


def test_a_decoder_may_take_a_multiple_of_its_cpu_time_on_the_clock(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(b"process")
    monkeypatch.setattr(allowances, "PATIENCE", 0.1)

    assert Allowance(4).seconds == 0.5
    assert refusal(b"sleep", Allowance(4)) is RejectionReason.TOO_COMPLEX


@pytest.mark.parametrize(
    "word",
    [b"foreign reason", b"no reason", b"unknown outcome", b"no pictures", b"no JPEG", b"wrong fields", b"huge picture"],
)
def test_an_answer_that_our_code_does_not_give_is_not_believed(sandbox: Sandbox, word: bytes) -> None:
    child = said(b"process")

    assert refusal(word) is RejectionReason.TOO_COMPLEX
    assert said(b"process") != child


def test_what_libraries_print_is_no_answer(sandbox: Sandbox) -> None:
    assert look_at(b"print").renditions.width == 1


def test_a_fault_of_ours_is_no_refusal_and_tells_nothing_of_the_file(sandbox: Sandbox) -> None:
    with pytest.raises(ExaminationFailed, match=r"LookupError: sandbox_child\.py") as failed:
        look_at(b"fault")
    assert "secret" not in str(failed.value)


def test_a_short_allowance_puts_off_and_a_whole_one_refuses(sandbox: Sandbox) -> None:
    with recorded_log() as log, pytest.raises(Unfinished):
        look_at(b"spin", Allowance(LITTLE, is_whole=False))
    assert (len(log.named("decoder_put_off")), log.named("decoder_stopped")) == (1, [])
    allowance = Allowance(LITTLE)
    assert refusal(b"spin", allowance) is RejectionReason.TOO_COMPLEX
    assert allowance.is_used_up


def test_two_tries_share_one_allowance(sandbox: Sandbox) -> None:
    allowance = Allowance(LITTLE)
    look_at(photos.jpeg(), allowance)

    assert 0 < allowance.cpu_seconds < LITTLE
    assert refusal(b"spin", allowance) is RejectionReason.TOO_COMPLEX
    assert refusal(photos.jpeg(), allowance) is RejectionReason.TOO_COMPLEX


def test_one_child_serves_many_files_and_a_file_is_not_refused_for_what_others_left(sandbox: Sandbox) -> None:
    child = said(b"process")
    look_at(photos.jpeg())
    assert said(b"process") == child
    os.kill(int(child), signal.SIGKILL)

    assert look_at(photos.jpeg()).renditions.width == 400
    assert said(b"process") != child


def test_a_child_is_replaced_after_many_files(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.sandbox.process.MAX_FILES", 2)

    children = [said(b"process") for _ in range(4)]

    assert children[0] == children[1] != children[2] == children[3]


def test_the_child_has_none_of_the_function_s_credentials(sandbox: Sandbox) -> None:
    names = said(b"environment").split(",")

    assert "PYTHONPATH" in names
    assert [name for name in names if name.startswith(("AWS_", "LINK_", "HOOK_")) or name.endswith("_TABLE")] == []


def test_a_child_that_was_ended_is_reaped(sandbox: Sandbox) -> None:
    child = int(said(b"process"))
    sandbox.close()

    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_a_violation_says_which_limit(sandbox: Sandbox) -> None:
    limits = []
    for word, seconds, cpu_seconds in ((b"spin", 60, 0.2), (b"sleep", 0.2, 5), (b"crash", 60, 5)):
        with pytest.raises(Violation) as violation:
            sandbox.ask(Message({"work": "examine", "cpu_seconds": cpu_seconds}, [word]), seconds=seconds)
        limits.append(violation.value.limit)

    assert limits == [Limit.CPU, Limit.TIME, Limit.DIED]


@pytest.mark.parametrize("word", ["process", "spin"])
def test_the_child_ends_with_its_parent(word: str) -> None:
    code = (
        "import sys\n"
        "from chalicelib.sandbox import process, wire\n"
        "sandbox = process.Sandbox('tests.photos.sandbox_child')\n"
        "def ask(word):\n"
        "    message = wire.Message({'work': 'examine', 'cpu_seconds': 1}, [word])\n"
        "    return sandbox.ask(message, seconds=60)\n"
        "print(ask(b'process').header['exif']['camera'], flush=True)\n"
        f"ask({word.encode()!r})\n"
        "sys.stdin.read()\n"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()

    eventually(lambda: is_running(child), holds=lambda runs: not runs)


def is_running(process: int) -> bool:
    """Return True if a process is there and no zombie, which an init that reaps late would leave."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
