"""Settings: the client area, its address and its rules."""

from functools import partial

from chalicelib.base.emails import ascii_address
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.base.settings import settings
from chalicelib.base.words import block
from chalicelib.features.cabinet.area_changing import change_area, show_area
from chalicelib.frame.area.settings import (
    DEVICE_DAYS,
    HELP_LENGTH,
    MOST_SUM,
    QUESTIONS,
    WELCOME_LENGTH,
    AreaSettings,
    QuestionCode,
    is_slug,
    wrong_slug,
)
from chalicelib.frame.area.site import page_path
from chalicelib.frame.console.numbers import whole_number
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy.sections import Section

_NUMBERS = {"device_days": DEVICE_DAYS, "code_above": (0, MOST_SUM)}
#: Texts by language, with their lengths.
_TEXTS = {"welcome": WELCOME_LENGTH, "help_text": HELP_LENGTH}
_PLACES = {
    "/slug": "slug",
    **{f"/{name}/{language}": f"{name}_{language}" for name in _TEXTS for language in LANGUAGES},
    **{f"/{name}": name for name in _NUMBERS},
    "/help_email": "help_email",
    "/questions": "ask_document",
}
#: By question: its label.
_QUESTION_LABELS = {
    "document": N_("The end of the document's number"),
    "sum_insured": N_("The sum insured"),
    "premium": N_("The premium"),
}
_NO_QUESTION = N_("Tick at least one question.")


class AreaForm(RulesForm):
    """The rules as they are typed."""

    slug: str = ""
    on: str = ""
    welcome_ru: str = ""
    welcome_es: str = ""
    welcome_en: str = ""
    device_days: str = ""
    automatic_invitations: str = ""
    code_above: str = ""
    help_email: str = ""
    help_text_ru: str = ""
    help_text_es: str = ""
    help_text_en: str = ""
    ask_document: str = ""
    ask_sum_insured: str = ""
    ask_premium: str = ""


def _read(form: AreaForm) -> dict[str, object]:
    found = Findings()
    changes: dict[str, object] = {
        "slug": found.attempt(lambda: _slug(form.slug), otherwise=""),
        "on": form.on == "yes",
        **{name: _texts(form, name, found) for name in _TEXTS},
        **{
            name: found.attempt(partial(whole_number, getattr(form, name), bounds, at=f"/{name}"), otherwise=1)
            for name, bounds in _NUMBERS.items()
        },
        "automatic_invitations": form.automatic_invitations == "yes",
        "questions": found.attempt(lambda: _questions(form), otherwise=QUESTIONS),
        "help_email": found.attempt(lambda: _email(form.help_email), otherwise=None),
    }
    found.demand_none()
    return changes


def _slug(typed: str) -> str:
    slug = typed.strip().lower()
    if slug and not is_slug(slug):
        raise Invalid([wrong_slug()])
    return slug


def _texts(form: AreaForm, name: str, found: Findings) -> dict[Language, str]:
    """Return the texts that were typed of a rule, by language."""
    typed: dict[Language, str] = {
        language: found.attempt(partial(_text, name, language, getattr(form, f"{name}_{language}")), otherwise="")
        for language in LANGUAGES
    }
    return {language: written for language, written in typed.items() if written}


def _text(name: str, language: Language, typed: str) -> str:
    written, most = block(typed), _TEXTS[name]
    if len(written) > most:
        message = N_("Must have at most {max_length} characters.")
        raise Invalid([FieldError(f"/{name}/{language}", message, {"max_length": most})])
    return written


def _questions(form: AreaForm) -> tuple[QuestionCode, ...]:
    ticked = tuple(each for each in QUESTIONS if getattr(form, f"ask_{each}") == "yes")
    if not ticked:
        raise Invalid([FieldError("/questions", _NO_QUESTION)])
    return ticked


def _email(typed: str) -> str | None:
    if not typed.strip():
        return None
    try:
        return ascii_address(typed)
    except ValueError as error:
        raise Invalid([FieldError("/help_email", str(error))]) from error


def _filled(area: Section[AreaSettings], _language: Language) -> AreaForm:
    rules = area.value
    texts = {f"{name}_{language}": getattr(rules, name).get(language, "") for name in _TEXTS for language in LANGUAGES}
    return AreaForm(
        base=_state(area),
        slug=rules.slug,
        on="yes" if rules.on else "",
        **{name: str(getattr(rules, name)) for name in _NUMBERS},
        automatic_invitations="yes" if rules.automatic_invitations else "",
        help_email=rules.help_email or "",
        **{f"ask_{each}": "yes" for each in rules.questions},
        **texts,
    )


def _state(area: Section[AreaSettings]) -> str:
    return state_of(area.value)


def _save(caller: Caller, area: Section[AreaSettings], form: AreaForm) -> object:
    return change_area(caller, _read(form), version=area.version)


def _values(_caller: Caller, area: Section[AreaSettings], _language: Language) -> dict[str, object]:
    rules = area.value
    is_open = bool(rules.slug and rules.on)
    return {
        "page_of_area": f"{settings().public_base_url}{page_path(rules.slug)}" if is_open else "",
        "questions": _QUESTION_LABELS,
    }


settings_pages = blueprint_of(
    __name__,
    RulePage[Section[AreaSettings], AreaForm](
        section="area",
        rules="the rules for the client area",
        form=AreaForm,
        template="settings_area.html",
        show=show_area,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="area_rules_saved",
        values=_values,
    ),
)
