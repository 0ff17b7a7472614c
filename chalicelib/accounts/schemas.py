"""HTTP bodies of accounts and sessions."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.accounts.categories import Category
from chalicelib.accounts.model import Branding, Name, Process, SmsPolicy, SupportPhone, Template, TimeZone
from chalicelib.api.bodies import Body, View, unchanged
from chalicelib.emails import Email
from chalicelib.languages import Language


class SessionBody(Body):
    """Who signs in."""

    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class RefreshBody(Body):
    """Which session goes on."""

    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Session(View):
    """Tokens of a session; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - RFC 6750's name of the scheme


class QuotaCeiling(View):
    """The most that `quotas` may say: the operator of this service sets it, and no call of an account changes it."""

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
    processes: list[Process]
    categories: list[Category] = Field(description="What owners can be asked for: the built-in ones and the account's")
    templates: list[Template]
    quotas: SmsPolicy
    quota_ceiling: QuotaCeiling
    version: int


class AccountChange(Body):
    """What changes of an account; what is left out stays. Lists and objects are replaced as a whole."""

    name: Name = Field(default_factory=unchanged)
    languages: tuple[Language, ...] = Field(default_factory=unchanged, min_length=1, max_length=3)
    time_zone: TimeZone = Field(default_factory=unchanged)
    branding: Branding = Field(default_factory=unchanged)
    support_phones: tuple[SupportPhone, ...] = Field(default_factory=unchanged, max_length=5)
    signature: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = Field(
        default_factory=unchanged
    )
    confidentiality_notice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = Field(
        default_factory=unchanged
    )
    reply_to: Email | None = Field(default_factory=unchanged, description="Null: owners can't reply")
    processes: tuple[Process, ...] = Field(default_factory=unchanged, max_length=30)
    categories: tuple[Category, ...] = Field(
        default_factory=unchanged,
        max_length=46,
        description="The account's own; one with a built-in code replaces that",
    )
    templates: tuple[Template, ...] = Field(default_factory=unchanged, max_length=50)
    quotas: SmsPolicy = Field(default_factory=unchanged)

    def changes(self) -> dict[str, Any]:
        """Return what the caller named, under the model's names."""
        named = {name: getattr(self, name) for name in self.model_fields_set}
        for shown, kept in (("categories", "own_categories"), ("quotas", "sms")):
            if shown in named:
                named[kept] = named.pop(shown)
        return named
