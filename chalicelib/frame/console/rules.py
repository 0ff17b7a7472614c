"""The page of a section of settings that is one form: shown, saved, or shown again as it was typed.

A feature describes its section by a RulePage; `blueprint_of` makes two operations of it. A form that somebody has
overtaken comes back as it was typed (saving.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import Language
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    trouble,
)
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class RulesForm(Fields):
    """The rules of a section as they are typed; `base` as the page's `state` returns it."""

    base: str = ""


@dataclass(frozen=True, kw_only=True)
class RulePage[S, F: RulesForm]:
    """A section of settings (S) that is typed in one form (F)."""

    #: The section's code in addresses, /console/settings/<section>.
    section: str
    #: The rules, for the summaries of operations: `the rules for sales`.
    rules: str
    form: type[F]
    template: str
    show: Callable[[Caller], S]
    #: The digest of all that the form changes.
    state: Callable[[S], str]
    filled: Callable[[S, Language], F]
    #: Raises Invalid, whose pointers `places` leads to fields, and Conflict.
    save: Callable[[Caller, S, F], object]
    places: Mapping[str, str]
    #: The code of the notice after saving.
    notice: str
    #: Values of the template beside the form.
    values: Callable[[Caller, S, Language], Mapping[str, Any]] = lambda *_: {}

    @property
    def path(self) -> str:
        return f"/console/settings/{self.section}"


def blueprint_of[S, F: RulesForm](import_name: str, of: RulePage[S, F]) -> Blueprint:
    """Return the operations of the page of a section."""
    pages, form_type = console_pages(import_name), of.form

    @pages.operation("GET", of.path, audience=ADMINISTRATORS, media_type=HTML, summary=f"Show {of.rules}")
    def show_rules(caller: Caller, call: Call) -> Response:
        rules = of.show(caller)
        return _page(of, call, caller, rules, of.filled(rules, call.language))

    @pages.operation(
        "POST", of.path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Change {of.rules}"
    )
    def change_rules(caller: Caller, form: form_type, call: Call) -> Response:  # type: ignore[valid-type]
        return _save(of, call, caller, form)

    return pages


def _save[S, F: RulesForm](of: RulePage[S, F], call: Call, caller: Caller, form: F) -> Response:
    rules = of.show(caller)
    try:
        check_unchanged(form.base, of.state(rules))
        of.save(caller, rules, form)
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=of.places)
        return _page(of, call, caller, of.show(caller), form, found)
    return see_other(of.path, notice=of.notice)


def _page[S, F: RulesForm](
    of: RulePage[S, F], call: Call, caller: Caller, rules: S, form: F, found: Trouble = NOTHING_WRONG
) -> Response:
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        of.template,
        here=of.path,
        found=found,
        form=form,
        base=of.state(rules),
        **of.values(caller, rules, call.language),
    )
