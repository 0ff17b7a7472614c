"""Endpoints and deliveries in words, as the templates show them."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.words import first_seen
from chalicelib.features.webhooks.console.words import DISABLED, NO_ANSWER, event_labels, labels_of_all
from chalicelib.features.webhooks.model import Attempt, Delivery, DeliveryStatus, Endpoint
from chalicelib.tenancy.model import Account


class Wording(NamedTuple):
    """The reader's language and account."""

    language: Language
    account: Account

    def say(self, message: str, **params: object) -> str:
        """Translate."""
        return text(self.language, message, **params)

    def moment(self, at: datetime) -> str:
        """Write a moment to the minute, always with its day: it may stand in a sentence."""
        local = at.astimezone(self.account.zone)
        return f"{localized.day(self.language, local)}, {local:%H:%M}"

    def exactly(self, at: datetime) -> str:
        """Write a moment to the second: attempts may follow each other in five."""
        return f"{self.moment(at)}:{at:%S}"


class EndpointView(NamedTuple):
    """An endpoint.

    `name` is its purpose or, failing that, its host; `state` a word and `look` its colour; `detail` a sentence or ''.
    `troubled`: it failed last, so that it may be wanted to be tried at once.
    """

    id: str
    name: str
    url: str
    description: str
    events: str
    state: str
    look: str
    detail: str
    enabled: bool
    troubled: bool
    former_until: str


class AttemptView(NamedTuple):
    """An attempt: its time, outcome and duration."""

    at: str
    iso: str
    outcome: str
    is_success: bool
    milliseconds: int


class DeliveryView(NamedTuple):
    """An event on its way. `next` is the time of the next try, '' if there is none; `body` is the sent one."""

    id: str
    type: str
    what: str
    at: str
    iso: str
    state: str
    look: str
    is_settled: bool
    next: str
    attempts: tuple[AttemptView, ...]
    body: str


def endpoint_view(endpoint: Endpoint, wording: Wording) -> EndpointView:
    """Return an endpoint as it is shown, never with its secret."""
    moment = now()
    state, look, detail = _standing(endpoint, wording, moment)
    former = endpoint.former_until
    return EndpointView(
        id=endpoint.id,
        name=first_seen((endpoint.description,), otherwise=urlsplit(endpoint.url).netloc),
        url=endpoint.url,
        description=endpoint.description,
        events=_events(endpoint, wording),
        state=wording.say(state),
        look=look,
        detail=detail,
        enabled=endpoint.enabled,
        troubled=endpoint.enabled and endpoint.failing_since is not None,
        former_until=wording.moment(former) if former is not None and moment < former else "",
    )


def delivery_view(delivery: Delivery, wording: Wording) -> DeliveryView:
    """Return a delivery as the log shows it."""
    state, look = _progress(delivery)
    told = labels_of_all().get(delivery.type)
    return DeliveryView(
        id=delivery.id,
        type=delivery.type,
        what=wording.say(told) if told else delivery.type,
        at=wording.exactly(delivery.created_at),
        iso=delivery.created_at.isoformat(),
        state=wording.say(state),
        look=look,
        is_settled=delivery.status != DeliveryStatus.PENDING,
        next=_next(delivery, wording),
        attempts=tuple(_attempt(each, wording) for each in reversed(delivery.attempts)),
        body=delivery.body,
    )


def _standing(endpoint: Endpoint, wording: Wording, moment: datetime) -> tuple[str, str, str]:
    if not endpoint.enabled:
        why = wording.say(DISABLED[endpoint.disabled_reason]) if endpoint.disabled_reason else ""
        when = f"{wording.moment(endpoint.disabled_at)}. " if endpoint.disabled_at else ""
        return N_("Disabled"), "bad", f"{when}{why}"
    failing = _failing(endpoint, wording)
    if endpoint.is_paused(moment) and endpoint.paused_until is not None:
        until = wording.say(N_("It is left alone until {time}."), time=wording.exactly(endpoint.paused_until))
        return N_("Paused"), "look", f"{until} {failing}".strip()
    return (N_("Fails"), "look", failing) if failing else (N_("Works"), "good", "")


def _failing(endpoint: Endpoint, wording: Wording) -> str:
    if endpoint.failing_since is None or not endpoint.failures:
        return ""
    return plural(
        wording.language,
        "{count} attempt has failed since {time}.",
        "{count} attempts have failed since {time}.",
        endpoint.failures,
        time=wording.moment(endpoint.failing_since),
    )


def _events(endpoint: Endpoint, wording: Wording) -> str:
    if set(endpoint.events) == set(event_labels()):
        return wording.say(N_("All events"))
    return plural(wording.language, "{count} event", "{count} events", len(endpoint.events))


def _progress(delivery: Delivery) -> tuple[str, str]:
    if delivery.status == DeliveryStatus.DELIVERED:
        return N_("Delivered"), "good"
    if delivery.status == DeliveryStatus.FAILED:
        return N_("Given up"), "bad"
    return (N_("To be tried again"), "look") if delivery.tries else (N_("On the way"), "")


def _next(delivery: Delivery, wording: Wording) -> str:
    if delivery.status != DeliveryStatus.PENDING:
        return ""
    if delivery.due_at <= now():
        return wording.say(N_("at any moment"))
    return wording.exactly(delivery.due_at)


def _attempt(attempt: Attempt, wording: Wording) -> AttemptView:
    outcome = str(attempt.status) if attempt.status is not None else ""
    if attempt.reason is not None:
        known = NO_ANSWER.get(attempt.reason)
        outcome = wording.say(known) if known else attempt.reason
    return AttemptView(
        at=wording.exactly(attempt.at),
        iso=attempt.at.isoformat(),
        outcome=outcome,
        is_success=attempt.is_success,
        milliseconds=attempt.milliseconds,
    )
