"""Rules of an account's settings for its cases: known processes and their fields."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.base.phones import parse as parse_phone
from chalicelib.base.words import block, line
from chalicelib.features.cases.model import Owner
from chalicelib.tenancy.model import Account, Process, ProcessField

MAX_FIELD_TEXT = 500
MAX_NUMBER_TEXT = 40


def known_process(account: Account, code: str | None, *, at: str) -> Process | None:
    """Return the account's process of a code, None for none; Invalid names the field if there is no such process."""
    if code is None:
        return None
    process = account.process(code)
    if process is None:
        known = ", ".join(each.code for each in account.processes) or "-"
        raise Invalid([FieldError(at, N_("The account has no such process; it has: {known}."), {"known": known})])
    return process


def with_phone(account: Account, owner: Owner, *, prefix: str = "") -> Owner:
    """Return the owner with the phone as E.164, or raise Invalid."""
    if owner.phone is None:
        return owner
    return owner.model_copy(update={"phone": owner_phone(account, owner.phone, prefix=prefix)})


def owner_phone(account: Account, written: str, *, prefix: str = "") -> str:
    """Return an owner's phone as E.164 from any usual notation, or raise Invalid."""
    at = f"{prefix}/owner/phone"
    return parse_phone(written, countries=account.sms.countries, pointer=at, allowed_only=False)


def checked_fields(process: Process, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a conversion as they are stored. Raises Invalid that names each missing or wrong one."""
    errors: list[FieldError] = []
    checked: dict[str, Any] = {}
    known = {asked.code: asked for asked in process.fields}
    for code in sorted(fields.keys() - known.keys()):
        message = N_("The process {process} has no such field; it has: {known}.")
        named = {"process": process.code, "known": ", ".join(known) or "-"}
        errors.append(FieldError(pointer("fields", code), message, named))
    for asked in process.fields:
        value = fields.get(asked.code)
        if value is None or (isinstance(value, str) and not line(value)):
            if asked.required:
                errors.append(FieldError(f"/fields/{asked.code}", N_("This field is required.")))
        else:
            _check_field(asked, value, checked, errors)
    if errors:
        raise Invalid(errors)
    return checked


_EXPECTED = {
    "text": N_("Must be a text of at most 500 characters."),
    "date": N_("Must be a date such as 2026-01-31."),
    "number": N_("Must be a number such as 1250.50."),
}


def _check_field(asked: ProcessField, value: object, checked: dict[str, Any], errors: list[FieldError]) -> None:
    try:
        checked[asked.code] = _READERS[asked.type](value)
    except (ValueError, TypeError, InvalidOperation):
        errors.append(FieldError(f"/fields/{asked.code}", _EXPECTED[asked.type]))


def _read_text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_FIELD_TEXT:
        raise ValueError
    return block(value)


def _read_date(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return datetime.fromisoformat(line(value)).date().isoformat()


def _read_number(value: object) -> str:
    if isinstance(value, bool) or len(str(value)) > MAX_NUMBER_TEXT:
        raise TypeError
    number = Decimal(line(str(value)))
    written = format(number, "f") if abs(number.adjusted()) < MAX_NUMBER_TEXT else ""
    if not number.is_finite() or not written or len(written) > MAX_NUMBER_TEXT:
        raise ValueError
    return written


_READERS = {"text": _read_text, "date": _read_date, "number": _read_number}
