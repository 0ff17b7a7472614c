"""Accounts (tenants), the people and programs that act for them, and what an account has configured."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.base import time_zones
from chalicelib.base.emails import Email, StoredEmail
from chalicelib.base.formats import COLOR, COUNTRY, EXPLANATIONS, EXTENSION, PAGE_URL, SENDER_ID, explained, of_length
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import NOT_A_NUMBER
from chalicelib.base.settings import settings
from chalicelib.base.words import NAMED, first_seen, line
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails
from chalicelib.tenancy.categories import Category, CategoryCode, Label, built_in

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
#: A name as somebody gives it.
GivenName = Annotated[Name, NAMED]
Code = CategoryCode
#: How long a session of the console lasts, whatever its tokens could do: a working day.
SESSION = timedelta(hours=12)


NO_ZONE = N_("Must be a time zone of the IANA database, such as Europe/Moscow.")


def _known_zone(name: str) -> str:
    if not time_zones.is_readable(name):
        raise ValueError(NO_ZONE)
    return name


TimeZone = Annotated[str, StringConstraints(max_length=60), of_length(NO_ZONE), AfterValidator(_known_zone)]


def _over_tls(url: str) -> str:
    """Take https, and plain http only on the host that our own pages are at, if they are reached by plain http."""
    ours = re.match(r"http://[^/:]+", settings().public_base_url)
    if url.startswith("https://") or (ours and re.match(rf"{re.escape(ours[0])}(:\d+)?/", url)):
        return url
    raise ValueError(EXPLANATIONS[str(PAGE_URL.pattern)])


LogoUrl = Annotated[
    str,
    PAGE_URL,
    StringConstraints(max_length=500),
    of_length(N_("Must be an address of at most 500 characters, such as https://example.org/logo.png.")),
    AfterValidator(_over_tls),
]


class Frozen(BaseModel):
    """Base of this feature's types: unchangeable, and no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Role(StrEnum):
    """What a staff user may do; each includes what those below it may."""

    ADMIN = "admin"
    STAFF = "staff"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What an API key may do."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    REQUESTS_WRITE = "requests:write"
    ATTACHMENTS_DELETE = "attachments:delete"
    ACCOUNT_READ = "account:read"
    ACCOUNT_WRITE = "account:write"


class Branding(Frozen):
    """How the account looks to owners."""

    color: Annotated[str, COLOR] = "#1f5fa8"
    logo_url: LogoUrl | None = None


class SupportPhone(Frozen):
    """A number that owners may call, with what to say beside it; kept as E.164 and its extension, digits."""

    number: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=3, max_length=60), of_length(NOT_A_NUMBER)
    ] = Field(examples=["+74951234567"])
    extension: Annotated[str, EXTENSION] = ""
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""


class ProcessField(Frozen):
    """One field that a process asks for when a case is converted into it."""

    code: Code = Field(examples=["policy_number"])
    labels: dict[Language, Label] = Field(min_length=1)
    type: Literal["text", "date", "number"] = "text"
    required: bool = True


class Process(Frozen):
    """A way of settling that a case can be converted into, such as OSAGO or KASKO."""

    code: Code = Field(examples=["osago"])
    labels: dict[Language, Label] = Field(min_length=1)
    fields: tuple[ProcessField, ...] = Field(default=(), max_length=40)


class CategoryChoice(Frozen):
    """A category as asked for in one request or template; the account's own min and max where none are given."""

    code: CategoryCode = Field(examples=["damage"])
    min: int | None = Field(default=None, ge=1, le=30)
    max: int | None = Field(default=None, ge=1, le=30)


class Template(Frozen):
    """A kind of request that staff send often."""

    code: Code = Field(examples=["windscreen"])
    name: Name
    categories: tuple[CategoryChoice, ...] = Field(min_length=1, max_length=30, examples=[[{"code": "damage"}]])
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @property
    def shown_name(self) -> str:
        """The name; the code where nobody could see it (rows of before)."""
        return first_seen((self.name,), otherwise=self.code)


class SmsPolicy(Frozen):
    """Bounds against SMS pumping; see product.md's threats. Counted by UTC day."""

    countries: tuple[Annotated[str, COUNTRY], ...] = Field(default=("RU", "ES"), max_length=250)
    per_day: int = Field(default=2000, ge=0, le=1_000_000)
    per_phone_per_day: int = Field(default=10, ge=0, le=100)
    #: Numbers that share all but their last three digits: pumping walks through such ranges.
    per_prefix_per_day: int = Field(default=100, ge=0, le=10_000)
    sender_id: Annotated[str, SENDER_ID] | None = None


class SmsCeiling(Frozen):
    """What the operator sets for one account: the most that its SmsPolicy may say; None: the deployment's default."""

    countries: tuple[Annotated[str, COUNTRY], ...] | None = Field(default=None, max_length=250)
    per_day: int | None = Field(default=None, ge=0)
    per_phone_per_day: int | None = Field(default=None, ge=0)
    per_prefix_per_day: int | None = Field(default=None, ge=0)


class SmsDay(Frozen):
    """How many SMS the account sent on one day (UTC)."""

    day: date
    used: int


class SmsUse(Frozen):
    """What of the bounds is used: today first, then the days before.

    How many phones and ranges of numbers have got all that they may today; None where so much was sent that counting
    them would be dear.
    """

    days: tuple[SmsDay, ...]
    phones_at_bound: int | None
    prefixes_at_bound: int | None


class Account(Frozen):
    """A tenant: an insurer or a workshop. `version` rises with every change."""

    id: str
    name: Name
    languages: tuple[Language, ...] = Field(default=("ru", "es", "en"), min_length=1)
    time_zone: TimeZone = "Europe/Moscow"
    branding: Branding = Field(default_factory=Branding)
    support_phones: tuple[SupportPhone, ...] = Field(default=(), max_length=5)
    signature: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    confidentiality_notice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    reply_to: StoredEmail | None = None
    #: Whether staff see the place (GPS) that a photo's file names. Originals keep their bytes either way.
    keep_place: bool = False
    #: Who of the staff is told of news in cases by e-mail.
    case_emails: CaseEmails = CaseEmails.HANDLER
    #: Whether all its staff must have a second factor (identity/factors/requiring.py).
    second_factor_required: bool = False
    processes: tuple[Process, ...] = Field(default=(), max_length=30)
    own_categories: tuple[Category, ...] = Field(default=(), max_length=46)
    templates: tuple[Template, ...] = Field(default=(), max_length=50)
    sms: SmsPolicy = Field(default_factory=SmsPolicy)
    #: Set by the operator only (set_sms_ceiling); no change of the account's own names it.
    sms_ceiling: SmsCeiling = Field(default_factory=SmsCeiling)
    #: Since when nobody gets in (suspending.py). Set by the operator only, as the ceiling is.
    suspended_at: datetime | None = None
    created_at: datetime
    version: int = 1

    @property
    def shown_name(self) -> str:
        """The name as people see it; the service's where nobody could see one (rows of before)."""
        return first_seen((self.name,), otherwise="Osmotr")

    @property
    def language(self) -> Language:
        """The account's own language: its files are named in it."""
        return self.languages[0]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its owners and staff read dates."""
        return ZoneInfo(self.time_zone)

    @property
    def categories(self) -> tuple[Category, ...]:
        """All categories, the built-in ones first; an own category with a built-in code replaces it."""
        own = {category.code: category for category in self.own_categories}
        ordered = tuple(own.pop(category.code, category) for category in built_in())
        return ordered + tuple(own.values())

    def process(self, code: str) -> Process | None:
        """Return the process of this code, if the account has it."""
        return next((process for process in self.processes if process.code == code), None)

    def template(self, code: str) -> Template | None:
        """Return the template of this code, if the account has it."""
        return next((template for template in self.templates if template.code == code), None)


class Standing(StrEnum):
    """Where a user of the staff stands. Who was invited is active once they have signed in."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class User(Frozen):
    """Someone of the staff; `id` is the user pool's `sub`. `version` rises with every change by an administrator."""

    id: str
    account_id: str
    email: StoredEmail
    name: str = ""
    role: Role
    disabled: bool = False
    created_at: datetime
    #: When the latest invitation was sent; None for who got a password in another way.
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
    def seen_name(self) -> str:
        """The name; empty where nobody could see it (rows of before)."""
        return line(self.name)

    @property
    def shown_name(self) -> str:
        """What a person is called by: the name, else the e-mail."""
        return self.seen_name or self.email

    @property
    def standing(self) -> Standing:
        """Where the user stands."""
        if self.disabled:
            return Standing.DISABLED
        return Standing.INVITED if self.invited_at and not self.signed_in_at else Standing.ACTIVE


class Invitation(Frozen):
    """Who is to be of the staff."""

    name: GivenName
    email: Email
    role: Role


class ApiKey(Frozen):
    """A back-end's key as we know it: never the key itself. `prefix` is what people recognise it by."""

    id: str
    account_id: str
    prefix: str
    name: Name
    scopes: frozenset[Scope]
    revoked: bool = False
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def shown_name(self) -> str:
        """The name; the prefix where nobody could see it (rows of before)."""
        return first_seen((self.name,), otherwise=self.prefix)


class KeyWish(Frozen):
    """An API key that is wanted; by its `once`, chosen before, it makes one key however often it comes."""

    once: Annotated[str, explained(rf"^key_{ULID_PATTERN}$", N_("Open the form again, and send it from there."))]
    name: GivenName
    scopes: frozenset[Scope] = Field(min_length=1)


class HookKey(Frozen):
    """How an API key signs webhooks: which generation of its secret, until when the former one lives, and the table
    that renames what its owner sends (chalicelib/features/webhooks/mapping.py knows what it means)."""

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


class Caller(Frozen):
    """Who is calling, verified: what every use case of staff and back-ends takes its tenant from."""

    account_id: str
    #: For the timeline: `user:<id>` or `key:<id>`.
    actor: str
    role: Role | None = None
    scopes: frozenset[Scope] = frozenset()


class ConsoleSession(Frozen):
    """A session of the console: the pool's tokens, which never leave the server. `access_until`: when to renew."""

    access_token: str
    refresh_token: str | None
    access_until: datetime
    ends_at: datetime

    @property
    def began_at(self) -> datetime:
        """When it was opened."""
        return self.ends_at - SESSION


class PasswordChange(Frozen):
    """A first sign-in that waits for a lasting password; `ticket` is the pool's."""

    email: str
    ticket: str
    ends_at: datetime


class Opened(Frozen):
    """What signing in to the console gave: the secret that the browser keeps, and what has to be done first."""

    secret: str
    password_must_change: bool = False
    code_needed: bool = False


class Tokens(Frozen):
    """A session of staff; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: int
