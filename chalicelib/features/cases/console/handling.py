"""The handler of a case, and the offers to take it and to hand it over."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases.handling import list_colleagues, may_hand_over
from chalicelib.features.cases.model import Case
from chalicelib.identity import directory
from chalicelib.identity.model import Caller, Scope, User
from chalicelib.identity.powers import may

#: In the form of a hand-over, in place of a colleague.
NOBODY = "nobody"


class HandOver(NamedTuple):
    """A refused hand-over: the chosen person, and the problem with that choice."""

    to: str
    wrong: str


class Colleague(NamedTuple):
    """A colleague to whom a case can be handed over."""

    value: str
    label: str
    chosen: bool


class Handling(NamedTuple):
    """`said`: who handles the case, in words, '' for nobody; `handler`: the actor, '' for nobody.

    `colleagues`: whom the reader may hand the case over to, empty where the reader may not or there is nobody.
    """

    said: str
    handler: str
    can_be_taken: bool
    colleagues: Sequence[Colleague]
    wrong: str


def handling(case: Case, *, caller: Caller, language: Language, tried: HandOver | None = None) -> Handling:
    """Return a case's handler and the reader's choices."""
    may_write = may(caller, Scope.CASES_WRITE)
    return Handling(
        said=_said(case.handler, caller=caller, language=language),
        handler=case.handler or "",
        can_be_taken=case.handler != caller.actor and may_write,
        colleagues=_colleagues(case, caller, language, tried) if may_write and may_hand_over(caller, case) else (),
        wrong=tried.wrong if tried else "",
    )


def _said(handler: str | None, *, caller: Caller, language: Language) -> str:
    if handler is None:
        return ""
    if handler == caller.actor:
        return text(language, N_("Handled by you"))
    named = directory.name_users(caller.account_id, [handler]).get(handler)
    return text(language, N_("Handled by {name}"), name=named or text(language, N_("A colleague")))


def _colleagues(case: Case, caller: Caller, language: Language, tried: HandOver | None) -> list[Colleague]:
    others = [user for user in list_colleagues(caller) if user.actor not in {case.handler, caller.actor}]
    named, chosen = Counter(user.shown_name for user in others), tried.to if tried else ""
    offered = [Colleague(user.id, _label(user, named), user.id == chosen) for user in others]
    if case.handler is not None and offered:
        offered.append(Colleague(NOBODY, text(language, N_("Nobody: whoever takes it")), chosen == NOBODY))
    return offered


def _label(user: User, named: Counter[str]) -> str:
    """Return the name, with the e-mail where others have the same name."""
    return user.shown_name if named[user.shown_name] == 1 else f"{user.shown_name} ({user.email})"
