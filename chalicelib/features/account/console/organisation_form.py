"""The form of an organisation: its name, languages and time zone, and the contacts for owners."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.base import time_zones
from chalicelib.base.clock import now
from chalicelib.base.phones import display_with_extension
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.saving import state_of
from chalicelib.tenancy.model import Account

PHONES = range(1, 6)
#: Usual zones of insurers and workshops that speak our languages, from west to east.
TIME_ZONES = (
    "America/Mexico_City",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
    "Atlantic/Canary",
    "UTC",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Kaliningrad",
    "Europe/Minsk",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)


class OrganisationForm(Fields):
    """An organisation as it is typed; `other_zone` goes before `time_zone`."""

    base: str = ""
    name: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    time_zone: str = ""
    other_zone: str = ""
    number_1: str = ""
    number_2: str = ""
    number_3: str = ""
    number_4: str = ""
    number_5: str = ""
    note_1: str = ""
    note_2: str = ""
    note_3: str = ""
    note_4: str = ""
    note_5: str = ""
    signature: str = ""
    confidentiality_notice: str = ""
    reply_to: str = ""
    keep_place: str = ""
    case_emails: str = ""

    def rows(self) -> Sequence[int]:
        """Return the filled rows for phones."""
        return [row for row in PHONES if getattr(self, f"number_{row}").strip() or getattr(self, f"note_{row}").strip()]


def part_of(account: Account) -> str:
    """Return the state of the settings in this form, to detect changes by others."""
    return state_of(
        account.name,
        account.languages,
        account.time_zone,
        account.support_phones,
        account.signature,
        account.confidentiality_notice,
        account.reply_to,
        account.keep_place,
        account.case_emails,
    )


def form_of(account: Account) -> OrganisationForm:
    """Return the form as the settings are."""
    phones: dict[str, str] = {}
    for row, phone in zip(PHONES, account.support_phones, strict=False):
        number = display_with_extension(phone.number, phone.extension, account.language)
        phones |= {f"number_{row}": number, f"note_{row}": phone.note}
    return OrganisationForm(
        base=part_of(account),
        name=account.name,
        language=account.language,
        languages=account.languages,
        time_zone=account.time_zone,
        signature=account.signature,
        reply_to=account.reply_to or "",
        confidentiality_notice=account.confidentiality_notice,
        keep_place="yes" if account.keep_place else "",
        case_emails=account.case_emails,
        **phones,
    )


def told_by(form: OrganisationForm) -> dict[str, Any]:
    """Return the change for the API."""
    own = [form.language] if form.language else []
    return {
        "name": form.name,
        "languages": tuple(dict.fromkeys([*own, *form.languages])),
        "time_zone": form.other_zone.strip() or form.time_zone,
        "support_phones": tuple(
            {"number": getattr(form, f"number_{row}"), "note": getattr(form, f"note_{row}")} for row in form.rows()
        ),
        "signature": form.signature.replace("\r\n", "\n"),
        "confidentiality_notice": form.confidentiality_notice.replace("\r\n", "\n"),
        "reply_to": form.reply_to.strip() or None,
        "keep_place": form.keep_place == "yes",
        **({"case_emails": form.case_emails} if form.case_emails else {}),
    }


def places_of(form: OrganisationForm) -> Mapping[str, str]:
    """Return the form's fields by pointer into the API's body."""
    phones: dict[str, str] = {}
    for place, row in enumerate(form.rows()):
        phones |= {f"/support_phones/{place}": f"number_{row}", f"/support_phones/{place}/note": f"note_{row}"}
    return {
        "/name": "name",
        "/languages": "languages",
        "/time_zone": "other_zone" if form.other_zone.strip() else "time_zone",
        **phones,
        "/reply_to": "reply_to",
        "/signature": "signature",
        "/confidentiality_notice": "confidentiality_notice",
        "/case_emails": "case_emails",
    }


def zones(chosen: str) -> Sequence[tuple[str, str]]:
    """Return the time zones to choose from, the chosen one always among them, each with its offset of today."""
    names = TIME_ZONES if chosen in TIME_ZONES or not time_zones.is_readable(chosen) else (chosen, *TIME_ZONES)
    return [(name, f"{name.replace('_', ' ')} (UTC{_offset(name)})") for name in names]


def _offset(name: str) -> str:
    offset = now().astimezone(ZoneInfo(name)).strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}".replace("-", "−")
