"""Keys that live in Secrets Manager.

The key of links has generations. A request says by which its link was derived, so that a new generation ends no link.
Each begins some minutes after it was added, when every process has read it. The secret is a plain text while there is
one generation, and a JSON document from the second on.
"""

import json
import secrets
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.aws.clients import UNREACHABLE, client
from chalicelib.base.clock import now, stamp
from chalicelib.base.settings import settings

#: The generation of requests that name none.
FIRST = 1
#: The time for which a process keeps the generations that it has read.
_READ_EVERY = 300
#: The delay of a new generation's first use: later than any process reads it.
BEGINS_AFTER = timedelta(minutes=10)
#: Letters and digits of a key, as many as infra/template.yaml has the first made of.
_LENGTH = 64


class LinkKey(NamedTuple):
    """A generation of the key of links, and from when on links are derived from it; None: always were."""

    key: bytes
    begins: datetime | None


class _Known:
    """The key of links as this process has read it, with the period of the reading."""

    def __init__(self) -> None:
        self.keys: Mapping[int, LinkKey] = {}
        self.period = -1


_known = _Known()


def link_keys() -> Mapping[int, LinkKey]:
    """Return all generations of the key from which owners' links are derived."""
    period = _period()
    if _known.period != period:
        try:
            _known.keys = read_link_keys(_secret(settings().link_secret_id))
        except (ClientError, *UNREACHABLE):
            if not _known.keys:
                raise
        _known.period = period
    return _known.keys


def link_key(generation: int | None = None) -> bytes:
    """Return a generation of the key of links, the first if none is named.

    One that is unknown is looked for anew. Why: another process may have read it before this one.
    """
    wanted = generation or FIRST
    if wanted not in link_keys():
        clear_link_keys()
    return link_keys()[wanted].key


def present_generation() -> int | None:
    """Return the generation from which links are derived now; None for the first, which requests don't name."""
    moment = now()
    latest = max(each for each, key in link_keys().items() if key.begins is None or key.begins <= moment)
    return latest if latest > FIRST else None


def add_link_key() -> tuple[int, datetime]:
    """Add a generation to the key of links: the operator's. Return its number, and when it begins."""
    before, begins = _secret(settings().link_secret_id), now() + BEGINS_AFTER
    keys = [{"key": key.key.decode(), "begins": key.begins and stamp(key.begins)} for key in _in_order(before)]
    keys.append({"key": secrets.token_hex(_LENGTH // 2), "begins": stamp(begins)})
    client("secretsmanager").put_secret_value(
        SecretId=settings().link_secret_id, SecretString=json.dumps({"keys": keys})
    )
    return len(keys), begins


def awaited_link_key() -> datetime | None:
    """Return the moment at which the last generation of the key of links begins; None if it has begun."""
    begins = _in_order(_secret(settings().link_secret_id))[-1].begins
    return begins if begins and begins > now() else None


def read_link_keys(secret: str) -> dict[int, LinkKey]:
    """Return the generations that a secret holds: a plain text is the first and only one.

    A generated text may begin as JSON does.
    """
    try:
        keys: list[dict[str, Any]] = json.loads(secret)["keys"]
    except (ValueError, TypeError):
        return {FIRST: LinkKey(secret.encode(), None)}
    return {
        generation: LinkKey(each["key"].encode(), datetime.fromisoformat(each["begins"]) if each["begins"] else None)
        for generation, each in enumerate(keys, start=FIRST)
    }


def clear_link_keys() -> None:
    """Read the key of links anew from here on."""
    _known.period = -1


@cache
def hook_key() -> bytes:
    """Return the key from which the secrets that sign webhooks are derived."""
    return _secret(settings().hook_secret_id).encode()


@cache
def identity_key() -> bytes:
    """Return the key of hashes of people's documents, and of codes by SMS."""
    return _secret(settings().identity_secret_id).encode()


def _in_order(secret: str) -> list[LinkKey]:
    return [key for _, key in sorted(read_link_keys(secret).items())]


def _secret(secret_id: str) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=secret_id)["SecretString"])


def _period() -> int:
    return int(time.monotonic() // _READ_EVERY)
