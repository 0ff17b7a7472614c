"""Names of bases, and the choice of one, for those who see several."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.identity import directory
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember, actor_of


class BaseChoice(NamedTuple):
    """A base in the filter of the list."""

    id: str
    name: str
    chosen: bool


def name_bases(caller: Caller, bases: Iterable[str], language: Language) -> dict[str, str]:
    """Return names by base; none for a caller who sees one base only."""
    if view_of(caller).base is not None:
        return {}
    actors = {each: actor_of(StaffMember(each)) for each in bases}
    names = directory.name_users(caller.account_id, actors.values())
    house = text(language, N_("the organisation"))
    return {base: house if base == HOUSE else names.get(actor, base) for base, actor in actors.items()}


def base_choices(caller: Caller, chosen: str, language: Language) -> list[BaseChoice]:
    """Return the bases to choose from: the house's, then those of agents by name; none where there is but one."""
    if view_of(caller).base is not None:
        return []
    agents = {each.id: each.shown_name for each in directory.load_users(caller.account_id) if each.role is Role.AGENT}
    if not agents and not chosen:
        return []
    others = name_bases(caller, {chosen} - {"", HOUSE, *agents}, language)
    named = sorted({**agents, **others}.items(), key=lambda each: each[1].casefold())
    found = [(HOUSE, text(language, N_("The organisation's own"))), *named]
    return [BaseChoice(base, name, base == chosen) for base, name in found]
