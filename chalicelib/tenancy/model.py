"""Accounts (tenants), the people and programs that act for them, and an account's settings."""

import re
from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import COLOR, COUNTRY, EXPLANATIONS, EXTENSION, PAGE_URL, SENDER_ID, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.models import Frozen
from chalicelib.base.names import Name
from chalicelib.base.phones import NOT_A_NUMBER
from chalicelib.base.settings import settings
from chalicelib.base.time_zones import TimeZone
from chalicelib.base.words import first_seen
from chalicelib.identity.case_emails import CaseEmails
from chalicelib.tenancy.categories import Category, CategoryCode, Label, built_in, of_goods

Code = CategoryCode


def _over_tls(url: str) -> str:
    """Accept https, and plain http only on the host of our own pages if they are reached by plain http."""
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


class Branding(Frozen):
    """The look of the account for owners."""

    color: Annotated[str, COLOR] = "#1f5fa8"
    logo_url: LogoUrl | None = None


class SupportPhone(Frozen):
    """A number that owners may call, with a note; stored as E.164 and its extension, digits."""

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
    """The operator's limits for one account: the highest values of its SmsPolicy; None: the deployment's default."""

    countries: tuple[Annotated[str, COUNTRY], ...] | None = Field(default=None, max_length=250)
    per_day: int | None = Field(default=None, ge=0)
    per_phone_per_day: int | None = Field(default=None, ge=0)
    per_prefix_per_day: int | None = Field(default=None, ge=0)


class SmsDay(Frozen):
    """The number of the account's SMS of one day (UTC)."""

    day: date
    used: int


class SmsUse(Frozen):
    """The use of the bounds: today first, then the days before.

    The numbers of phones and of ranges of numbers that have reached today's bound. None if so much was sent that
    counting them would be dear.
    """

    days: tuple[SmsDay, ...]
    phones_at_bound: int | None
    prefixes_at_bound: int | None


class Access(Frozen):
    """The rules of access: the account's own item, which identity reads by itself (identity/tenants.py)."""

    created_at: datetime
    #: True if all its staff must have a second factor (identity/factors/requiring.py).
    second_factor_required: bool = False
    #: Since when nobody gets in (operating.py). Set by the operator only, as the ceiling is.
    suspended_at: datetime | None = None


class Organisation(Frozen):
    """The section of the organisation: its name, and how it speaks and listens to owners and staff."""

    name: Name
    languages: tuple[Language, ...] = Field(default=("ru", "es", "en"), min_length=1)
    time_zone: TimeZone = "Europe/Moscow"
    support_phones: tuple[SupportPhone, ...] = Field(default=(), max_length=5)
    signature: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    confidentiality_notice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    reply_to: StoredEmail | None = None
    #: True if staff see the place (GPS) that a photo's file names. Originals keep their bytes either way.
    keep_place: bool = False
    #: The staff who get news of cases by e-mail.
    case_emails: CaseEmails = CaseEmails.HANDLER


class Appearance(Frozen):
    """The section of how owners' pages look."""

    branding: Branding = Field(default_factory=Branding)


class Categories(Frozen):
    """The section of the account's own categories."""

    own_categories: tuple[Category, ...] = Field(default=(), max_length=46)


class Templates(Frozen):
    """The section of templates."""

    templates: tuple[Template, ...] = Field(default=(), max_length=50)


class Processes(Frozen):
    """The section of processes."""

    processes: tuple[Process, ...] = Field(default=(), max_length=30)


class Quotas(Frozen):
    """The section of the account's own bounds on SMS."""

    sms: SmsPolicy = Field(default_factory=SmsPolicy)


class OperatorLimits(Frozen):
    """The section that only the operator changes (set_sms_ceiling); no change of the account's own names it."""

    sms_ceiling: SmsCeiling = Field(default_factory=SmsCeiling)


#: Sections of settings by code: an item and a version each (decisions/0051).
SECTIONS: Mapping[str, type[Frozen]] = {
    "organisation": Organisation,
    "appearance": Appearance,
    "categories": Categories,
    "templates": Templates,
    "processes": Processes,
    "quotas": Quotas,
    "operator": OperatorLimits,
}
#: The code of the account's own item among its sections.
ACCESS = "access"


def sections_of(names: Iterable[str]) -> frozenset[str]:
    """Return the codes of the sections that these settings (names of fields) are in."""
    kinds: Mapping[str, type[Frozen]] = {**SECTIONS, ACCESS: Access}
    codes = {name: code for code, kind in kinds.items() for name in kind.model_fields}
    return frozenset(codes[name] for name in names)


class Account(Access, Organisation, Appearance, Categories, Templates, Processes, Quotas, OperatorLimits):
    """A tenant: an insurer or a workshop, with all sections of its settings. `version` rises with every change."""

    id: str
    version: int = 1
    #: By section, the number of its changes; without sections that never changed.
    versions: Mapping[str, int] = Field(default_factory=dict)

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

    @property
    def known_categories(self) -> tuple[Category, ...]:
        """All categories that a request can name: the account's, then those of goods that it has no own ones for."""
        named = self.categories
        codes = {each.code for each in named}
        return (*named, *(each for each in of_goods() if each.code not in codes))

    def offered_categories(self, chosen: Container[str] = (), *, goods: bool = False) -> tuple[Category, ...]:
        """Return the categories that a form offers, beside those that are `chosen` already.

        In a case about `goods`: those of goods, for an account's own ones are of vehicles until they are chosen.
        """
        named = {each.code: each for each in self.known_categories}
        first = [each.code for each in (of_goods() if goods else self.categories)]
        return tuple(named[code] for code in dict.fromkeys([*first, *(code for code in named if code in chosen)]))

    def process(self, code: str) -> Process | None:
        """Return the process of this code, if the account has it."""
        return next((process for process in self.processes if process.code == code), None)

    def template(self, code: str) -> Template | None:
        """Return the template of this code, if the account has it."""
        return next((template for template in self.templates if template.code == code), None)
