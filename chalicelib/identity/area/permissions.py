"""Permissions in the client area, by membership. Each is a word for pages and operations, none is a scope of staff."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AreaPermission(StrEnum):
    """A permission in the client area."""

    ME = "area:me"
    POLICIES = "area:policies"
    CLAIMS = "area:claims"
    PAYMENTS = "area:payments"
    MESSAGES = "area:messages"
    #: Users of the company.
    PEOPLE = "area:people"


class MembershipKind(StrEnum):
    """The relation of a person to a client."""

    HOLDER = "holder"
    COMPANY = "company"


class MembershipRole(StrEnum):
    """The role of a person for a client."""

    HOLDER = "holder"
    USER = "user"
    ADMINISTRATOR = "administrator"


#: Permissions of each person, for themselves.
OWN: frozenset[str] = frozenset({AreaPermission.ME})
_USER = (AreaPermission.CLAIMS, AreaPermission.MESSAGES)
_BY_ROLE: Mapping[tuple[MembershipKind, MembershipRole], frozenset[str]] = MappingProxyType(
    {
        (MembershipKind.HOLDER, MembershipRole.HOLDER): frozenset(
            {AreaPermission.POLICIES, AreaPermission.CLAIMS, AreaPermission.PAYMENTS, AreaPermission.MESSAGES}
        ),
        (MembershipKind.COMPANY, MembershipRole.USER): frozenset(_USER),
        (MembershipKind.COMPANY, MembershipRole.ADMINISTRATOR): frozenset({*_USER, AreaPermission.PEOPLE}),
    }
)


def permissions_of_role(kind: MembershipKind, role: MembershipRole) -> frozenset[str]:
    """Return the permissions of a role; none of a role that the kind does not have."""
    return _BY_ROLE.get((kind, role), frozenset())
