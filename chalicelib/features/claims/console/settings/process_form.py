"""The form of a process of claims: its stages, its terms and its rules of decisions."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, ValidationError

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.claims.console.settings.process_entries import Entry, Shown, beginning
from chalicelib.features.claims.process_bodies import ClaimProcessBody, stored
from chalicelib.features.claims.process_rules import wrong_process
from chalicelib.features.claims.processes import ALWAYS, ClaimProcess
from chalicelib.features.claims.stages import Stage
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.labels import label_fields
from chalicelib.frame.console.numbers import typed_amount, written
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, state_of

_CHOOSE = N_("Choose a process of cases that has no rules of its own yet.")
DAYS = ("dispute_days", "reopen_days", "undo_days")
TICKS = ("announced", "notice_by_client", "accepts", "tells_client")


class ProcessForm(SettingsForm):
    """A process as it is typed; its stages are in fields of their code, `repair-used`, `repair-label_ru`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    do: str = ""
    announced: str = ""
    notice_by_client: str = ""
    accepts: str = ""
    tells_client: str = ""
    second_person_over: str = ""
    dispute_days: str = ""
    reopen_days: str = ""
    undo_days: str = ""

    def stage(self, stage: Stage, name: str) -> str:
        """Return a typed field of a stage."""
        return str((self.model_extra or {}).get(f"{stage}-{name}", "")).strip()

    def uses(self, stage: Stage) -> bool:
        """Return True if a stage is ticked, or no process goes without it."""
        return stage in ALWAYS or bool(self.stage(stage, "used"))

    def labels(self, stage: Stage) -> dict[Language, str]:
        """Return the typed names of a stage."""
        typed = {language: self.stage(stage, f"label_{language}") for language in LANGUAGES}
        return {language: label for language, label in typed.items() if label}


def form_of(entry: Entry | None, shown_with: ClaimProcess, language: Language) -> ProcessForm:
    """Return the form of a process; of none, that of the rules which a new one begins with."""
    process = entry.process if entry else shown_with
    stages: dict[str, str] = {}
    for each in process.stages:
        stages |= {f"{each.code}-used": "yes", **label_fields(each.labels, f"{each.code}-label")}
    most = process.second_person_over
    return ProcessForm(
        base=state_of(entry),
        code=process.code if entry else "",
        second_person_over="" if most is None else written(language, most),
        **{name: "yes" if getattr(process, name) else "" for name in TICKS},
        **{name: str(getattr(process, name)) for name in DAYS},
        **stages,
    )


def process_of(form: ProcessForm, known: Entry | None, shown: Shown, language: Language) -> ClaimProcess:
    """Return the typed process; its documents, laws and deadlines stay. Raises Invalid with all errors.

    A new one has the documents, laws and deadlines of the usual process of its code, or of all others.
    """
    lacking = []
    code = known.code if known else form.code.strip()
    if known is None and code not in shown.free(language):
        lacking.append(FieldError("/code", _CHOOSE))
        code = "unreadable"
    before = known.process if known else beginning(shown, code)
    used = [stage for stage in Stage if form.uses(stage)]
    lacking += [
        FieldError(f"/stages/{place}/labels", LABEL_NEEDED)
        for place, stage in enumerate(used)
        if not form.labels(stage)
    ]
    typed: dict[str, Any] = {
        "code": code,
        "stages": [{"code": stage, "labels": form.labels(stage) or {language: "-"}} for stage in used],
        "second_person_over": typed_amount(form.second_person_over) or None,
        **{name: bool(getattr(form, name)) for name in TICKS},
        **{name: getattr(form, name).strip() for name in DAYS},
    }
    read = stored(read_typed(ClaimProcessBody, typed, lacking=lacking, check=_check))
    return read.model_copy(update={name: getattr(before, name) for name in ("slots", "laws", "deadlines")})


def places_of(form: ProcessForm, place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a process, and into processes with this one at a place."""
    fields = {f"/{name}": name for name in ("code", *TICKS)}
    for number, stage in enumerate(stage for stage in Stage if form.uses(stage)):
        at = f"/stages/{number}"
        fields |= {at: f"{stage}-label_{LANGUAGES[0]}"}
        fields |= {f"{at}/labels/{language}": f"{stage}-label_{language}" for language in LANGUAGES}
    fields |= {f"/{name}": name for name in ("second_person_over", *DAYS)}
    return {f"{before}{at}": name for before in ("", f"/processes/{place}") for at, name in fields.items()}


def _check(body: ClaimProcessBody) -> None:
    try:
        process = stored(body)
    except ValidationError:  # too little could be read
        return
    errors = list(wrong_process(process, at=""))
    if errors:
        raise Invalid(errors)
