"""Usual deadlines of processes, by the set that a process takes them from; an account changes them in its settings.

Counts and articles are as read in the laws' texts or in secondary sources. Those of Latin America are unconfirmed.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.deadlines.usual_transport import transport_rules, usual

_DECISION = ("Решение", "Resolución", "Decision")
_NOTICE = ("Заявление об ущербе", "Parte de siniestro", "Notice of loss")
_PAYMENT = ("Выплата", "Pago", "Payment")
_DECIDED = ("decided_at",)


@cache
def usual_rules() -> Mapping[str, tuple[DeadlineRule, ...]]:
    """Return the usual deadlines by the code of their set: a process, a country, a law of transport, `insurer`."""
    return MappingProxyType(
        {
            "osago": _osago(),
            "kasko": _kasko(),
            "es": _spain(),
            **{country: (each,) for country, each in _latin_america().items()},
            **transport_rules(),
            "insurer": _insurer(),
        }
    )


def _osago() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of OSAGO (40-FZ): of the insurer, all from complete documents."""
    own = {"own_workshop": ("true",)}
    rest: dict[str, Any] = {"met_by": _DECIDED, "effect": "penalty"}
    return (
        usual(
            "inspection",
            ("Осмотр", "Inspección del vehículo", "Inspection of the vehicle"),
            5,
            "working",
            "complete_at",
            "40-ФЗ, ст. 12, п. 11",
            met_by=("inspected_at", *_DECIDED),
        ),
        usual("decision", _DECISION, 20, "no_holidays", "complete_at", "40-ФЗ, ст. 12, п. 21", unless=own, **rest),
        usual(
            "decision_own_workshop",
            _DECISION,
            30,
            "no_holidays",
            "complete_at",
            "40-ФЗ, ст. 12, пп. 15.3, 21",
            when=own,
            **rest,
        ),
        usual(
            "repair",
            ("Ремонт", "Reparación", "Repair"),
            30,
            "working",
            "taken_over_at",
            "40-ФЗ, ст. 12, п. 15.2",
            met_by=("repaired_at",),
            effect="penalty",
        ),
    )


def _kasko() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of KASKO, by usual rules of insurers."""
    theft = {"kind": ("theft",)}
    told: dict[str, Any] = {"met_by": ("declared_at",), "effect": "may_refuse", "who": "client"}
    law = "Правила страхования; ГК РФ, ст. 961"
    return (
        usual("notice", _NOTICE, 3, "working", "occurred_at", law, unless=theft, **told),
        usual("notice_of_theft", _NOTICE, 24, "hours", "occurred_at", law, when=theft, **told),
        usual("decision", _DECISION, 30, "working", "complete_at", "Правила страхования", met_by=_DECIDED),
    )


def _spain() -> tuple[DeadlineRule, ...]:
    """Return the deadlines of motor claims in Spain."""
    paid = ("paid_at",)
    offer = ("Oferta motivada", "Oferta motivada", "Reasoned offer")
    law = "RDLeg 8/2004, art. 7"
    return (
        *_of_insurance_contract("declared_at", paid),
        usual("offer", offer, 3, "months", "declared_at", law, met_by=_DECIDED, effect="interest"),
    )


def _insurer() -> tuple[DeadlineRule, ...]:
    """Return the deadlines between a company and its insurer (Ley 50/1980), and the one of a usual policy's clause."""
    police = (
        "Заявление в полицию по условию вашего полиса",
        "Denuncia exigida por su póliza",
        "Police report, a term of your policy",
    )
    return (
        usual(
            "insurer_told",
            ("Сообщение страховщику", "Aviso a la aseguradora", "Notice to the insurer"),
            7,
            "calendar",
            "known_at",
            "Ley 50/1980, art. 16",
            met_by=("declared_at",),
            who="client",
        ),
        *_of_insurance_contract("declared_at", ("paid_at",)),
        usual(
            "police",
            police,
            24,
            "hours",
            "discovered_at",
            "",
            when={"kind": ("robbery", "theft")},
            met_by=("police_at",),
            who="client",
        ),
    )


def _of_insurance_contract(declared: str, paid: tuple[str, ...]) -> tuple[DeadlineRule, ...]:
    """Return the deadlines of Ley 50/1980 for the payment: of the minimum, and the day from which interest runs."""
    least = ("Выплата минимума", "Pago mínimo", "Minimum payment")
    interest: dict[str, Any] = {"met_by": paid, "effect": "interest"}
    return (
        usual("minimum_payment", least, 40, "calendar", declared, "Ley 50/1980, art. 18", met_by=paid),
        usual("interest", _PAYMENT, 3, "months", "occurred_at", "Ley 50/1980, art. 20", **interest),
    )


def _latin_america() -> Mapping[str, DeadlineRule]:
    """Return the deadline of the decision, or of the payment, by country."""
    met: dict[str, Any] = {"met_by": _DECIDED}
    return {
        "ar": usual("decision", _DECISION, 30, "calendar", "complete_at", "Ley 17.418, art. 56", **met),
        "mx": usual("payment", _PAYMENT, 30, "calendar", "complete_at", "LSCS, art. 71", met_by=("paid_at",)),
        "co": usual(
            "payment", _PAYMENT, 1, "months", "complete_at", "Código de Comercio, art. 1080", met_by=("paid_at",)
        ),
        "cl": usual("decision", _DECISION, 45, "calendar", "declared_at", "DS 1055", **met),
    }
