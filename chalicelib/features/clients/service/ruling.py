"""Changes of an account's settings for clients: texts of consents, and retention."""

from datetime import date

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_, Language
from chalicelib.base.words import block, line
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.rules import today_in
from chalicelib.features.clients.settings import ClientSettings, ConsentText, Retention
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

#: Characters of a text: all of them fit into the section.
_MOST = 8000
_LAW_MOST = 200


def show_rules(caller: Caller) -> Section[ClientSettings]:
    """Return the rules for clients as they are now."""
    return sections.show(caller.account_id, ClientSettings)


def change_text(
    caller: Caller, purpose: Purpose, language: Language, *, text: str, since: date | None, version: int
) -> ConsentText:
    """Replace the text of a consent; an empty one ends its use. Raises Invalid, Conflict.

    `version`: of the rules that were read. The version of the text rises if the text is another one.
    """
    rules = show_rules(caller).value
    before = rules.find_text(purpose, language)
    after = _checked(
        before, purpose, language, text=block(text), since=since or today_in(accounts.load_account(caller.account_id))
    )
    others = tuple(each for each in rules.texts if (each.purpose, each.language) != (purpose, language))
    changed = rules.model_copy(update={"texts": (*others, after)})
    sections.change(caller.account_id, changed, since=version)
    return after


def change_retention(
    caller: Caller, *, policies: Retention | None, cases: Retention | None, version: int
) -> ClientSettings:
    """Replace the retention of clients with policies, and of those with cases. Raises Invalid, Conflict."""
    found = Findings()
    found.add(_wrong_retention("policies", policies))
    found.add(_wrong_retention("cases", cases))
    found.demand_none()
    changed = show_rules(caller).value.model_copy(update={"policies": policies, "cases": cases})
    return sections.change(caller.account_id, changed, since=version).value


def _checked(
    before: ConsentText | None, purpose: Purpose, language: Language, *, text: str, since: date
) -> ConsentText:
    found = Findings()
    if len(text) > _MOST:
        found.add([FieldError("/text", N_("Must have at most {max_length} characters."), {"max_length": _MOST})])
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
    if len(retention.law) > _LAW_MOST:
        message = N_("Must have at most {max_length} characters.")
        return [FieldError(f"/{name}/law", message, {"max_length": _LAW_MOST})]
    return []
