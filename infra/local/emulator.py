"""The emulator of AWS (ministack) as a process: its own virtual environment, its start, its orderly end."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from infra.local.progress import PATIENT, GaveUp, Patience, last_lines, signs_of, wait_until
from infra.tool_environment import ENVIRONMENTS, NotInstalled, tool_python

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
REGION = "eu-central-1"
#: The emulator's root user; it listens on this machine only and holds nothing but the demonstration.
ACCESS_KEY = "osmotr-local"
SECRET_KEY = "osmotr-local"  # noqa: S105 - not a secret: the emulator lets its root in with any
STOP_SECONDS = 60.0
#: The longest wait for one answer of the emulator while it starts.
ANSWER_SECONDS = 30.0
#: The variable for the seconds between two savings of the state.
SAVE_SECONDS = "OSMOTR_SAVE_SECONDS"
#: The file in the state's folder that says on which port it was made.
PORT = "port"


class EmulatorError(Exception):
    """The emulator can't run; the message is one line that says why."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its process, its port and its folder of state."""

    process: subprocess.Popen[bytes]
    port: int
    state_dir: Path

    @property
    def url(self) -> str:
        """Return the endpoint of all services."""
        return f"http://127.0.0.1:{self.port}"

    def has_ended(self) -> bool:
        """Return True if the process is gone."""
        return self.process.poll() is not None


def is_port_free(port: int) -> bool:
    """Return True if nothing listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def require_free(port: int) -> int:
    """Return the port. Raises EmulatorError when something listens on it."""
    if not is_port_free(port):
        raise EmulatorError(f"port {port} is in use by another program; choose another with OSMOTR_PORT")
    return port


def port_of(state_dir: Path, *, wanted: int | None) -> int:
    """Return the port to run on: addresses of queues, hence the port, are part of the state.

    Raises EmulatorError when another is wanted than the state was made on.
    """
    note = state_dir / PORT
    kept = int(note.read_text()) if note.exists() else None
    if kept and wanted and kept != wanted:
        raise EmulatorError(
            f"the state here was made on port {kept}: OSMOTR_PORT={kept}, or `make reset` to begin anew"
        )
    return wanted or kept or free_port()


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def emulator_python() -> Path:
    """Return the interpreter of the emulator's environment. Raises EmulatorError when it can't be installed."""
    try:
        return tool_python("emulator", REQUIREMENTS)
    except NotInstalled as error:
        raise EmulatorError(str(error)) from error


def start(*, port: int, state_dir: Path, say: Callable[[str], None] = lambda line: None) -> Emulator:
    """Start the emulator on a port with the state of a folder, and wait for its answer. Retries once.

    `say` is told of the first try. Raises EmulatorError.
    """
    try:
        return start_once(port=port, state_dir=state_dir)
    except EmulatorError as error:
        say(f"{error}; trying once more ...")
    return start_once(port=port, state_dir=state_dir)


def start_once(*, port: int, state_dir: Path) -> Emulator:
    """Start the emulator and wait until it answers. Raises EmulatorError."""
    emulator = Emulator(launch(port, state_dir), port, state_dir)
    try:
        wait_until_ready(emulator)
    except BaseException:
        stop(emulator)
        raise
    return emulator


def launch(port: int, state_dir: Path) -> subprocess.Popen[bytes]:
    """Start the emulator's process, with an empty folder for temporary files."""
    python = emulator_python()
    scratch = state_dir / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    with log_of(state_dir).open("wb") as log:
        process = subprocess.Popen(
            [python, Path(__file__).with_name("saving_emulator.py")],
            env=environment(port, state_dir),
            cwd=state_dir,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us; the emulator gets its own orderly end
        )
    (state_dir / "emulator.pid").write_text(str(process.pid))
    return process


def log_of(state_dir: Path) -> Path:
    """Return the emulator's log of a state."""
    return state_dir / "emulator.log"


def environment(port: int, state_dir: Path) -> dict[str, str]:
    """Return all that the emulator, and through it each function, sees of this machine's environment."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(state_dir),
        "LANG": "C.UTF-8",
        "TMPDIR": str(state_dir / "tmp"),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "SAVE_SECONDS": os.environ.get(SAVE_SECONDS, "10"),
        "STATE_DIR": str(state_dir / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state_dir / "s3"),
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }


def wait_until_ready(emulator: Emulator, *, patience: Patience = PATIENT) -> None:
    """Wait until the emulator answers, as long as it makes progress. Raises EmulatorError with the end of its log."""
    log = log_of(emulator.state_dir)
    try:
        wait_until(
            lambda: is_ready(emulator.port),
            has_ended=emulator.has_ended,
            signs=lambda: signs_of(emulator.process.pid, log),
            patience=patience,
        )
    except GaveUp as reason:
        raise EmulatorError(f"the emulator did not start: {reason}; its log ends: {last_lines(log)}") from None


def is_ready(port: int) -> bool:
    """Ask the emulator whether all of it is up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/_ministack/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(emulator: Emulator) -> bool:
    """End the emulator so that it writes down its state; say whether it did in time. Functions end with it."""
    emulator.process.terminate()
    try:
        emulator.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(emulator.process.pid, signal.SIGKILL)
        emulator.process.wait()
        return False
    finally:
        (emulator.state_dir / "emulator.pid").unlink(missing_ok=True)
        shutil.rmtree(emulator.state_dir / "tmp", ignore_errors=True)
    return True


def stop_orphan(state_dir: Path) -> None:
    """End the emulator of a run that was killed before it could: it holds the newest state and the port."""
    noted = state_dir / "emulator.pid"
    if not noted.exists():
        return
    pid = int(noted.read_text() or 0)
    deadline = time.monotonic() + STOP_SECONDS
    if is_emulator(pid):
        os.kill(pid, signal.SIGTERM)
    while is_emulator(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    noted.unlink()


def is_emulator(pid: int) -> bool:
    """Return True if a process is an emulator that we started. A pid alone may belong to another program by now."""
    shown = subprocess.run(
        ["ps", "-ww", "-o", "stat=", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(ENVIRONMENTS / "emulator") in shown.stdout and not shown.stdout.startswith("Z")
