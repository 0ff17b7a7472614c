"""Invitations of people of companies, and changes of their memberships."""

from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.base.emails import StoredEmail
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.identity.area.model import AreaPerson, Membership, Notify, StoredText
from chalicelib.identity.area.permissions import HANDLING_CLAIMS, MembershipKind, MembershipRole

#: The life of an invitation's link.
INVITED_FOR = timedelta(days=7)


class Invitation(Frozen):
    """An invitation of a person to act for a company; there is one for an e-mail and a company. `version` rises."""

    id: str
    account_id: str
    client_id: str
    name: StoredText
    email: StoredEmail
    role: MembershipRole
    #: True: the person may handle claims from the start.
    claims: bool
    notify: Notify
    language: Language
    #: The actor who invited: a person of the company, or staff.
    actor: str
    made_at: datetime
    #: The latest time at which the link was sent.
    sent_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    version: int = 1

    def is_open(self, moment: datetime) -> bool:
        """Return True if the link opens."""
        return self.used_at is None and moment < self.ends_at

    @property
    def membership(self) -> Membership:
        """Return the membership that it leads to."""
        return Membership(
            kind=MembershipKind.COMPANY,
            client_id=self.client_id,
            role=self.role,
            permissions=HANDLING_CLAIMS if self.claims or self.role is MembershipRole.ADMINISTRATOR else frozenset(),
            notify=self.notify,
        )


class Invited(NamedTuple):
    """A person to invite, as an administrator or staff wrote it."""

    name: str
    email: str
    role: MembershipRole
    claims: bool
    notify: Notify
    language: Language


class MemberChange(NamedTuple):
    """Changes of a membership; None leaves a field as it is."""

    claims: bool | None = None
    notify: Notify | None = None
    role: MembershipRole | None = None
    disabled: bool | None = None

    @property
    def is_of_rights(self) -> bool:
        """Return True if more than the way of notices is to change."""
        return any(each is not None for each in (self.claims, self.role, self.disabled))


class Member(NamedTuple):
    """A person of a company, with the membership for it."""

    person: AreaPerson
    membership: Membership
