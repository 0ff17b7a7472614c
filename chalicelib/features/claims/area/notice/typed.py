"""The form of a notice of loss: its steps, its fields, and the body that it says."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_
from chalicelib.frame.console.fields import Fields
from chalicelib.tenancy.model import Account

OTHER, NOBODY = "other", "nobody"
#: By step, its fields; the last one shows all.
STEPS: Mapping[str, tuple[str, ...]] = {
    "policy": ("policy_id",),
    "when": ("day", "time", "place"),
    "what": ("description",),
    "driver": ("driver", "other_driver"),
    "police": ("police", "police_reference"),
    "check": (),
}
#: By the beginning of a pointer, the field that it means.
PLACES: Mapping[str, str] = {
    "/policy_id": "policy_id",
    "/occurred_at": "day",
    "/day": "day",
    "/time": "time",
    "/place": "place",
    "/description": "description",
    "/driver": "driver",
    "/other_driver": "other_driver",
    "/police": "police",
    "/police/reference": "police_reference",
}
_DAY = N_("Choose the day, such as 2026-11-24 or 24.11.2026.")
_TIME = N_("Type the time, such as 18:30.")
_POLICY = N_("Choose the policy.")
_DRIVER = N_("Choose who drove.")
_NAME = N_("Type the name of the driver.")
_POLICE = N_("Say whether the police were called.")


class NoticeForm(Fields):
    """A notice of loss as it was typed so far."""

    #: Names the intention: sent twice, it is one notice.
    once: str = ""
    step: str = ""
    #: The wish to see the step before.
    back: str = ""
    policy_id: str = ""
    day: str = ""
    time: str = ""
    place: str = ""
    description: str = ""
    driver: str = ""
    other_driver: str = ""
    police: str = ""
    police_reference: str = ""


def told(form: NoticeForm, account: Account) -> dict[str, Any]:
    """Return the body that a form says, with a stand-in for a moment that can't be read."""
    name = form.other_driver if form.driver == OTHER else "" if form.driver == NOBODY else form.driver
    called = form.police == "yes"
    return {
        "policy_id": form.policy_id,
        "occurred_at": (moment_of(form, account) or now()).isoformat(),
        "place": form.place,
        "description": form.description,
        **({"driver": name} if name.strip() else {}),
        "police": {
            "called": called,
            **({"reference": form.police_reference} if called and form.police_reference.strip() else {}),
        },
    }


def lacking(form: NoticeForm) -> Iterator[FieldError]:
    """Yield a finding for each field that only the form has, and that is empty or can't be read."""
    if not form.policy_id:
        yield FieldError("/policy_id", _POLICY)
    if _day(form.day) is None:
        yield FieldError("/day", _DAY)
    if _time(form.time) is None:
        yield FieldError("/time", _TIME)
    if not form.driver:
        yield FieldError("/driver", _DRIVER)
    if form.driver == OTHER and not form.other_driver.strip():
        yield FieldError("/other_driver", _NAME)
    if form.police not in {"yes", "no"}:
        yield FieldError("/police", _POLICE)


def moment_of(form: NoticeForm, account: Account) -> datetime | None:
    day, at = _day(form.day), _time(form.time)
    return datetime.combine(day, at, account.zone) if day and at else None


def _day(typed: str) -> date | None:
    """Return a day, as browsers send it or as people write it."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    return None


def _time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed.strip()).replace(tzinfo=None)
    except ValueError:
        return None
