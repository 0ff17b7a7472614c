"""Settings of a client area: its address, and its rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import explained, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.models import Frozen
from chalicelib.tenancy import sections

_SLUG = N_("Use 3 to 40 small Latin letters, digits, and single hyphens between them, such as my-insurer.")
#: An address: small Latin letters, digits, single hyphens between them.
Slug = Annotated[
    str,
    StringConstraints(min_length=3, max_length=40),
    of_length(_SLUG),
    explained(r"^[a-z0-9]+(-[a-z0-9]+)*$", _SLUG),
]
#: Days for which a device stays known, the least and the most.
DEVICE_DAYS = (1, 400)
WELCOME_LENGTH = 1000


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
    #: The sum in the account's currency above which a payment needs a code.
    code_above: Decimal = Field(default=Decimal(100_000), ge=0)
    #: The address that clients write to for help.
    help_email: StoredEmail | None = None


def area_settings(account_id: str) -> AreaSettings:
    """Return the settings of an account's client area, as they were at most half a minute ago."""
    return sections.load(account_id, AreaSettings)
