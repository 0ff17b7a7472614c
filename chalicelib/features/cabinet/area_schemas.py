"""HTTP bodies of the account's rules for its client area."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.base.emails import Email
from chalicelib.base.languages import Language
from chalicelib.base.words import BLOCK
from chalicelib.frame.area.settings import DEVICE_DAYS, HELP_LENGTH, MOST_SUM, WELCOME_LENGTH, QuestionCode, Slug
from chalicelib.http.bodies import Body, View, unchanged

Welcome = Annotated[str, StringConstraints(strip_whitespace=True, max_length=WELCOME_LENGTH), BLOCK]
HelpText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=HELP_LENGTH), BLOCK]
_SLUG = "The area's address is `/area/<slug>`; 422 if another account has it. A change ends all sessions"
_ON = "True: the area is open"
_WELCOME = "Shown above the sign-in, by language"
_DAYS = "Days for which a device needs no code after it was confirmed by one"
_AUTOMATIC = "True: a client whose policy is issued is invited without a person of the staff"
_QUESTIONS = "Questions that a registration may ask where the facts do not all match; at least one"
_ABOVE = "The sum in the account's currency above which a payment needs a code"
_HELP = "The address for help: on each page, in each e-mail to clients and owners, and where their replies go"
_HELP_TEXT = "Your own words on the help page, by language; they stand above ours"


class AreaSettingsChange(Body):
    """Changes of the rules for the client area; omitted fields stay."""

    version: int = Field(ge=0, description="Of the rules that were read; 409 if they are others by now")
    slug: Slug = Field(default_factory=unchanged, description=_SLUG, examples=["my-insurer"])
    on: bool = Field(default_factory=unchanged, description=_ON)
    welcome: dict[Language, Welcome] = Field(default_factory=unchanged, description=_WELCOME)
    device_days: int = Field(default_factory=unchanged, ge=DEVICE_DAYS[0], le=DEVICE_DAYS[1], description=_DAYS)
    automatic_invitations: bool = Field(default_factory=unchanged, description=_AUTOMATIC)
    questions: list[QuestionCode] = Field(default_factory=unchanged, min_length=1, description=_QUESTIONS)
    code_above: int = Field(default_factory=unchanged, ge=0, le=MOST_SUM, description=_ABOVE)
    help_email: Email | None = Field(default_factory=unchanged, description=_HELP)
    help_text: dict[Language, HelpText] = Field(default_factory=unchanged, description=_HELP_TEXT)

    def changes(self) -> dict[str, Any]:
        """Return only the rules that the caller named."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class AreaSettingsView(View):
    """The rules for the client area that hold."""

    slug: str = Field(description="Empty: the account has no area")
    on: bool = Field(description=_ON)
    welcome: dict[Language, str] = Field(description=_WELCOME)
    device_days: int = Field(description=_DAYS)
    automatic_invitations: bool = Field(description=_AUTOMATIC)
    questions: list[QuestionCode] = Field(description=_QUESTIONS)
    code_above: int = Field(description=_ABOVE)
    help_email: str | None = Field(description=_HELP)
    help_text: dict[Language, str] = Field(description=_HELP_TEXT)
    address: str = Field(description="Of the area's home page; empty without an address")
    version: int
