"""A cache of moto's state after fixtures: read back in a millisecond, where making it anew needs 20 to 250.

Each test still gets a state of its own: its changes are gone with it, since the bytes are read anew each time.
"""

import io
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import time_machine
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto.backends import get_backend
from moto.core import models as moto_core
from moto.core.base_backend import BackendDict
from moto.dynamodb.models.dynamo_type import LimitedSizeDict
from moto.s3.models import s3_backends

# Why: 6,440 answers for the library `requests` would be registered for each test, and nothing calls AWS by it.
moto_core.RESPONSES_METHODS.clear()

_LOCK = type(threading.RLock())
#: By the names of all objects made before and of the present one: the state after it, and the maker's result.
_kept: dict[str, bytes] = {}
#: The private keys of user pools, by their places in memory.
_keys: dict[int, RSAPrivateKey] = {}


@dataclass
class _State:
    """The known state of moto: the names of all made objects, or None once a test has called."""

    known: str | None = None


_state = _State()


@contextmanager
def beginning() -> Iterator[None]:
    """Begin with an empty moto."""
    _state.known = ""
    try:
        yield
    finally:
        _state.known = None


def something_called() -> None:
    """Note that moto is called: its state may be any from now on."""
    _state.known = None


def remembered[Made](name: str, make: Callable[[], Made]) -> Made:
    """Return the result of `make` in moto: made once in a process, and read back after the same beginning.

    Under a clock that a test has set, or after a call of the test itself, it is made for real.
    """
    before = _state.known
    if before is None or time_machine.escape_hatch.is_travelling():
        return make()
    key = f"{before}/{name}"
    if key in _kept:
        made: Made = _restore(_kept[key])
    else:
        made = make()
        _kept[key] = _dump(made)
    _state.known = key
    return made


def copies[Made](make: Callable[[], Made]) -> Callable[[], Made]:
    """Return a function that makes an object in moto at its first call.

    Later calls bring back the state after it. Changes since then are gone, with everything that `make` would have added
    to it.
    """
    first: list[bytes] = []

    def again() -> Made:
        if first:
            something_called()
            made: Made = _restore(first[0])
            return made
        made = make()
        first.append(_dump(made))
        return made

    return again


def _dump(made: object) -> bytes:
    in_use: Any = BackendDict
    backends = [(each.service_name, *place) for each in in_use._instances for place in each.iter_backends()]
    into = io.BytesIO()
    _Pickler(into).dump((backends, s3_backends.bucket_accounts, made))
    return into.getvalue()


def _restore(kept: bytes) -> Any:
    BackendDict.reset()
    backends, buckets, made = _Unpickler(io.BytesIO(kept)).load()
    for service, account, region, backend in backends:
        get_backend(service)[account][region] = backend
    s3_backends.bucket_accounts.update(buckets)
    return made


def _weighed(attributes: dict[str, Any]) -> LimitedSizeDict:
    row = LimitedSizeDict()
    dict.update(row, attributes)
    return row


class _Pickler(pickle.Pickler):
    """Writes a lock as a new one, since nobody holds it between two calls.

    A key is written by a name: it never changes. A row is not weighed again for each of its attributes.
    """

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, LimitedSizeDict):
            return _weighed, (dict(value),)
        return (threading.RLock, ()) if isinstance(value, _LOCK) else NotImplemented

    def persistent_id(self, value: object) -> int | None:
        if not isinstance(value, RSAPrivateKey):
            return None
        _keys[id(value)] = value
        return id(value)


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, name: int) -> RSAPrivateKey:
        return _keys[name]
