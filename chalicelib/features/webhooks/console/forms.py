"""Forms of endpoints as they are typed, and the bodies and moments that they come to."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import explained
from chalicelib.base.ids import ULID_PATTERN, new_id
from chalicelib.base.languages import N_
from chalicelib.features.webhooks.console.words import event_labels
from chalicelib.features.webhooks.model import Endpoint
from chalicelib.features.webhooks.schemas import EndpointBody, EndpointChange, RotateBody
from chalicelib.frame.console.fields import Fields, read_typed

ALL, SOME = "all", "some"
#: By the beginning of a pointer, the field of a form.
PLACES = {f"/{name}": name for name in ("url", "description", "events", "enabled", "former_lives_hours", "since")}
#: The earliest proposed beginning of a replay: events are kept for 30 days, and the page takes time to read.
_LONGEST = timedelta(days=30) - timedelta(hours=1)
_REQUIRED = N_("This field is required.")


class NewEndpoint(EndpointBody):
    """An endpoint that is wished for; one is made by its `once`, however often it comes."""

    once: Annotated[str, explained(rf"^whe_{ULID_PATTERN}$", N_("Open the form again, and send it from there."))]


class EndpointForm(Fields):
    """An endpoint as it is typed. However often the form is sent, one endpoint is made by its `once`.

    `which`: all events, or the ticked ones; `version` is that of the endpoint in the form.
    """

    once: str = ""
    version: str = ""
    url: str = ""
    description: str = ""
    which: str = SOME
    events: tuple[str, ...] = ()
    enabled: str = ""


class RotateForm(Fields):
    """Another secret: the life of the former one, and the `generation` that it is to follow."""

    generation: str = ""
    former_lives_hours: str = ""


def empty_form() -> EndpointForm:
    """Return the form of a new endpoint."""
    return EndpointForm(once=new_id("whe"), which=ALL)


def form_of(endpoint: Endpoint) -> EndpointForm:
    return EndpointForm(
        version=str(endpoint.version),
        url=endpoint.url,
        description=endpoint.description,
        which=ALL if set(endpoint.events) == set(event_labels()) else SOME,
        events=endpoint.events,
        enabled="yes" if endpoint.enabled else "",
    )


def wish_of(form: EndpointForm, *, check_url: Callable[[str], object]) -> NewEndpoint:
    """Return the new endpoint of a form. Raises Invalid with missing fields and the objections of `check_url`."""
    told = {**_typed(form), "once": form.once}
    return read_typed(NewEndpoint, told, lacking=_lacking(form), check=lambda part: _check(part.url, check_url))


def changes_of(form: EndpointForm, endpoint: Endpoint, *, check_url: Callable[[str], object]) -> dict[str, Any]:
    """Return the changes of an endpoint by a form: an unchanged address is not checked anew, nor a pause ended."""
    typed = {**_typed(form), "enabled": form.enabled == "yes"}
    told = read_typed(
        EndpointChange,
        typed,
        lacking=_lacking(form),
        check=lambda part: _check(part.url, check_url, known=endpoint.url),
    ).changes()
    return {
        name: value
        for name, value in told.items()
        if (sorted(value) != sorted(endpoint.events) if name == "events" else value != getattr(endpoint, name))
    }


def rotation_of(form: RotateForm) -> RotateBody:
    if not form.former_lives_hours:
        raise Invalid([FieldError("/former_lives_hours", _REQUIRED)])
    return read_typed(RotateBody, {"former_lives_hours": form.former_lives_hours})


def number_of(typed: str) -> int:
    """Return the number that a form carried along; -1, which nothing has, if it isn't as we wrote it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1  # noqa: PLR2004


def missed_since(endpoint: Endpoint) -> datetime:
    """Return the moment since which an endpoint may have missed events; a day ago if it is unknown."""
    known = endpoint.failing_since or endpoint.disabled_at or now() - timedelta(days=1)
    return max(known, now() - _LONGEST)


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as a field for local times does (HTML 2.3.5.5), to the second that has begun."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")


def moment_of(typed: str, zone: ZoneInfo) -> datetime:
    """Return the moment of a local time; an offset in it takes precedence."""
    try:
        read = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid([FieldError("/since", N_("Must be a date and time such as 2026-01-31 12:00."))]) from None
    return read if read.tzinfo is not None else read.replace(tzinfo=zone)


def _typed(form: EndpointForm) -> dict[str, Any]:
    events = tuple(event_labels()) if form.which == ALL else form.events
    return {"url": form.url, "description": form.description, "events": events}


def _lacking(form: EndpointForm) -> Sequence[FieldError]:
    lacking = [] if form.url.strip() else [FieldError("/url", _REQUIRED)]
    if form.which != ALL and not form.events:
        lacking.append(FieldError("/events", N_("Tick at least one.")))
    return lacking


def _check(url: str | None, check_url: Callable[[str], object], *, known: str | None = None) -> None:
    if url and url != known:
        check_url(url)
