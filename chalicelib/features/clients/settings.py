"""Settings of clients: texts of consents, the retention of data after an erasure, and limits."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from pydantic import Field

from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.features.clients.personal import Purpose
from chalicelib.tenancy import sections
from chalicelib.tenancy.model import Account


class ConsentText(Frozen):
    """The text of a consent in a language. The version rises with each change; an empty text is no longer in use."""

    purpose: Purpose
    language: Language
    text: str
    version: int
    #: The day of its first use: nobody agreed to it before.
    since: date

    @property
    def sha256(self) -> str:
        """Return the hash that a consent names the text by, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Retention(Frozen):
    """The number of years for which a law demands to keep data, and its name."""

    years: int = Field(ge=0, le=75)
    law: str


#: The least and the most of each limit.
LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "added_per_day": (1, 10_000),
        "bound_share": (1, 100),
        "stale_months": (1, 120),
        "replaced_within_days": (0, 3650),
    }
)


class Limits(Frozen):
    """Numbers that an account may choose."""

    #: Clients that an agent may add in a day by hand.
    added_per_day: int = 200
    #: Percent of an agent's new clients of a day that may be clients of others before administrators are told.
    bound_share: int = 20
    #: Months after which a confirmed phone should be confirmed anew.
    stale_months: int = 12
    #: Days after a birthday within which a passport of Russia has to be replaced.
    replaced_within_days: int = 90

    @property
    def confirmed_for(self) -> timedelta:
        """Return the time after which a confirmed phone should be confirmed anew; 12 months are 365 days."""
        return timedelta(days=self.stale_months * 365 // 12)


class ClientSettings(Frozen):
    """The account's rules for clients and their personal data."""

    texts: tuple[ConsentText, ...] = ()
    #: Of clients with policies, and of those with cases; None: by the account's country.
    policies: Retention | None = None
    cases: Retention | None = None
    limits: Limits = Field(default_factory=Limits)

    def find_text(self, purpose: Purpose, language: Language) -> ConsentText | None:
        """Return the text of a purpose in a language; an empty one is returned, too."""
        return next((each for each in self.texts if (each.purpose, each.language) == (purpose, language)), None)

    def languages_of(self, purpose: Purpose) -> tuple[Language, ...]:
        """Return the languages in which a purpose has a text."""
        return tuple(each.language for each in self.texts if each.purpose is purpose and each.text)


def limits_of(account_id: str) -> Limits:
    """Return the limits of an account, as they were at most a minute ago."""
    return sections.load(account_id, ClientSettings).limits


#: By country, the usual retention of accounting documents: years, and the law.
_BY_COUNTRY = {
    "RU": (5, "402-ФЗ, ст. 29; 115-ФЗ, ст. 7, п. 4"),
    "ES": (6, "Código de Comercio, art. 30"),
}


def usual_retention(account: Account) -> Retention | None:
    """Return the retention that holds without a setting: that of the account's country; None for others."""
    known = _BY_COUNTRY.get(next(iter(account.sms.countries), ""))
    return Retention(years=known[0], law=known[1]) if known else None
