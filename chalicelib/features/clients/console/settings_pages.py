"""Settings: the texts of consents, the retention after an erasure, limits, and the proofs of erasures."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid, NotFound
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.words import HELD, PURPOSES
from chalicelib.features.clients.personal import Erasure, Purpose
from chalicelib.features.clients.service import ruling
from chalicelib.features.clients.settings import LIMITS, ClientSettings, Retention, usual_retention
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    LANGUAGE_NAMES,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.sections import Section

_HERE = "/console/settings/clients"
_TEXT = f"{_HERE}/texts/{{text_code}}"
_PROOFS = 50
_MOST_YEARS = 75
_LIMIT_DIGITS = 9
_PLACES = {
    "/policies/years": "policies_years",
    "/policies/law": "policies_law",
    "/cases/years": "cases_years",
    "/cases/law": "cases_law",
    **{f"/limits/{name}": name for name in LIMITS},
}


class NumbersForm(RulesForm):
    """Retention and limits as they are typed; empty retention stands for the country's usual one."""

    policies_years: str = ""
    policies_law: str = ""
    cases_years: str = ""
    cases_law: str = ""
    added_per_day: str = ""
    bound_share: str = ""
    stale_months: str = ""
    replaced_within_days: str = ""


class TextForm(Fields):
    """The text of a consent as it is typed."""

    base: str = ""
    text: str = ""
    since: str = ""


def _read_code(text_code: str) -> tuple[Purpose, Language]:
    purpose, _, language = text_code.partition("-")
    found = next((each for each in Purpose if each.value == purpose), None)
    spoken = next((each for each in LANGUAGES if each == language), None)
    if found is None or spoken is None:
        raise NotFound(N_("There is no such consent."))
    return found, spoken


def _read_since(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return read_date(typed)
    except ValueError as error:
        raise Invalid([FieldError("/since", str(error))]) from error


def _state(section: Section[ClientSettings]) -> str:
    rules = section.value
    return state_of(rules.policies, rules.cases, rules.limits)


def _read(form: NumbersForm) -> ruling.RuleChanges:
    found = Findings()
    policies = found.attempt(lambda: _retention("policies", form.policies_years, form.policies_law), otherwise=None)
    cases = found.attempt(lambda: _retention("cases", form.cases_years, form.cases_law), otherwise=None)
    numbers = {name: found.attempt(partial(_limit, name, getattr(form, name)), otherwise=0) for name in LIMITS}
    found.demand_none()
    return ruling.RuleChanges(retention={"policies": policies, "cases": cases}, limits=numbers)


def _limit(name: str, typed: str) -> int:
    digits = "".join(typed.split())
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LIMIT_DIGITS else None
    if wrong := ruling.wrong_limit(name, number):
        raise Invalid(wrong)
    return number or 0


def _retention(name: str, years: str, law: str) -> Retention | None:
    if not years.strip() and not law.strip():
        return None
    if not (years.strip().isascii() and years.strip().isdigit() and int(years) <= _MOST_YEARS):
        raise Invalid([FieldError(f"/{name}/years", N_("Write a number of years, from 0 to {most}."), {"most": 75})])
    if not law.strip():
        raise Invalid([FieldError(f"/{name}/law", N_("Write the law that demands it, with its article."))])
    return Retention(years=int(years), law=law.strip())


def _filled(section: Section[ClientSettings], _language: Language) -> NumbersForm:
    rules = section.value
    policies, cases = rules.policies, rules.cases
    return NumbersForm(
        base=_state(section),
        policies_years=str(policies.years) if policies else "",
        policies_law=policies.law if policies else "",
        cases_years=str(cases.years) if cases else "",
        cases_law=cases.law if cases else "",
        **{name: str(getattr(rules.limits, name)) for name in LIMITS},
    )


def _save(caller: Caller, section: Section[ClientSettings], form: NumbersForm) -> object:
    return ruling.change_rules(caller, _read(form), version=section.version)


def _values(caller: Caller, section: Section[ClientSettings], language: Language) -> dict[str, Any]:
    account = accounts.show_account(caller.account_id)
    return {
        "texts": _texts(section.value, account, language),
        "usual": usual_retention(account),
        "proofs": _proofs(caller, account, language),
    }


def _text_page(call: Call, caller: Caller, text_code: str, form: TextForm, found: Trouble = NOTHING_WRONG) -> Response:
    purpose, language = _read_code(text_code)
    known = ruling.show_rules(caller).value.find_text(purpose, language)
    return section_page(
        call,
        caller,
        None,
        "settings_consent_text.html",
        here=_TEXT.format(text_code=text_code),
        found=found,
        form=form,
        base=state_of(known),
        known_version=known.version if known else 0,
        purpose=text(call.language, PURPOSES[purpose]),
        written_in=language,
        at=_HERE,
    )


def _texts(
    rules: ClientSettings, account: Account, language: Language
) -> Sequence[tuple[str, Sequence[dict[str, Any]]]]:
    """Return the purposes by name, each with its text in every language of the account."""
    return [
        (text(language, PURPOSES[purpose]), [_text_line(rules, purpose, each, language) for each in account.languages])
        for purpose in Purpose
    ]


def _text_line(rules: ClientSettings, purpose: Purpose, written_in: Language, language: Language) -> dict[str, Any]:
    known = rules.find_text(purpose, written_in)
    return {
        "code": f"{purpose.value}-{written_in}",
        "written_in": LANGUAGE_NAMES[written_in],
        "version": known.version if known and known.text else 0,
        "since": localized.day(language, known.since) if known else "",
    }


def _proofs(caller: Caller, account: Account, language: Language) -> Sequence[dict[str, Any]]:
    found = service.list_erasures(caller, limit=_PROOFS, position=None).items
    names = directory.name_users(account.id, {each.actor for each in found})
    return [_proof(each, account, language, names) for each in found]


def _proof(proof: Erasure, account: Account, language: Language, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": proof.client_id,
        "when": localized.moment(language, proof.at, account.zone),
        "who": names.get(proof.actor) or text(language, label_of(proof.actor)),
        "reason": proof.reason,
        "kept": localized.listed([text(language, HELD[each]) for each in proof.kept if each in HELD]),
        "until": localized.day(language, proof.kept_until) if proof.kept_until and not proof.finished_at else "",
        "law": proof.law,
    }


settings_pages = blueprint_of(
    __name__,
    RulePage[Section[ClientSettings], NumbersForm](
        section="clients",
        rules="the rules for clients",
        form=NumbersForm,
        template="settings_clients.html",
        show=ruling.show_rules,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="clients_settings_saved",
        values=_values,
    ),
)


@settings_pages.operation("GET", _TEXT, audience=ADMINISTRATORS, media_type=HTML, summary="The text of a consent")
def show_text(caller: Caller, text_code: str, call: Call) -> Response:
    """Show the present text of a purpose in a language."""
    purpose, language = _read_code(text_code)
    known = ruling.show_rules(caller).value.find_text(purpose, language)
    since = localized.day(call.language, known.since) if known else ""
    form = TextForm(base=state_of(known), text=known.text if known else "", since=since)
    return _text_page(call, caller, text_code, form)


@settings_pages.operation(
    "POST", _TEXT, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the text of a consent"
)
def change_text(caller: Caller, text_code: str, form: TextForm, call: Call) -> Response:
    """Save the text under the next version, or show it again as it was typed."""
    purpose, language = _read_code(text_code)
    rules = ruling.show_rules(caller)
    try:
        check_unchanged(form.base, state_of(rules.value.find_text(purpose, language)))
        ruling.change_text(
            caller, purpose, language, text=form.text, since=_read_since(form.since), version=rules.version
        )
    except (Invalid, Conflict) as error:
        places = {"/text": "text", "/since": "since"}
        return _text_page(call, caller, text_code, form, trouble(error, language=call.language, places=places))
    return see_other(_HERE, notice="clients_settings_saved")
