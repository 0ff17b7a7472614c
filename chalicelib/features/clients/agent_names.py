"""Names of agents as their clients read them."""

import re

from chalicelib.identity import directory
from chalicelib.identity.principals import StaffMember, actor_of

#: Endings of Russian patronymics: the word before one is the given name.
_PATRONYMICS = ("вич", "вна", "ична", "оглы", "кызы")
#: Endings of Russian surnames, and the given names that end so.
_SURNAMES = (
    *("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ской", "ова", "ева", "ёва", "ина", "ына", "ская", "цкая"),
    *("енко", "чук", "щук", "юк", "ян", "дзе", "швили"),
)
_GIVEN = frozenset(
    re.findall(
        r"\w+",
        "августин августина аделина алевтина алина альбина амина ангелина антонин антонина валентин валентина "
        "василина галина дарина демьян дина ева евангелина екатерина зина ирина карина каролина касьян константин "
        "кристина лев лина лукьян мадина марина мартин марьян мина нина павлина полина регина сабина севастьян "
        "ульян эвелина элина эмин яков ян ярина",
    )
)


def short_name_of(account_id: str, agent_id: str) -> str:
    """Return an agent's given name with an initial; empty for an agent who has given none."""
    actor = actor_of(StaffMember(agent_id))
    known = directory.name_users(account_id, [actor]).get(actor, "")
    return short_name(known) if "@" not in known else ""  # of a nameless one the directory knows the e-mail


def given_name_of(account_id: str, agent_id: str) -> str:
    """Return an agent's given name alone; empty for an agent who has given none."""
    return re.sub(r" \w\.$", "", short_name_of(account_id, agent_id))


def short_name(full_name: str) -> str:
    """Return a person's given name and the initial of the surname: `Иван П.`, also of `Петров Иван`."""
    words = full_name.split()
    if len(words) < 2:  # noqa: PLR2004
        return full_name.strip()
    if len(words) > 2 and words[-1].lower().endswith(_PATRONYMICS):  # noqa: PLR2004
        return f"{words[-2]} {words[0][0]}."
    if len(words) == 2 and _is_surname(words[0]) and not _is_surname(words[1]):  # noqa: PLR2004
        return f"{words[1]} {words[0][0]}."
    last = words[1] if words[-1].lower().endswith(_PATRONYMICS) else words[-1]
    return f"{words[0]} {last[0]}."


def _is_surname(word: str) -> bool:
    """Return True for a word with a Russian surname's ending that is no given name."""
    lower = word.lower()
    return lower.endswith(_SURNAMES) and lower not in _GIVEN and not lower.endswith(_PATRONYMICS)
