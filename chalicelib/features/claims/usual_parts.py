"""Parts of the usual processes: stages and documents, with their texts in all languages."""

from typing import Any

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.claims.deadlines.rules import Conditions
from chalicelib.features.claims.processes import Labels, Need, SlotRule, StageRule
from chalicelib.features.claims.stages import Stage

#: In Russian, Spanish and English.
Texts = tuple[str, str, str]


def in_languages(russian: str, spanish: str, english: str) -> Labels:
    """Return texts by language."""
    return dict(zip(LANGUAGES, (russian, spanish, english), strict=True))


def stage(code: Stage, *names: str) -> StageRule:
    """Return a stage; `names`: its labels in Russian, Spanish and English."""
    return StageRule(code=code, labels=in_languages(*names))


def slot(
    code: str,
    names: Texts,
    why: Texts,
    example: Texts,
    *,
    when: Conditions | None = None,
    unless: Conditions | None = None,
    need: Need = "required",
    group: str | None = None,
    least: int = 1,
    photos: str | None = None,
    **more: Any,
) -> SlotRule:
    """Return a document of these parts, its texts in Russian, Spanish and English."""
    return SlotRule(
        code=code,
        labels=in_languages(*names),
        why=in_languages(*why),
        example=in_languages(*example),
        when=when or {},
        unless=unless or {},
        need=need,
        group=group,
        min=least,
        photos=photos,
        **more,
    )
