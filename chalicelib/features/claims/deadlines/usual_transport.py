"""Usual deadlines of the laws of transport, by law: reservations, the day goods count as lost, bars by time.

docs/decisions/0088 names the texts that the articles were read in, and those that no text confirms yet.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Kind, Suspension

_HIDDEN = ("Оговорка о скрытом ущербе", "Reserva por daño oculto", "Reservation of hidden damage")
_APPARENT = ("Оговорка о явном ущербе", "Reserva por daño aparente", "Reservation of apparent damage")
_DAMAGE = ("Претензия об ущербе", "Protesta por daño", "Complaint of damage")
_DELAY = ("Оговорка о просрочке", "Reserva por retraso", "Reservation of delay")
_LOST = ("Груз считается утраченным", "La mercancía se considera perdida", "The goods count as lost")
_BAR = ("Срок давности", "Prescripción", "Time bar")
_AT_DELIVERY = "delivered_at"


def transport_rules() -> Mapping[str, tuple[DeadlineRule, ...]]:
    """Return the usual deadlines by the code of the law."""
    return {"cmr": _cmr(), "lcttm": _lcttm(), "montreal": _montreal(), "hague_visby": _hague_visby()}


def usual(
    code: str, names: tuple[str, str, str], count: int, kind: Kind, after: str, law: str, **more: Any
) -> DeadlineRule:
    """Return a rule of these parts; `names`: its labels in Russian, Spanish and English."""
    labels = dict(zip(LANGUAGES, names, strict=True))
    return DeadlineRule(code=code, labels=labels, count=count, kind=kind, after=after, law=law, **more)


def _reserved(code: str, names: tuple[str, str, str], count: int, kind: Kind, law: str, **more: Any) -> DeadlineRule:
    """Return the deadline of a reservation, from the delivery: its own letter meets it, or one with all of them."""
    met_by = (f"reserved_{code}_at", "reserved_at")
    rest: dict[str, Any] = {"met_by": met_by, "who": "client", "effect": "turns_proof", **more}
    return usual(code, names, count, kind, _AT_DELIVERY, law, **rest)


def _lost(law: str, *, agreed: int, taken: int) -> tuple[DeadlineRule, ...]:
    """Return the days on which goods count as lost: after the agreed day, without one after the carrier took them."""
    rest: dict[str, Any] = {"who": "nobody", "effect": "lost", "met_by": (_AT_DELIVERY,)}
    return (
        usual("lost_agreed", _LOST, agreed, "calendar", "agreed_at", law, when={"agreed_at": ("*",)}, **rest),
        usual("lost_taken", _LOST, taken, "calendar", "taken_over_at", law, unless={"agreed_at": ("*",)}, **rest),
    )


def _bars(law: str, years: int, **more: Any) -> tuple[DeadlineRule, ...]:
    """Return the bars by time: from the delivery, or from the day on which the goods count as lost."""
    rest: dict[str, Any] = {"who": "client", "effect": "bars", "met_by": ("sued_at",), **more}
    total, agreed = {"total_loss": ("true",)}, {"agreed_at": ("*",)}
    return (
        usual("bar", _BAR, years, "years", _AT_DELIVERY, law, unless=total, **rest),
        usual("bar_lost_agreed", _BAR, years, "years", "lost_agreed", law, when=total | agreed, **rest),
        usual("bar_lost_taken", _BAR, years, "years", "lost_taken", law, when=total, unless=agreed, **rest),
    )


def _bars_of_arrival(law: str, years: int) -> tuple[DeadlineRule, ...]:
    """Return the bars by time from the delivery; of lost goods from the day agreed for it."""
    rest: dict[str, Any] = {"who": "client", "effect": "bars", "met_by": ("sued_at",)}
    total = {"total_loss": ("true",)}
    return (
        usual("bar", _BAR, years, "years", _AT_DELIVERY, law, unless=total, **rest),
        usual("bar_lost", _BAR, years, "years", "agreed_at", law, when=total, **rest),
    )


def _cmr() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of the international carriage by road; a written claim suspends the bar (art. 32.2)."""
    suspended = Suspension(start="claimed_at", end="refused_at")
    return (
        _reserved("apparent", _APPARENT, 0, "calendar", "CMR, art. 30.1"),
        _reserved("hidden", _HIDDEN, 7, "no_sundays", "CMR, art. 30.1"),
        _reserved("delay", _DELAY, 21, "calendar", "CMR, art. 30.3", effect="bars"),
        *_lost("CMR, art. 20.1", agreed=30, taken=60),
        *_bars("CMR, art. 32", 1, suspended=suspended),
    )


def _lcttm() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of the carriage by road in Spain; a written claim suspends the bar (art. 79.3)."""
    suspended = Suspension(start="claimed_at", end="refused_at")
    return (
        _reserved("apparent", _APPARENT, 0, "calendar", "Ley 15/2009, art. 60.1"),
        _reserved("hidden", _HIDDEN, 7, "calendar", "Ley 15/2009, art. 60.1"),
        _reserved("delay", _DELAY, 21, "calendar", "Ley 15/2009, art. 60.3", effect="bars"),
        *_lost("Ley 15/2009, art. 54", agreed=20, taken=30),
        *_bars("Ley 15/2009, art. 79", 1, suspended=suspended),
    )


def _montreal() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of the international carriage by air; without a complaint in time no action lies (31.4)."""
    due = usual("lost", _LOST, 7, "calendar", "agreed_at", "Montreal, art. 13.3", who="nobody", effect="lost")
    return (
        _reserved("damage", _DAMAGE, 14, "calendar", "Montreal, art. 31.2", effect="bars"),
        _reserved("delay", _DELAY, 21, "calendar", "Montreal, art. 31.2", effect="bars"),
        due.model_copy(update={"met_by": (_AT_DELIVERY,)}),
        *_bars_of_arrival("Montreal, art. 35", 2),
    )


def _hague_visby() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of the carriage by sea. The day of loss is not in it: goods count as lost by contract."""
    return (
        _reserved("apparent", _APPARENT, 0, "calendar", "Hague-Visby, art. III.6"),
        _reserved("hidden", _HIDDEN, 3, "calendar", "Hague-Visby, art. III.6"),
        *_bars_of_arrival("Hague-Visby, art. III.6", 1),
    )
