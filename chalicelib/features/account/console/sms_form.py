"""The form of the bounds on SMS, and their use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_, Language
from chalicelib.base.localized import day
from chalicelib.base.phones import countries_of_the_world
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.saving import state_of
from chalicelib.tenancy.model import Account, SmsUse

#: Usual countries of owners' phones, for insurers and workshops that speak our languages.
COUNTRIES: Mapping[str, str] = {
    "RU": N_("Russia"),
    "BY": N_("Belarus"),
    "KZ": N_("Kazakhstan"),
    "KG": N_("Kyrgyzstan"),
    "AM": N_("Armenia"),
    "GE": N_("Georgia"),
    "UZ": N_("Uzbekistan"),
    "ES": N_("Spain"),
    "PT": N_("Portugal"),
    "FR": N_("France"),
    "DE": N_("Germany"),
    "GB": N_("United Kingdom"),
    "MX": N_("Mexico"),
    "CO": N_("Colombia"),
    "AR": N_("Argentina"),
    "CL": N_("Chile"),
    "PE": N_("Peru"),
    "US": N_("United States"),
}
PLACES: Mapping[str, str] = {
    "/quotas/per_day": "per_day",
    "/quotas/per_phone_per_day": "per_phone_per_day",
    "/quotas/per_prefix_per_day": "per_prefix_per_day",
    "/quotas/sender_id": "sender_id",
    "/quotas/countries": "other_countries",
}
#: From which share of a quota on staff are told.
NEARLY = 0.8


class SmsForm(Fields):
    """The bounds as they are typed."""

    base: str = ""
    countries: tuple[str, ...] = ()
    other_countries: str = ""
    per_day: str = ""
    per_phone_per_day: str = ""
    per_prefix_per_day: str = ""
    sender_id: str = ""


@dataclass(frozen=True)
class Used:
    """SMS of one day against the quota of now; `share` in whole per cent."""

    day: str
    count: int
    share: int


def part_of(account: Account) -> str:
    """Return the state of the settings in this form, to detect changes by others."""
    return state_of(account.sms)


def form_of(account: Account) -> SmsForm:
    """Return the form as the settings are."""
    bounds = account.sms
    return SmsForm(
        base=part_of(account),
        countries=tuple(code for code in bounds.countries if code in COUNTRIES),
        other_countries=", ".join(code for code in bounds.countries if code not in COUNTRIES),
        per_day=str(bounds.per_day),
        per_phone_per_day=str(bounds.per_phone_per_day),
        per_prefix_per_day=str(bounds.per_prefix_per_day),
        sender_id=bounds.sender_id or "",
    )


def unknown_countries(form: SmsForm) -> Sequence[FieldError]:
    """Return the findings of typed countries that don't exist."""
    unknown = [code for code in _typed_countries(form) if code not in countries_of_the_world()]
    one = N_("There is no country {code}. Write its two letters, such as KZ.")
    several = N_("There are no countries {code}. Write the two letters of each, such as KZ.")
    message = one if len(unknown) == 1 else several
    return [FieldError("/quotas/countries", message, {"code": ", ".join(unknown)})] if unknown else []


def told_by(form: SmsForm) -> dict[str, Any]:
    """Return the change for the API, without countries that don't exist."""
    typed = [code for code in _typed_countries(form) if code in countries_of_the_world()]
    return {
        "quotas": {
            "countries": tuple(dict.fromkeys([*(code for code in form.countries if code in COUNTRIES), *typed])),
            "per_day": form.per_day.strip(),
            "per_phone_per_day": form.per_phone_per_day.strip(),
            "per_prefix_per_day": form.per_prefix_per_day.strip(),
            "sender_id": form.sender_id.strip() or None,
        }
    }


def _typed_countries(form: SmsForm) -> Sequence[str]:
    typed = re.split(r"[\s,;]+", form.other_countries)
    return list(dict.fromkeys(code.upper() for code in typed if code))


def used_by_day(account: Account, use: SmsUse, *, language: Language) -> Sequence[Used]:
    """Return the use day by day, today first."""
    most = account.sms.per_day
    return [
        Used(day=day(language, each.day), count=each.used, share=min(100, each.used * 100 // most) if most else 0)
        for each in use.days
    ]


def is_nearly_used(account: Account, use: SmsUse) -> bool:
    """Return True if so much of today's quota is used that a person should think of more."""
    return 0 < account.sms.per_day * NEARLY <= use.days[0].used
