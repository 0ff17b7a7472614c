"""Actors of an account: people, back-ends, their keys, sessions and roles."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from chalicelib.base.emails import Email, StoredEmail
from chalicelib.base.formats import explained
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.names import GivenName, Name
from chalicelib.base.words import first_seen, line
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.principals import ApiClient, Principal, StaffMember, actor_of
from chalicelib.identity.scopes import AnyScope

#: The life of a console's session, also if its tokens could do more: a working day.
SESSION = timedelta(hours=12)


class Role(StrEnum):
    """The role of a staff user."""

    # Each scope names its roles (GrantableScope). Administrators have all scopes; no other role includes another one.
    ADMIN = "admin"
    STAFF = "staff"
    VIEWER = "viewer"
    AGENT = "agent"


class Scope(StrEnum):
    """The scopes that the platform's own parts ask for; features bring more of them."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    REQUESTS_WRITE = "requests:write"
    ACCOUNT_READ = "account:read"
    ACCOUNT_WRITE = "account:write"


class Standing(StrEnum):
    """The state of a user of the staff. An invited user is active once they have signed in."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class User(Frozen):
    """A member of staff; `id` is the user pool's `sub`. `version` rises with every change by an administrator."""

    id: str
    account_id: str
    email: StoredEmail
    name: str = ""
    role: Role
    #: True once an agent got another role: clients may be in the user's base still.
    was_agent: bool = False
    disabled: bool = False
    created_at: datetime
    #: The moment of the latest invitation; None for a user with a password from elsewhere.
    invited_at: datetime | None = None
    signed_in_at: datetime | None = None
    #: Sessions and tokens that began before are over.
    sessions_valid_after: datetime | None = None
    #: Since when the user has a second factor; None: has none.
    factor_since: datetime | None = None
    #: Invited by an e-mail that is a user's of another account: stays invited, and the pool knows nothing of this `id`.
    elsewhere: bool = False
    #: Of which cases this person wants to be told by e-mail.
    case_emails: OwnCaseEmails = OwnCaseEmails.ACCOUNT
    version: int = 0

    @property
    def actor(self) -> str:
        """The notation in timelines, rows and logs."""
        return actor_of(StaffMember(self.id))

    @property
    def seen_name(self) -> str:
        """The name; empty where nobody could see it (rows of before)."""
        return line(self.name)

    @property
    def shown_name(self) -> str:
        """The name of a person: the given one, else the e-mail."""
        return self.seen_name or self.email

    @property
    def standing(self) -> Standing:
        """The state of the user."""
        if self.disabled:
            return Standing.DISABLED
        return Standing.INVITED if self.invited_at and not self.signed_in_at else Standing.ACTIVE


class Invitation(Frozen):
    """A person to invite to the staff."""

    name: GivenName
    email: Email
    role: Role


class ApiKey(Frozen):
    """A back-end's key as we know it: never the key itself. People recognise it by its `prefix`."""

    id: str
    account_id: str
    prefix: str
    name: Name
    scopes: frozenset[AnyScope]
    revoked: bool = False
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def actor(self) -> str:
        """The notation in timelines, rows and logs."""
        return actor_of(ApiClient(self.id))

    @property
    def shown_name(self) -> str:
        """The name; the prefix where nobody could see it (rows of before)."""
        return first_seen((self.name,), otherwise=self.prefix)


class KeyWish(Frozen):
    """An API key that is wanted; by its `once`, chosen before, it makes one key however often it comes."""

    once: Annotated[str, explained(rf"^key_{ULID_PATTERN}$", N_("Open the form again, and send it from there."))]
    name: GivenName
    scopes: frozenset[AnyScope] = Field(min_length=1)


class HookKey(Frozen):
    """An API key's settings of webhooks: its secret's generation, the former one's end, and the table of names."""

    key_id: str
    account_id: str
    sha256: str
    generation: int = 0
    former_until: datetime | None = None
    mapping: dict[str, Any] | None = None
    version: int = 0

    def generations(self, moment: datetime) -> tuple[int, ...]:
        """Return the generations of its secret that are live; none before the first was shown."""
        if not self.generation:
            return ()
        former_lives = self.former_until is not None and moment < self.former_until and self.generation > 1
        return (self.generation, self.generation - 1) if former_lives else (self.generation,)


class Caller(NamedTuple):
    """The verified caller, from whom every use case takes its tenant.

    `role` is that of staff; `scopes` are those of anybody else.
    """

    account_id: str
    principal: Principal
    role: Role | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def actor(self) -> str:
        """The notation in timelines, rows and logs."""
        return actor_of(self.principal)

    @property
    def user_id(self) -> str | None:
        """The id of the calling user of the staff; None for any other principal."""
        return self.principal.id if isinstance(self.principal, StaffMember) else None

    @property
    def key_id(self) -> str | None:
        """The id of the calling API key; None for any other principal."""
        return self.principal.id if isinstance(self.principal, ApiClient) else None


class ConsoleSession(Frozen):
    """A session of the console: the pool's tokens, which never leave the server. `access_until`: when to renew."""

    access_token: str
    refresh_token: str | None
    access_until: datetime
    ends_at: datetime

    @property
    def began_at(self) -> datetime:
        """The moment of its opening."""
        return self.ends_at - SESSION


class PasswordChange(Frozen):
    """A first sign-in that waits for a lasting password; `ticket` is the pool's."""

    email: str
    ticket: str
    ends_at: datetime


class Opened(Frozen):
    """The result of signing in to the console: the secret for the browser, and the next step."""

    secret: str
    password_must_change: bool = False
    code_needed: bool = False


class Tokens(Frozen):
    """A session of staff; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: int
