"""The contract with back-ends: every event that they can be told, as types. Schemas and documents are made of these.

Only ids, codes, counts, links to the console and the caller's own case number go out. No personal data does, and no
text that anyone typed. A field or a type may be added at any time; none goes away or changes its meaning. Writing
refuses unknown fields; the published schemas (docs) let receivers take them.

Each feature brings its types in a module that its manifest names.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Union, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, create_model

from chalicelib.base.installed import event_kinds

#: The part of an id after its prefix, in examples.
EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
Identifier = Annotated[str, Field(min_length=1, max_length=60)]


class EventData(BaseModel):
    """Base of the data of events."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    version: int = Field(
        ge=1,
        description="Rises with every change of the entity, not always by one; of two events the higher is the later",
        examples=[3],
    )


class Event(BaseModel):
    """Base of events: the body of a webhook."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    type: str
    timestamp: AwareDatetime = Field(
        description="When it happened, in UTC; not when it was sent", examples=["2026-11-25T16:04:05.123456Z"]
    )
    data: Any


class EventKind(NamedTuple):
    """A type of event: its label (a msgid), when it is published, and with which data."""

    label: str
    when: str
    data: type[EventData]
    #: Values of the data's example in place of its fields' own examples.
    example: Mapping[str, Any] = MappingProxyType({})

    @property
    def entity(self) -> str:
        """The field of the data that names the versioned entity: the first that isn't the version."""
        return next(name for name in self.data.model_fields if name != "version")


@cache
def kinds() -> Mapping[str, EventKind]:
    """Return every type of event of all features, in their order."""
    return event_kinds()


@cache
def event_model(name: str) -> type[Event]:
    """Return the type of a whole event, the body of a webhook. Made when first wanted: only documents need it."""
    kind, literal = kinds()[name], cast("Any", Literal)
    title = "".join(part.capitalize() for part in name.replace(".", "_").split("_"))
    made: Any = create_model(title, __base__=Event, __doc__=kind.when, type=(literal[name], ...), data=(kind.data, ...))
    return cast("type[Event]", made)


@cache
def any_event() -> TypeAdapter[Event]:
    """Return the type adapter that reads any event by its `type`."""
    union: Any = Union[tuple(event_model(name) for name in kinds())]  # noqa: UP007 - made of a list
    return TypeAdapter(Annotated[union, Field(discriminator="type")])


def checked(type: str, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: A002 - the field's name
    """Return an event's data as it is sent. Raises ValidationError for fields outside of the contract."""
    return kinds()[type].data.model_validate(data).model_dump(mode="json")
