"""`python -m infra.local run|serve|reset`, for `make run`, the tests and `make reset`."""

import argparse
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from infra.local.calling import DemoError
from infra.local.demo import open_demo_case
from infra.local.emulator import Emulator, EmulatorError
from infra.local.lock import AlreadyRunning, only_run
from infra.local.system import DEFAULT_PORT, STATE_DIR, run_system
from infra.target import DeployError
from infra.wheels import PackageError


class Stopped(Exception):
    """The process was asked to end."""


def main(arguments: list[str]) -> int:
    """Carry out a command; 1 with one line when it can't be."""
    options = options_of(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        if options.command == "reset":
            return reset(options.state_dir)
        return serve(options)
    except Stopped:
        return 0
    except (AlreadyRunning, DeployError, EmulatorError, PackageError) as error:
        print(f"osmotr: {error}", file=sys.stderr)
        return 1


def ask_to_stop(number: int, frame: object) -> None:
    """Turn a signal into an orderly end; a second one must not disturb it."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


def options_of(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.local")
    parser.add_argument("command", choices=["run", "serve", "reset"])
    parser.add_argument("--state-dir", type=Path, default=STATE_DIR)
    parser.add_argument("--port", default=os.environ.get("OSMOTR_PORT") or str(DEFAULT_PORT), help="0: any free one")
    parser.add_argument("--owner", type=int, help="end when this process does")
    options = parser.parse_args(arguments)
    if not options.port.isdigit() or int(options.port) > 65535:  # noqa: PLR2004 - the highest port there is
        parser.error(f"{options.port} is no port; set OSMOTR_PORT to a number up to 65535")
    return options


def serve(options: argparse.Namespace) -> int:
    """Run the system until a signal, the end of its owner, or of the emulator."""
    running: list[Emulator] = []
    with run_system(
        state_dir=options.state_dir, port=int(options.port) or None, say=progress, started=running.append
    ) as system:
        if options.command == "run":
            prepare_first_look(system, options.state_dir)
            print(welcome(system, options.state_dir), flush=True)
        while not running[0].has_ended() and (options.owner is None or is_alive(options.owner)):
            threading.Event().wait(0.5)
        if running[0].has_ended():
            log = options.state_dir / "emulator.log"
            raise EmulatorError(f"the emulator ended by itself (exit {running[0].process.returncode}); see {log}")
    return 0


def prepare_first_look(system: dict[str, Any], state_dir: Path) -> None:
    """Put a case with photos into a new system, once: an empty console explains nothing."""
    note = state_dir / "demo-case"
    if note.exists():
        return
    progress("demo case ...")
    try:
        note.write_text(open_demo_case(system))
    except DemoError as error:
        progress(f"no demo case: {error}")


def is_alive(pid: int) -> bool:
    """Return True if a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def progress(line: str) -> None:
    """Show a step."""
    print(f"osmotr: {line}", flush=True)


def welcome(system: dict[str, Any], state_dir: Path) -> str:
    """Return the addresses and logins for a person who has just started the system."""
    return f"""
The console      {system["base_url"]}/console
  staff          {system["staff"]["email"]}  {system["staff"]["password"]}
  viewer         {system["viewer"]["email"]}  {system["viewer"]["password"]}
  agent          {system["agent"]["email"]}  {system["agent"]["password"]}
The client area  {system["base_url"]}{system["area"]["path"]}
  client         {system["area"]["email"]}  {system["area"]["password"]}
Claims of cargo  {system["base_url"]}{system["cargo"]["path"]}
  company        {system["cargo"]["administrator"]["email"]}  {system["cargo"]["administrator"]["password"]}
  handler        {system["cargo"]["staff"]["email"]}  {system["cargo"]["staff"]["password"]}
For all
  sent SMS       {system["messages"]["sms"]}
  sent e-mails   {system["messages"]["email"]}
  training bank  {system["bank"]}
  the API        {system["base_url"]}
  for tools      {state_dir / "run.json"}
  the log        {state_dir / "emulator.log"}

Ctrl-C stops it and keeps its state; `make reset` forgets it.
"""


def reset(state_dir: Path) -> int:
    """Forget the state, unless a system runs on it."""
    if state_dir.exists():
        with only_run(state_dir):
            shutil.rmtree(state_dir)
    print(f"osmotr: {state_dir} is gone")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
