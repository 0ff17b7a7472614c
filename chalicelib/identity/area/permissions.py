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
    #: Notices in the area about things of a company.
    NOTICES = "area:notices"
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


#: Permissions that a company's administrator grants a user as one: claims, the messages and notices about them.
HANDLING_CLAIMS: frozenset[str] = frozenset({AreaPermission.CLAIMS, AreaPermission.MESSAGES, AreaPermission.NOTICES})
#: Permissions of each person, for themselves.
OWN: frozenset[str] = frozenset({AreaPermission.ME})
_BY_ROLE: Mapping[tuple[MembershipKind, MembershipRole], frozenset[str]] = MappingProxyType(
    {
        (MembershipKind.HOLDER, MembershipRole.HOLDER): frozenset(
            {AreaPermission.POLICIES, AreaPermission.CLAIMS, AreaPermission.PAYMENTS, AreaPermission.MESSAGES}
        ),
        (MembershipKind.COMPANY, MembershipRole.USER): HANDLING_CLAIMS,
        (MembershipKind.COMPANY, MembershipRole.ADMINISTRATOR): HANDLING_CLAIMS | {AreaPermission.PEOPLE},
    }
)


def permissions_of_role(kind: MembershipKind, role: MembershipRole) -> frozenset[str]:
    """Return the permissions of a role, or those that it can be granted. A kind without the role has none."""
    return _BY_ROLE.get((kind, role), frozenset())
