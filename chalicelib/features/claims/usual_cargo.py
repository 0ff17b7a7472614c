"""The usual process of claims of cargo: announced to the company, under the law of its carriage.

Deadlines are those of the laws of transport (deadlines/usual_transport.py), each under its law, and the insurer's.
"""

from collections.abc import Iterator, Mapping

from chalicelib.features.claims.deadlines.rules import Conditions, DeadlineRule
from chalicelib.features.claims.deadlines.usual_rules import usual_rules
from chalicelib.features.claims.facts import RESERVATIONS
from chalicelib.features.claims.processes import ClaimProcess, LawRule, StageRule
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.usual_cargo_documents import cargo_documents
from chalicelib.features.claims.usual_parts import stage

#: The code of the process.
CARGO = "cargo"
_SPAIN = ("Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta")
#: Of each law, the facts of its carriages. Others have none that we know: staff note it, or the handler is asked.
_LAWS: Mapping[str, Conditions] = {
    "cmr": {"mode": ("road",), "route": ("international",)},
    "lcttm": {"mode": ("road",), "route": ("national",), "zone": _SPAIN},
    "montreal": {"mode": ("air",), "route": ("international",)},
    "hague_visby": {"mode": ("sea",)},
}


def usual_cargo() -> ClaimProcess:
    """Return the rules of claims of cargo: they begin announced, and are paid once the company has accepted."""
    return ClaimProcess(
        code=CARGO,
        stages=_stages(),
        slots=cargo_documents(),
        laws=tuple(LawRule(law=law, when=when) for law, when in _LAWS.items()),
        deadlines=(*(each for law in _LAWS for each in _under(law)), *usual_rules()["insurer"]),
        announced=True,
        notice_by_client=True,
        accepts=True,
    )


def _stages() -> tuple[StageRule, ...]:
    return (
        stage(Stage.ANNOUNCED, "Новый убыток", "Anunciado", "Announced"),
        stage(Stage.DOCUMENTS, "Документы", "Documentación", "Documents"),
        stage(Stage.REVIEW, "На рассмотрении", "En revisión", "Under review"),
        stage(Stage.DECIDED, "Решение", "Resolución", "Decision"),
        stage(Stage.PAYMENT, "Выплата", "Pago", "Payment"),
        stage(Stage.CLOSED, "Закрыт", "Cerrado", "Closed"),
    )


def _under(law: str) -> Iterator[DeadlineRule]:
    """Yield the deadlines of a law, for carriages under it alone: codes are unique in a process."""
    rules = usual_rules()[law]
    codes = {each.code for each in rules}
    for each in rules:
        after = f"{law}_{each.after}" if each.after in codes else each.after
        when, unless = {**each.when, "law": (law,)}, dict(each.unless)
        if each.code == "delay":  # late is only what had a day
            when["agreed_at"] = ("*",)
        if set(RESERVATIONS) & set(each.met_by):  # what never arrived can't be reserved
            unless["kind"] = ("loss",)
        yield each.model_copy(update={"code": f"{law}_{each.code}", "after": after, "when": when, "unless": unless})
