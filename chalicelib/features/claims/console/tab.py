"""The claim's tab on the page of its case: its stage, the next step, and parts of their own below."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.installed import claim_parts
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown as money_shown
from chalicelib.features.cases.console.case_page import CasePage
from chalicelib.features.claims import machine, service
from chalicelib.features.claims.console.words import ENDINGS, MAIN, MOVES, OUTCOMES, TURNS, next_step, path_of
from chalicelib.features.claims.deadlines.ends import Ends, days_left_said, ends_of
from chalicelib.features.claims.deadlines.service import Known, deadlines_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import Move, Side
from chalicelib.features.claims.standing import left_out, steps_of
from chalicelib.identity import directory
from chalicelib.identity.colleagues import list_handlers
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


class TabPart(NamedTuple):
    """A part of the tab: its template, and the function for the template's `part`, of a ClaimShown."""

    template: str
    values: str


#: In their order.
PARTS = (
    TabPart("claim_decisions.html", "chalicelib.features.claims.console.decision_part:decisions"),
    TabPart("claim_referrals.html", "chalicelib.features.claims.console.referrals_part:referrals"),
    TabPart("claim_documents.html", "chalicelib.features.claims.console.documents_part:documents"),
    TabPart("claim_deadlines.html", "chalicelib.features.claims.console.deadlines_part:deadlines"),
)


class ClaimShown(NamedTuple):
    """A claim on a page: its deadlines, its reader, the language and the account."""

    claim: Claim
    deadlines: Sequence[Known]
    caller: Caller
    language: Language
    account: Account
    #: True if the reader may change it.
    may_write: bool


class Step(NamedTuple):
    """A step of a claim at a glance."""

    label: str
    reached: str
    current: bool


class Button(NamedTuple):
    """A move that the reader can make: its address below the claim's, and its label."""

    path: str
    label: str
    is_main: bool


class HandlerChoice(NamedTuple):
    """A colleague who can handle the claim."""

    value: str
    label: str
    chosen: bool


def claim_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of a case's claim; of a case that was not converted, an empty one."""
    claim = service.claim_of_case(shown.collection.case)
    if claim is None:
        return {"claim": None}
    account = accounts.load_account(shown.caller.account_id)
    caller, language = shown.caller, shown.wording.language
    known = ClaimShown(claim, deadlines_of(claim), caller, language, account, may(caller, "claims:write"))
    return {"claim": claim, **head_of(known), "parts": [*_added(known), *_own(known)]}


def head_of(shown: ClaimShown) -> dict[str, Any]:
    """Return the values of the tab's head."""
    claim, language = shown.claim, shown.language
    return {
        "number": "" if claim.reference else claim.number,
        "stage_label": claim.rules.stage_label(claim.stage, language),
        "turn": text(language, TURNS[claim.turn]) if TURNS[claim.turn] else "",
        "next_step": text(language, next_step(claim)),
        "facts": _facts(shown),
        "steps": _steps(shown),
        "buttons": _buttons(shown) if shown.may_write else (),
        "handlers": _handlers(shown) if shown.may_write else (),
        "handler": _handler(shown),
    }


def offers_decision(shown: ClaimShown) -> bool:
    """Return True if the reader can decide the claim now."""
    refused = machine.refusal(shown.claim, Move.DECIDE, by=Side.STAFF, now=moment_of(shown.account.id))
    return shown.may_write and refused is None and shown.claim.proposal is None


def _own(shown: ClaimShown) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in PARTS:
        module, _, name = part.values.partition(":")
        yield part.template, getattr(import_module(module), name)(shown)


def _added(shown: ClaimShown) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the parts of features that have something to show."""
    for feature, part in claim_parts():
        values = feature.load(part.values)(shown) if may(shown.caller, part.scope) else None
        if values is not None:
            yield part.template, values


def _facts(shown: ClaimShown) -> Sequence[tuple[str, str]]:
    """Return the outcome, the sum and the end in words, by msgids of their labels."""
    claim, language = shown.claim, shown.language
    found: list[tuple[str, str]] = []
    if claim.outcome is not None:
        found.append(("decision", text(language, OUTCOMES[claim.outcome])))
    if claim.awarded is not None:
        found.append(("sum", money_shown(language, claim.awarded)))
    if claim.ending is not None:
        found.append(("end", text(language, ENDINGS[claim.ending])))
    if claim.paid is not None:
        found.append(("payment", f"{money_shown(language, claim.paid.money)} · {claim.paid.reference}"))
    if (ends := ends_of(claim, language)) is not None:
        found.append(("deadline", _said(ends, language)))
    return found


def _said(ends: Ends, language: Language) -> str:
    left = days_left_said(ends.days_left, language)
    said = f"{ends.label}, {text(language, N_('until {day}'), day=localized.day(language, ends.last_day))}"
    return f"{said}, {left}" if left else said


def _steps(shown: ClaimShown) -> list[Step]:
    """Return the steps of a claim: those of its process, without repair or payment if the claim goes another way."""
    claim, language = shown.claim, shown.language
    skipped = left_out(claim)
    return [
        Step(
            label=each.label,
            reached=localized.day(language, each.reached_at.astimezone(shown.account.zone)) if each.reached_at else "",
            current=each.current,
        )
        for each in steps_of(claim, language)
        if each.stage not in skipped
    ]


def _buttons(shown: ClaimShown) -> list[Button]:
    moves = machine.open_moves(shown.claim, by=Side.STAFF, now=moment_of(shown.account.id))
    hidden = {Move.REVIEW} if Move.SEND in moves else set()
    offered = [each for each in MOVES if each in moves and each not in hidden]
    decides = offers_decision(shown)
    first = [Button("decide", text(shown.language, N_("Decide the claim")), is_main=True)] if decides else []
    return [
        *first,
        *(
            Button(f"moves/{path_of(each)}", text(shown.language, MOVES[each]), not (place or decides) and each in MAIN)
            for place, each in enumerate(offered)
        ),
    ]


def _handler(shown: ClaimShown) -> str:
    handler = shown.claim.handler
    if handler is None:
        return ""
    return directory.name_users(shown.account.id, [handler]).get(handler, "")


def _handlers(shown: ClaimShown) -> list[HandlerChoice]:
    return [
        HandlerChoice(user.id, user.shown_name, user.actor == shown.claim.handler)
        for user in list_handlers(shown.account.id)
    ]
