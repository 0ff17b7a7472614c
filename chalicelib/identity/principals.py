"""Types of principals, and their one notation (`user:<id>`) in rows, timelines, events and logs.

A feature adds a type of its own by its manifest (`principals`). It needs only the members of Principal.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from chalicelib.base.installed import find_principal
from chalicelib.base.languages import N_


class Principal(Protocol):
    """The actor: a person, a program, or the system itself."""

    #: The first word of the notation; one type has one kind.
    kind: ClassVar[str]
    #: Shown in place of a name, a msgid.
    label: ClassVar[str]

    @property
    def id(self) -> str:
        """The id within the kind; empty where the kind alone is stored."""


class Known:
    """Base of types of principals: frozen, and equal if type and id are.

    Why: each request imports them, and a dataclass compiles its methods.
    """

    __slots__ = ("id",)
    #: In place of the label where photos are of goods, of no vehicle; empty: the same.
    label_with_goods: ClassVar[str] = ""
    id: str

    def __init__(self, id: str = "") -> None:  # noqa: A002 - the field's name
        object.__setattr__(self, "id", id)

    def __setattr__(self, name: str, value: object) -> None:
        """Raise AttributeError."""
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.id == getattr(other, "id", None)

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return type(self), (self.id,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


class StaffMember(Known):
    """A user of the staff; `id` is the user pool's `sub`."""

    kind: ClassVar[str] = "user"
    label: ClassVar[str] = N_("A colleague")


class ApiClient(Known):
    """A back-end; `id` is that of its API key."""

    kind: ClassVar[str] = "key"
    label: ClassVar[str] = N_("Back-end (API key)")


class System(Known):
    """Osmotr itself, by its own schedule."""

    kind: ClassVar[str] = "system"
    label: ClassVar[str] = "Osmotr"


class Operator(Known):
    """The operator of the deployment, by a command."""

    kind: ClassVar[str] = "operator"
    label: ClassVar[str] = "Osmotr"


_OWN: Mapping[str, Callable[[str], Principal]] = {
    each.kind: each for each in (StaffMember, ApiClient, System, Operator)
}


def actor_of(principal: Principal) -> str:
    """Return the notation of a principal."""
    return f"{principal.kind}:{principal.id}" if principal.id else principal.kind


def principal_of(actor: str) -> Principal | None:
    """Return the principal of a notation; None for a kind that no feature has."""
    kind, _, name = actor.partition(":")
    make: Callable[[str], Principal] | None = _OWN.get(kind) or find_principal(kind)
    return make(name) if make else None


def user_id_of(actor: str) -> str | None:
    """Return the id of the user of the staff whom a notation names; None for any other principal."""
    principal = principal_of(actor)
    return principal.id if isinstance(principal, StaffMember) else None


def label_of(actor: str, *, with_goods: bool = False) -> str:
    """Return the label of a principal; an unknown kind has that of a colleague. `with_goods`: in a case about goods."""
    found = principal_of(actor) or StaffMember("")
    own = found.label_with_goods if with_goods and isinstance(found, Known) else ""
    return own or found.label
