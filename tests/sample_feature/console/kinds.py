"""Settings of visits: the kinds of visit that an account plans, a list of entries."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import Language
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.saving import REQUIRED, SettingsForm, state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section
from tests.sample_feature.settings import VisitKind, VisitSettings

Settings = Section[VisitSettings]


class KindForm(SettingsForm):
    """A kind of visit as it is typed."""

    name: str = ""


def _filled(kind: VisitKind | None) -> KindForm:
    return KindForm(base=state_of(kind), code=kind.code, name=kind.name) if kind else KindForm(base=state_of(None))


def _lines(settings: Settings, _: Language) -> Sequence[Line]:
    return [Line(each.code, each.name, [f"{settings.value.minutes} min"]) for each in settings.value.kinds]


def _changes(
    _: Caller, settings: Settings, form: KindForm, known: VisitKind | None, _page: Language
) -> Mapping[str, Any]:
    if not form.name.strip():
        raise Invalid([FieldError("/name", REQUIRED)])
    typed = VisitKind(code=known.code if known else form.code, name=form.name.strip())
    return {"kinds": tuple(({each.code: each for each in settings.value.kinds} | {typed.code: typed}).values())}


def _save(caller: Caller, settings: Settings, changes: Mapping[str, Any]) -> object:
    after = settings.value.model_copy(update=dict(changes))
    return sections.change(caller.account_id, after, since=settings.version)


KINDS = EntryPages[Settings, VisitKind, KindForm](
    section="visits",
    thing="kind",
    words=Words(
        heading="Kinds of visit",
        intro="What an appraiser comes for.",
        add="Add a kind",
        unknown="No such kind.",
        gone="That kind is gone.",
        removed="Somebody has removed this kind.",
        none="No kinds yet.",
    ),
    form=KindForm,
    template="visit_kind.html",
    show=lambda caller: sections.show(caller.account_id, VisitSettings),
    save=_save,
    entries=lambda settings: settings.value.kinds,
    lines=_lines,
    label=lambda kind, _: kind.name,
    filled=lambda kind, _: _filled(kind),
    changes=_changes,
    places=lambda *_: {"/name": "name"},
    without=lambda settings, code: {"kinds": tuple(each for each in settings.value.kinds if each.code != code)},
    removal=lambda *_: Removal("Delete this kind?", "Visits keep it.", "Delete", "kind_removed"),
)
kind_pages = blueprint_of(__name__, KINDS)
BLUEPRINTS = (kind_pages,)
