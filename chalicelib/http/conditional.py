"""Conditional answers (RFC 9110, 13): a caller who has the present answer already gets no body."""

from collections.abc import Callable, Mapping

from pydantic import BaseModel

from chalicelib.http.blueprint import Reply


def unless_known(tag: str, headers: Mapping[str, str], make: Callable[[], BaseModel]) -> Reply:
    """Return the answer of `make` with its entity tag. If the caller has that tag, 304, and nothing is made."""
    if is_known(tag, headers.get("if-none-match", "")):
        return Reply(status=304, headers={"ETag": tag})
    return Reply(make(), headers={"ETag": tag})


def is_known(tag: str, if_none_match: str) -> bool:
    """Return True if If-None-Match names the tag, compared weakly; a cache may have made it weak or strong."""
    known = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in known or tag.removeprefix("W/") in known
