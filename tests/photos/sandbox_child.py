"""A child process that misbehaves as its bytes demand: a decoder may do so with a hostile file."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from chalicelib.features.photos.imaging.codecs import load
from chalicelib.features.photos.sandbox.child import examine
from chalicelib.sandbox.serving import serve

_DONE = {"outcome": "done", "image_type": "image/jpeg", "sizes": [1, 1, [1, 1], [1, 1]], "exif": {}}
_JPEG = b"\xff\xd8\xff"


def _spin() -> None:
    while True:
        pass


def _print() -> tuple[dict[str, Any], list[bytes]]:
    sys.stdout.write("a library says something")
    os.write(1, b"so does another")
    return _DONE, [_JPEG, _JPEG]


def _environment() -> tuple[dict[str, Any], list[bytes]]:
    names = ",".join(sorted(os.environ))
    return {**_DONE, "exif": {"camera": names}}, [_JPEG, _JPEG]


def _process() -> tuple[dict[str, Any], list[bytes]]:
    return {**_DONE, "exif": {"camera": str(os.getpid())}}, [_JPEG, _JPEG]


def _rubbish() -> None:
    for number in range(3, 9):
        with suppress(OSError):
            os.write(number, b"\xff" * 100)
    os._exit(0)


def _fault() -> None:
    raise LookupError("a secret of the file")


_MANNERS: Mapping[bytes, Callable[[], Any]] = {
    b"spin": _spin,
    b"sleep": lambda: time.sleep(600),
    b"fill memory": lambda: [bytearray(os.urandom(1) * 2**24) for _ in range(200)],
    b"crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"leave": lambda: os._exit(0),
    b"rubbish": _rubbish,
    b"print": _print,
    b"environment": _environment,
    b"process": _process,
    b"fault": _fault,
    b"foreign reason": lambda: ({"outcome": "refused", "reason": "withdrawn"}, []),
    b"no reason": lambda: ({"outcome": "refused", "reason": "because"}, []),
    b"unknown outcome": lambda: ({"outcome": "?"}, []),
    b"no pictures": lambda: (_DONE, []),
    b"no JPEG": lambda: (_DONE, [b"<script>", b"<script>"]),
    b"wrong fields": lambda: ({**_DONE, "sizes": ["a"], "image_type": "text/html"}, [_JPEG, _JPEG]),
    b"huge picture": lambda: ({**_DONE, "sizes": [-1, 1, [1, 1], [1, 1]]}, [_JPEG, _JPEG]),
}


def _misbehave(header: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    manner = _MANNERS.get(data)
    done: tuple[dict[str, Any], list[bytes]] = manner() if manner else examine(header, data)
    return done


if __name__ == "__main__":
    serve({"examine": _misbehave}, load=load)
