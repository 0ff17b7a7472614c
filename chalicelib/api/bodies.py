"""The bases of bodies and answers, and fields that a change may leave out.

Pydantic builds each type when it is first used, since every function imports all of them.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Base of bodies: a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class View(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(defer_build=True)


def unchanged() -> Any:
    """Stand for a field that a change left out: `model_fields_set` tells it from a null, which is refused."""
    return None
