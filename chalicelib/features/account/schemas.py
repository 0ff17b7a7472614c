"""HTTP bodies of accounts and sessions."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from chalicelib.base.autolinks import NO_LINK
from chalicelib.base.emails import Email
from chalicelib.base.formats import SENDER_ID, of_length
from chalicelib.base.hosts import WrongHost, with_ascii_host
from chalicelib.base.languages import N_, Language
from chalicelib.base.names import GivenName
from chalicelib.base.time_zones import TimeZone
from chalicelib.base.words import BLOCK, NAMED, ONE_LINE, line
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.identity.case_emails import CaseEmails
from chalicelib.tenancy.categories import Category, Hint, Label
from chalicelib.tenancy.model import Branding, LogoUrl, Process, ProcessField, SmsPolicy, SupportPhone, Template

GivenLabel = Annotated[Label, NAMED]


def _with_letter(sender_id: str) -> str:
    if sender_id.isdigit():
        raise ValueError(N_("Must have a letter among its letters and digits: carriers refuse numbers as senders."))
    return sender_id


_TypedCode = Annotated[str, StringConstraints(max_length=64), of_length(N_("Must be a code of six digits.")), ONE_LINE]


class SessionBody(Body):
    """A user's credentials."""

    email: Email
    password: Annotated[
        str,
        StringConstraints(min_length=1, max_length=256),
        of_length(N_("Must be a password of 1 to 256 characters.")),
    ]
    code: _TypedCode | None = Field(
        default=None,
        examples=["492817"],
        description="What the authenticator app shows now, for users who have a second factor: without it they are "
        "answered 409 with `challenge: SOFTWARE_TOKEN_MFA`. Recovery codes work in the console only",
    )


class RefreshBody(Body):
    """The session to prolong."""

    refresh_token: Annotated[
        str,
        StringConstraints(min_length=1, max_length=4000),
        of_length(N_("Must be the refresh token that the sign-in gave.")),
    ]


class Session(View):
    """Tokens of a session; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - RFC 6750's name of the scheme


class QuotaCeiling(View):
    """The highest values of `quotas`.

    The operator of this service sets them, and no call of an account changes them.
    """

    countries: list[str]
    per_day: int
    per_phone_per_day: int
    per_prefix_per_day: int


class AccountView(View):
    """An account's settings."""

    id: str
    name: str
    languages: list[Language] = Field(description="The first is the account's own")
    time_zone: str
    branding: Branding
    support_phones: list[SupportPhone]
    signature: str
    confidentiality_notice: str
    reply_to: str | None
    keep_place: bool = Field(
        default=False,
        description="Whether photos show the place (GPS) that their files name; if not, it is dropped when a photo is "
        "filed and not shown of photos of before. Originals keep the bytes that were sent",
    )
    case_emails: CaseEmails = Field(
        default=CaseEmails.HANDLER,
        description="Who of the staff is told of news in a case by e-mail, beside its handler; what a person chose "
        "in the console goes before it. Of a case without a handler administrators are told, unless it is nobody",
    )
    second_factor_required: bool = Field(
        default=False,
        description="Whether all staff must have a second factor: who has none can only set it up, in the console. API "
        "keys are not concerned",
    )
    processes: list[Process]
    categories: list[Category] = Field(description="What owners can be asked for: the built-in ones and the account's")
    templates: list[Template]
    quotas: SmsPolicy
    quota_ceiling: QuotaCeiling
    version: int


def _with_ascii_host(url: str) -> str:
    try:
        return with_ascii_host(line(url))
    except WrongHost:
        raise ValueError(N_("Must be an address that begins with https://.")) from None


class BrandingBody(Branding):
    """The account's look for owners, as a caller sends it."""

    logo_url: (
        Annotated[LogoUrl, BeforeValidator(lambda given: _with_ascii_host(given) if isinstance(given, str) else given)]
        | None
    ) = None


class SupportPhoneBody(SupportPhone):
    """A number that owners may call, as somebody gives it."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), ONE_LINE] = ""


class ProcessFieldBody(ProcessField):
    """A field of a process, as somebody gives it."""

    labels: dict[Language, GivenLabel] = Field(min_length=1, examples=[{"en": "Policy number"}])


class ProcessBody(Process):
    """A process, as somebody gives it."""

    labels: dict[Language, GivenLabel] = Field(min_length=1, examples=[{"en": "OSAGO"}])
    fields: tuple[ProcessFieldBody, ...] = Field(default=(), max_length=40)


class CategoryBody(Category):
    """A category, as somebody gives it."""

    labels: dict[Language, Annotated[GivenLabel, NO_LINK]] = Field(min_length=1, examples=[{"en": "Windscreen"}])
    hints: dict[Language, Annotated[Hint, BLOCK]] = Field(default_factory=dict)


class TemplateBody(Template):
    """A template, as somebody gives it."""

    name: GivenName = Field(examples=["Windscreen"])
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), BLOCK] = ""


class SmsPolicyBody(SmsPolicy):
    """Bounds on SMS and their sender, as somebody gives them."""

    sender_id: Annotated[str, SENDER_ID, AfterValidator(_with_letter)] | None = None


class SettingsChange(Body):
    """Changes of an account's settings; entries of the lists are stored already, or were read as bodies."""

    name: Annotated[GivenName, NO_LINK] = Field(default_factory=unchanged)
    languages: tuple[Language, ...] = Field(default_factory=unchanged, min_length=1, max_length=3)
    time_zone: TimeZone = Field(default_factory=unchanged)
    branding: BrandingBody = Field(default_factory=unchanged)
    support_phones: tuple[SupportPhoneBody, ...] = Field(default_factory=unchanged, max_length=5)
    signature: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), BLOCK] = Field(
        default_factory=unchanged
    )
    confidentiality_notice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), BLOCK] = Field(
        default_factory=unchanged
    )
    reply_to: Email | None = Field(
        default_factory=unchanged,
        description="Null: owners can't reply, unless the client area has an address for help",
    )
    keep_place: bool = Field(default_factory=unchanged, description="Whether staff see the place of photos (GPS)")
    case_emails: CaseEmails = Field(default_factory=unchanged, description="Who is told of news in cases by e-mail")
    second_factor_required: bool = Field(
        default_factory=unchanged,
        description="Whether all staff must have a second factor. Needs every scope, and a second factor of who asks",
    )
    processes: tuple[Process, ...] = Field(default_factory=unchanged, max_length=30)
    categories: tuple[Category, ...] = Field(
        default_factory=unchanged,
        max_length=46,
        description="The account's own; one with a built-in code replaces that",
    )
    templates: tuple[Template, ...] = Field(default_factory=unchanged, max_length=50)
    quotas: SmsPolicyBody = Field(default_factory=unchanged)

    def changes(self) -> dict[str, Any]:
        """Return the fields that the caller named, under the model's names and in its types."""
        named = {name: _as_stored(name, getattr(self, name)) for name in self.model_fields_set}
        for shown, kept in (("categories", "own_categories"), ("quotas", "sms")):
            if shown in named:
                named[kept] = named.pop(shown)
        return named


class AccountChange(SettingsChange):
    """Changes of an account; omitted fields stay. Lists and objects are replaced as a whole."""

    processes: tuple[ProcessBody, ...] = Field(default_factory=unchanged, max_length=30)
    categories: tuple[CategoryBody, ...] = Field(
        default_factory=unchanged,
        max_length=46,
        description="The account's own; one with a built-in code replaces that",
    )
    templates: tuple[TemplateBody, ...] = Field(default_factory=unchanged, max_length=50)


_STORED: dict[str, type[BaseModel]] = {
    "branding": Branding,
    "support_phones": SupportPhone,
    "processes": Process,
    "categories": Category,
    "templates": Template,
    "quotas": SmsPolicy,
}


def stored[T: BaseModel](kind: type[T], body: BaseModel) -> T:
    """Return a body as the type that is stored: pydantic's equality tells a type from those made of it."""
    return kind.model_validate(body.model_dump())


def _as_stored(name: str, given: Any) -> Any:
    kind = _STORED.get(name)
    if kind is None:
        return given
    return tuple(stored(kind, each) for each in given) if isinstance(given, tuple) else stored(kind, given)
