"""The form of a template: which categories it asks for, and with which numbers of their own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, ValidationError

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_
from chalicelib.features.account.console.category_form import TAKEN, is_taken
from chalicelib.features.account.schemas import TemplateBody, stored
from chalicelib.frame.console.codes import proposed
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import REQUIRED, SettingsForm, check_part, state_of, with_stand_ins
from chalicelib.tenancy.model import Account, Template

_REMOVED = N_("Somebody has removed meanwhile what you had ticked: {codes}. Tick others, or save without it.")


class TemplateForm(SettingsForm):
    """A template as it is typed; the numbers of a category are in fields of its code, `min-vin`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    name: str = ""
    comment: str = ""
    categories: tuple[str, ...] = ()

    def number(self, bound: str, code: str) -> str:
        """Return the typed `min` or `max` of a category."""
        return str((self.model_extra or {}).get(f"{bound}-{code}", "")).strip()


def form_of(template: Template | None) -> TemplateForm:
    """Return the form of a template, or an empty one."""
    if template is None:
        return TemplateForm(base=state_of(None))
    numbers = {
        f"{bound}-{choice.code}": str(number)
        for choice in template.categories
        for bound, number in (("min", choice.min), ("max", choice.max))
        if number is not None
    }
    return TemplateForm(
        base=state_of(template),
        code=template.code,
        name=template.name,
        comment=template.comment,
        categories=tuple(choice.code for choice in template.categories),
        **numbers,
    )


def chosen(form: TemplateForm, account: Account) -> Sequence[str]:
    """Return the codes that are ticked and that the account has, in its order."""
    return [category.code for category in account.known_categories if category.code in form.categories]


def template_of(
    form: TemplateForm, account: Account, known: Template | None, *, check: Callable[[tuple[Template, ...]], object]
) -> Template:
    """Return the typed template. Raises Invalid with the fields of a template, also for objections of `check`."""
    codes = chosen(form, account)
    lacking = [] if form.name.strip() else [FieldError("/name", REQUIRED)]
    lacking += [FieldError("/code", TAKEN)] if not known and is_taken(form, account.templates) else []
    typed: dict[str, Any] = {
        "code": known.code if known else _code(form, account),
        "name": form.name.strip() or "-",
        "comment": form.comment.replace("\r\n", "\n"),
        "categories": [
            {"code": code, "min": form.number("min", code) or None, "max": form.number("max", code) or None}
            for code in codes
        ],
    }
    lacking += _wrong_ticks(form, codes)
    return stored(
        Template, read_typed(TemplateBody, typed, lacking=lacking, check=lambda part: _check(part, account, check))
    )


def _check(part: TemplateBody, account: Account, check: Callable[[tuple[Template, ...]], object]) -> None:
    try:
        template = stored(Template, with_stand_ins(part, code="unreadable", name="-"))
    except ValidationError:  # too little could be read
        return
    templates = with_template(account, template)
    check_part(lambda: check(templates), at=f"/templates/{templates.index(template)}")


def _wrong_ticks(form: TemplateForm, codes: Sequence[str]) -> list[FieldError]:
    """Return the findings of the ticks. Categories removed since the page was opened aren't left out unseen."""
    removed = [code for code in form.categories if code not in codes]
    if removed:
        return [FieldError("/categories", _REMOVED, {"codes": ", ".join(removed)})]
    return [] if codes else [FieldError("/categories", N_("Tick at least one."))]


def _code(form: TemplateForm, account: Account) -> str:
    taken = {template.code for template in account.templates}
    return form.code.strip() or proposed(form.name, taken=taken, fallback="template")


def with_template(account: Account, template: Template) -> tuple[Template, ...]:
    """Return the account's templates with this one in its place."""
    return tuple(({each.code: each for each in account.templates} | {template.code: template}).values())


def places_of(form: TemplateForm, account: Account, code: str | None) -> Mapping[str, str]:
    """Return the form's fields by pointer, into a template and into the account's settings."""
    here = [each.code for each in account.templates]
    place = here.index(code) if code in here else len(here)
    fields = {"/name": "name", "/code": "code", "/categories": "categories"}
    for number, each in enumerate(chosen(form, account)):
        fields |= {f"/categories/{number}/min": f"min-{each}", f"/categories/{number}/max": f"max-{each}"}
    fields["/comment"] = "comment"
    return {f"{before}{pointer}": name for before in ("", f"/templates/{place}") for pointer, name in fields.items()}
