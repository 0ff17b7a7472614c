"""Changes of an account's settings for clients: texts of consents, retention, limits."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_, Language
from chalicelib.base.words import block, line
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.rules import today_in
from chalicelib.features.clients.settings import LIMITS, ClientSettings, ConsentText, Retention
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

#: Characters of a text: all of them fit into the section.
MOST = 8000
LAW_MOST = 200
_TWICE = N_("This purpose has a text in this language in the same list already.")


class NewText(NamedTuple):
    """The text of a consent as somebody gives it; `since` None: from today."""

    purpose: Purpose
    language: Language
    text: str
    since: date | None = None


class RuleChanges(NamedTuple):
    """Changes of the rules; other texts, retentions and limits stay."""

    texts: Sequence[NewText] = ()
    #: By name (`policies`, `cases`); None: the usual one of the country.
    retention: Mapping[str, Retention | None] = MappingProxyType({})
    #: By name.
    limits: Mapping[str, int] = MappingProxyType({})


def show_rules(caller: Caller) -> Section[ClientSettings]:
    """Return the rules for clients as they are now."""
    return sections.show(caller.account_id, ClientSettings)


def change_text(
    caller: Caller, purpose: Purpose, language: Language, *, text: str, since: date | None, version: int
) -> None:
    """Replace the text of a consent; an empty one ends its use. Raises Invalid, Conflict.

    `version`: of the rules that were read. The version of the text rises if the text is another one.
    """
    change_rules(caller, RuleChanges(texts=(NewText(purpose, language, text, since),)), version=version)


def change_rules(caller: Caller, changes: RuleChanges, *, version: int) -> Section[ClientSettings]:
    """Change the rules for clients that were read in a version. Raises Invalid, Conflict."""
    check_changes(changes)
    rules = show_rules(caller).value.model_copy(update=changes.retention)
    rules = rules.model_copy(update={"limits": rules.limits.model_copy(update=changes.limits)})
    today = today_in(accounts.load_account(caller.account_id))
    for each in changes.texts:
        rules = _with_text(rules, each, since=each.since or today)
    return sections.change(caller.account_id, rules, since=version)


def check_changes(changes: RuleChanges) -> None:
    """Raise Invalid with everything that changes of the rules would be refused for."""
    found = Findings()
    for name, retention in changes.retention.items():
        found.add(_wrong_retention(name, retention))
    for limit, number in changes.limits.items():
        found.add(wrong_limit(limit, number))
    named = [(each.purpose, each.language) for each in changes.texts]
    twice = [place for place, each in enumerate(named) if each in named[:place]]
    found.add(FieldError(f"/texts/{place}", _TWICE) for place in twice)
    found.demand_none()


def _with_text(rules: ClientSettings, new: NewText, *, since: date) -> ClientSettings:
    before = rules.find_text(new.purpose, new.language)
    after = _checked(before, new.purpose, new.language, text=block(new.text), since=since)
    others = tuple(each for each in rules.texts if (each.purpose, each.language) != (new.purpose, new.language))
    return rules.model_copy(update={"texts": (*others, after)})


def wrong_limit(name: str, value: int | None) -> list[FieldError]:
    """Return the error of a limit that is no number, or beyond its bounds."""
    least, most = LIMITS[name]
    if value is not None and least <= value <= most:
        return []
    params = {"least": least, "most": most}
    return [FieldError(f"/limits/{name}", N_("Write a whole number from {least} to {most}."), params)]


def _checked(
    before: ConsentText | None, purpose: Purpose, language: Language, *, text: str, since: date
) -> ConsentText:
    found = Findings()
    if len(text) > MOST:
        found.add([FieldError("/text", N_("Must have at most {max_length} characters."), {"max_length": MOST})])
    found.demand_none()
    version = before.version if before else 0
    if before is None or before.text != text:
        version += 1
    return ConsentText(purpose=purpose, language=language, text=text, version=version, since=since)


def _wrong_retention(name: str, retention: Retention | None) -> list[FieldError]:
    if retention is None:
        return []
    if not line(retention.law):
        return [FieldError(f"/{name}/law", N_("Write the law that demands it, with its article."))]
    if len(retention.law) > LAW_MOST:
        message = N_("Must have at most {max_length} characters.")
        return [FieldError(f"/{name}/law", message, {"max_length": LAW_MOST})]
    return []
