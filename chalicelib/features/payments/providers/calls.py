"""Calls of providers by HTTPS: one try, bounded in time and in size. Repeating is the caller's, with the same key."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import urllib3

from chalicelib.base.observability import log
from chalicelib.features.payments.providers.model import OutcomeUnknown

#: Seconds to connect, and seconds in all: the API's function answers within 29.
CONNECT, TOTAL = 3.0, 12.0
#: Bytes of an answer that are read.
LIMIT = 1_000_000


class Answer(NamedTuple):
    """An answer of a provider; `headers` in lower case."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]


def call(method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
    """Call once, without redirects. Raises OutcomeUnknown if no whole JSON object came back in time."""
    timeout = urllib3.Timeout(connect=CONNECT, total=TOTAL)
    try:
        with (
            urllib3.PoolManager(num_pools=1) as pool,
            pool.request(
                method,
                url,
                body=body,
                headers=dict(headers),
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            ) as response,
        ):
            text = response.read(LIMIT + 1)
            found = Answer(response.status, _object(text), {k.lower(): v for k, v in response.headers.items()})
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        log("warning", "provider gave no answer", error=type(error).__name__)
        raise OutcomeUnknown(type(error).__name__) from None
    return found


def _object(text: bytes) -> Mapping[str, Any]:
    if len(text) > LIMIT:
        raise ValueError("too long")
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
