"""Time and memory of a password's hash in the client area: `python -m bench passwords`.

CPU of this process, the median of many. Memory is the growth of a process of its own at its peak.
"""

import subprocess
import sys
from collections.abc import Iterator

from bench.table import Figure, at_most, by_turns
from chalicelib.identity.area.passwords import hash_password, is_password_of

PASSWORD = "сорок две зелёные лодки"
ROUNDS = 25
MOST_MILLISECONDS, MOST_MEGABYTES = 250, 32
#: Kilobytes. Why not of getrusage: its peak is that of the process before `exec`, too.
_GROWTH = f"""
from pathlib import Path
from argon2 import PasswordHasher
from chalicelib.identity.area.passwords import hash_password
def peak():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = peak()
hash_password({PASSWORD!r})
print(peak() - before)
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    kept = hash_password(PASSWORD)
    works = {
        "a password that is right": lambda: is_password_of(kept, PASSWORD),
        "a password that is wrong": lambda: is_password_of(kept, PASSWORD[1:]),
        "the password of an unknown name": lambda: is_password_of("", PASSWORD),
    }
    for name, seconds in by_turns(works, rounds=ROUNDS).items():
        yield at_most(f"argon2id, CPU of {name}", seconds * 1000, MOST_MILLISECONDS, unit=" ms")
    if sys.platform == "linux":
        command = [sys.executable, "-c", _GROWTH]
        grown = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        yield at_most("argon2id, memory of one hash", grown / 1024, MOST_MEGABYTES, unit=" MB")
