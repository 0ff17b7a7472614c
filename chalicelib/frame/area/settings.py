"""Settings of a client area: its address, and its rules."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.errors import FieldError
from chalicelib.base.formats import explained, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.models import Frozen
from chalicelib.tenancy import sections
from chalicelib.tenancy.model import Account

_SLUG = N_("Use 3 to 40 small Latin letters, digits, and single hyphens between them, such as my-insurer.")
SHORTEST, LONGEST = 3, 40
_FORM = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: An address: small Latin letters, digits, single hyphens between them.
Slug = Annotated[
    str,
    StringConstraints(min_length=SHORTEST, max_length=LONGEST),
    of_length(_SLUG),
    explained(_FORM, _SLUG),
]
#: Days for which a device stays known, the least and the most.
DEVICE_DAYS = (1, 400)
WELCOME_LENGTH = 1000
HELP_LENGTH = 4000
#: Questions that a registration may ask where the facts do not all match.
QuestionCode = Literal["document", "sum_insured", "premium"]
QUESTIONS: tuple[QuestionCode, ...] = get_args(QuestionCode)
MOST_SUM = 10**12


class AreaSettings(Frozen):
    """The account's rules for its client area."""

    #: Empty: the account has no area.
    slug: str = ""
    on: bool = False
    #: Shown above the sign-in, by language.
    welcome: Mapping[Language, str] = Field(default_factory=dict)
    device_days: int = Field(default=180, ge=DEVICE_DAYS[0], le=DEVICE_DAYS[1])
    #: True: a client whose policy is issued is invited without a person of the staff.
    automatic_invitations: bool = False
    #: One of them is asked; which one follows from the number.
    questions: tuple[QuestionCode, ...] = Field(default=QUESTIONS, min_length=1)
    #: The sum in the account's currency above which a payment needs a code.
    code_above: int = Field(default=100_000, ge=0, le=MOST_SUM)
    #: The address that clients write to for help.
    help_email: StoredEmail | None = None
    #: Shown above the words of the help page, by language.
    help_text: Mapping[Language, str] = Field(default_factory=dict)


def area_settings(account_id: str) -> AreaSettings:
    """Return the settings of an account's client area, as they were at most half a minute ago."""
    return sections.load(account_id, AreaSettings)


def reply_address(account: Account) -> str | None:
    """Return the address that answers to an account's e-mails go to: for help, else the account's own.

    Of all e-mails but those to the staff.
    """
    return area_settings(account.id).help_email or account.reply_to


def is_slug(text: str) -> bool:
    """Return True if a text has the form of an address."""
    return SHORTEST <= len(text) <= LONGEST and re.fullmatch(_FORM, text) is not None


def wrong_slug() -> FieldError:
    """Return the finding for an address of another form."""
    return FieldError("/slug", _SLUG)
