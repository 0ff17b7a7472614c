"""People of the client area, their memberships and sessions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.languages import N_, Language
from chalicelib.base.models import Frozen
from chalicelib.identity.area.permissions import (
    OWN,
    AreaPermission,
    MembershipKind,
    MembershipRole,
    permissions_of_role,
)
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import Known

#: The time without a call after which a session is over, and its longest life.
IDLE, SESSION = timedelta(minutes=30), timedelta(hours=12)
#: The time in which a session's last call is noted once.
NOTED_EVERY = timedelta(seconds=60)

StoredText = Annotated[str, StringConstraints(max_length=400)]


class PersonState(StrEnum):
    """The state of a person. Nobody signs in with one who is disabled."""

    ACTIVE = "active"
    DISABLED = "disabled"


class Registration(StrEnum):
    """The way in which a person was registered."""

    ALONE = "alone"
    PREPARED = "prepared"
    AUTOMATIC = "automatic"
    #: By an invitation to act for a client company.
    COMPANY = "company"


class Notify(StrEnum):
    """The way of notices about the claims of a company: in the client area, or there and by e-mail."""

    AREA = "area"
    AREA_AND_EMAIL = "area_and_email"


class Membership(Frozen):
    """A client that a person acts for: as the policyholder, or as a user of the company."""

    kind: MembershipKind
    client_id: str
    role: MembershipRole
    #: Of a company's user: the permissions that an administrator granted. Those of other roles are fixed.
    permissions: frozenset[str] = frozenset()
    notify: Notify = Notify.AREA_AND_EMAIL
    #: By an administrator of the company: the membership grants nothing.
    disabled: bool = False

    @property
    def granted(self) -> frozenset[str]:
        """Return the permissions that the person has for this client."""
        if self.disabled:
            return frozenset()
        of_role = permissions_of_role(self.kind, self.role)
        return of_role & self.permissions if self.role is MembershipRole.USER else of_role

    @property
    def is_of_administrator(self) -> bool:
        """Return True if the person administers the company's people."""
        return AreaPermission.PEOPLE in self.granted

    @property
    def handles_claims(self) -> bool:
        """Return True if claims were granted, or belong to the role."""
        return self.role is not MembershipRole.USER or AreaPermission.CLAIMS in self.permissions

    def grants(self, permission: str) -> bool:
        """Return True if the person has a permission for this client."""
        return permission in self.granted


class AreaPerson(Frozen):
    """A person of the client area. `version` rises with every change."""

    id: str
    account_id: str
    #: Shown in the area; empty if unknown.
    name: StoredText = ""
    email: StoredEmail | None = None
    #: E.164.
    phone: str | None = None
    language: Language
    memberships: tuple[Membership, ...] = ()
    state: PersonState = PersonState.ACTIVE
    registration: Registration
    registered_at: datetime
    email_confirmed_at: datetime | None = None
    phone_confirmed_at: datetime | None = None
    password_changed_at: datetime | None = None
    #: Sessions that began before are over.
    sessions_valid_after: datetime | None = None
    #: Until then no payout and no change of contacts: a contact was changed a short time ago.
    restricted_until: datetime | None = None
    version: int = 0

    def client_ids(self, permission: str) -> tuple[str, ...]:
        """Return the clients for which the person has a permission."""
        return tuple(dict.fromkeys(each.client_id for each in self.memberships if each.grants(permission)))

    @property
    def permissions(self) -> frozenset[str]:
        """Return the permissions that the person has for any client, and for themselves."""
        return OWN.union(*(each.granted for each in self.memberships))

    @property
    def may_sign_in(self) -> bool:
        """Return True unless the person is disabled: at once, or for each client that they act for."""
        disabled = bool(self.memberships) and all(each.disabled for each in self.memberships)
        return self.state is PersonState.ACTIVE and not disabled

    @property
    def is_of_companies_alone(self) -> bool:
        """Return True if the person acts for companies, and is nobody's policyholder: the claims are not their own."""
        return bool(self.memberships) and all(each.kind is MembershipKind.COMPANY for each in self.memberships)

    def find_membership(self, client_id: str, kind: MembershipKind) -> Membership | None:
        """Return the membership of a kind for a client; None without one."""
        found = (each for each in self.memberships if (each.client_id, each.kind) == (client_id, kind))
        return next(found, None)

    def is_restricted(self, moment: datetime) -> bool:
        """Return True if payouts and changes of contacts rest."""
        return self.restricted_until is not None and moment < self.restricted_until


class Credentials(NamedTuple):
    """A person with the hash of the password (argon2id), empty without a password."""

    person: AreaPerson
    password_hash: str


class AreaSession(Frozen):
    """A session of a person. The secret is in the browser only; `sha256` is its stored form."""

    id: str
    sha256: str
    account_id: str
    #: The address of the area that it is for.
    slug: str
    person_id: str
    #: Words for the device, such as "Firefox, Windows"; empty if unknown.
    device: StoredText = ""
    began_at: datetime
    #: The last noted call.
    seen_at: datetime
    ends_at: datetime

    def is_over(self, moment: datetime) -> bool:
        """Return True if it has ended by time."""
        return moment >= self.ends_at or moment > self.seen_at + IDLE


class AreaNotice(Frozen):
    """A notice to a person, in the client area alone. Its text is a msgid: it is read in the language of the page."""

    #: A ULID of the moment.
    id: str
    account_id: str
    person_id: str
    #: The client whose thing it is about; without its permission nobody sees the notice.
    client_id: str
    #: Such as `claim_announced`.
    kind: str
    text: StoredText
    #: Values of the text as they are, msgids that are translated first, and days that are written out.
    params: Mapping[str, str] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)
    days: Mapping[str, date] = Field(default_factory=dict)
    #: Of the page below the area's address, such as `/claims/claim_01J9Z6…`.
    path: StoredText
    at: datetime
    is_read: bool = False


class KnownDevice(Frozen):
    """A device from which a person has signed in with a code. `sha256` is the stored form of its secret."""

    sha256: str
    device: StoredText = ""
    known_at: datetime
    until: datetime


class AreaMember(Known):
    """A person of the client area."""

    kind: ClassVar[str] = "person"
    label: ClassVar[str] = N_("The client, in the client area")


class AreaCaller(Caller):
    """A verified person of the client area; `scopes` are their permissions."""

    person: AreaPerson
    session: AreaSession
    #: The latest notices, once they were read for this call (notices.py).
    notices: Sequence[AreaNotice] | None = None

    @classmethod
    def of(cls, person: AreaPerson, session: AreaSession) -> "AreaCaller":
        """Return the caller of a session, with the permissions of the person."""
        caller = cls(account_id=person.account_id, principal=AreaMember(person.id), scopes=person.permissions)
        caller.person, caller.session = person, session
        return caller

    def client_ids(self, permission: str) -> tuple[str, ...]:
        """Return the clients of the person for a permission, in the order of the memberships."""
        return self.person.client_ids(permission)


class LoginKind(StrEnum):
    """The kind of a sign-in name."""

    EMAIL = "email"
    PHONE = "tel"
