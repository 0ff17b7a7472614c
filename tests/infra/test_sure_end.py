"""The emulator's end when a thread of it hangs."""

import subprocess
import sys
import threading
from types import SimpleNamespace

from infra.local import sure_end

_HANGS = """
import sys, threading
from types import SimpleNamespace
sys.path.insert(0, "infra/local")
import sure_end
app = SimpleNamespace(save_all=lambda states: print("saved", states, flush=True))
sure_end.end_when_saved(app, seconds=0.1)
app.save_all("all")
def a_call_that_hangs(): threading.Event().wait()
threading.Thread(target=a_call_that_hangs).start()
"""


def test_the_process_ends_although_a_thread_hangs_and_tells_where() -> None:
    ended = subprocess.run([sys.executable, "-c", _HANGS], capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stdout) == (0, "saved all\n")
    assert "a_call_that_hangs" in ended.stderr


def test_it_ends_only_when_its_state_is_saved() -> None:
    ended, states = threading.Event(), list[object]()
    app = SimpleNamespace(save_all=states.append)

    sure_end.end_when_saved(app, seconds=0.01, end=ended.set)
    assert not ended.is_set()
    app.save_all("all")

    assert ended.wait(60)
    assert states == ["all"]
