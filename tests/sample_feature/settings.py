"""Settings of visits: one section of an account's."""

from pydantic import Field

from chalicelib.base.models import Frozen


class VisitKind(Frozen):
    """A kind of visit that an account plans."""

    code: str
    name: str


class VisitSettings(Frozen):
    """The account's rules for planning visits."""

    minutes: int = Field(default=30, ge=5, le=240)
    instructions: str = ""
    kinds: tuple[VisitKind, ...] = ()
