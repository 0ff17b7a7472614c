"""Who sees to a case, and the offer to take it."""

from typing import NamedTuple

from chalicelib.accounts import service as accounts
from chalicelib.accounts.model import Caller, Scope
from chalicelib.api.auth import may
from chalicelib.cases.model import Case
from chalicelib.languages import N_, Language, text


class Handling(NamedTuple):
    """`said`: who handles the case, in words, '' for nobody; `handler`: the actor, '' for nobody."""

    said: str
    handler: str
    can_be_taken: bool


def handling(case: Case, *, caller: Caller, language: Language) -> Handling:
    """Return who handles a case, and whether the reader may take it."""
    return Handling(
        said=_said(case.handler, caller=caller, language=language),
        handler=case.handler or "",
        can_be_taken=case.handler != caller.actor and may(caller, Scope.CASES_WRITE),
    )


def _said(handler: str | None, *, caller: Caller, language: Language) -> str:
    if handler is None:
        return ""
    if handler == caller.actor:
        return text(language, N_("Handled by you"))
    named = accounts.name_users(caller.account_id, [handler]).get(handler)
    return text(language, N_("Handled by {name}"), name=named or text(language, N_("A colleague")))
