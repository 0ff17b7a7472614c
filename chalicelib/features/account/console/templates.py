"""Settings: templates, the kinds of request that staff send often."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.languages import N_, Language
from chalicelib.features.account.console.changing import save, show
from chalicelib.features.account.console.template_form import (
    TemplateForm,
    form_of,
    places_of,
    template_of,
    with_template,
)
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account, Template

_REMOVAL = Removal(
    question=N_("Delete this template?"),
    warning=N_("Requests that were made with it stay as they are."),
    yes=N_("Delete"),
    notice="template_removed",
)


def _lines(account: Account, language: Language) -> Sequence[Line]:
    labels = {category.code: category.label(language) for category in account.known_categories}

    def line(each: Template) -> Line:
        return Line(each.code, each.shown_name, [", ".join(labels.get(one.code, one.code) for one in each.categories)])

    return [line(each) for each in account.templates]


def _changes(
    caller: Caller, account: Account, form: TemplateForm, known: Template | None, _page: Language
) -> Mapping[str, Any]:
    template = template_of(form, account, known, check=lambda all_: accounts.check_changes(caller, {"templates": all_}))
    return {"templates": with_template(account, template)}


def _without(account: Account, code: str) -> Mapping[str, Any]:
    return {"templates": tuple(each for each in account.templates if each.code != code)}


template_pages = blueprint_of(
    __name__,
    EntryPages[Account, Template, TemplateForm](
        section="templates",
        thing="template",
        words=Words(
            heading=N_("Templates"),
            intro=N_("Kinds of request that are sent often: staff choose one in place of ticking categories."),
            add=N_("Add a template"),
            unknown=N_("There is no such template."),
            gone=N_("There is no such template any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this template meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one under this or another code, or go back to all templates."
            ),
            none=N_("There are no templates yet."),
        ),
        form=TemplateForm,
        template="settings_template.html",
        show=show,
        save=save,
        entries=lambda account: account.templates,
        lines=_lines,
        label=lambda template, _: template.shown_name,
        filled=lambda entry, _: form_of(entry),
        changes=_changes,
        places=lambda account, form, code: places_of(form, account, code),
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=lambda account, form, _known, language: {
            "offered": [(each, each.label(language)) for each in account.offered_categories(form.categories)]
        },
    ),
)
