"""Names of bases, and the choice of one, for those who see several."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.identity import directory
from chalicelib.identity.model import Caller, Role


class BaseChoice(NamedTuple):
    """A base in the filter of the list."""

    id: str
    name: str
    chosen: bool


def name_bases(caller: Caller, bases: Iterable[str], language: Language) -> dict[str, str]:
    """Return names by base; none for a caller who sees one base only."""
    if view_of(caller).base is not None:
        return {}
    return {each: _name(caller.account_id, each, language) for each in bases}


def base_choices(caller: Caller, chosen: str, language: Language) -> list[BaseChoice]:
    """Return the bases to choose from: the house's, then those of present and former agents by name.

    None where there is but one.
    """
    if view_of(caller).base is not None:
        return []
    users = directory.load_users(caller.account_id)
    agents = {each.id for each in users if each.role is Role.AGENT or each.was_agent}
    if not agents and not chosen:
        return []
    named = name_bases(caller, (agents | {chosen}) - {"", HOUSE}, language)
    others = sorted(named.items(), key=lambda each: each[1].casefold())
    found = [(HOUSE, text(language, N_("The organisation's own"))), *others]
    return [BaseChoice(base, name, base == chosen) for base, name in found]


def _name(account_id: str, base: str, language: Language) -> str:
    if base == HOUSE:
        return text(language, N_("the organisation"))
    agent = directory.find_user(base)
    if agent is None or agent.account_id != account_id:
        return text(language, N_("removed agent …{end}"), end=base[-6:])
    if agent.disabled:
        return text(language, N_("{name} (no access any more)"), name=agent.shown_name)
    if agent.role is not Role.AGENT:
        return text(language, N_("{name} (no longer an agent)"), name=agent.shown_name)
    return agent.shown_name
