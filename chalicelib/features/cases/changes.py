"""Changes of a case: each function returns the case as it is afterwards, not yet written."""

from chalicelib.base.clock import now
from chalicelib.features.cases.model import TERMS_RULE, Case


def touched(case: Case, **changes: object) -> Case:
    """Return the case changed now, its version one more."""
    written = {"changed_at": now(), "version": case.version + 1, "terms_rule": TERMS_RULE}
    return case.model_copy(update={**changes, **written})


def photo_filed(before: Case, *, category: str) -> tuple[Case, int]:
    """Return the case with one more photo to review, and the photo's number in its category (never used again)."""
    number = before.filed.get(category, 0) + 1
    filed = {**before.filed, category: number}
    return touched(_waiting(before, 1), filed=filed, attachments=before.attachments + 1), number


def photo_removed(before: Case, *, waited: bool) -> Case:
    """Return the case with one photo less; `waited`: the photo was one to review."""
    return touched(_waiting(before, -1 if waited else 0), attachments=before.attachments - 1)


def photo_reviewed(before: Case, *, waiting: int) -> Case:
    """Return the case after a verdict, with so many photos more (or less) to review."""
    return touched(_waiting(before, waiting))


def _waiting(case: Case, more: int) -> Case:
    """Return the case with more photos to review. The first one sets the moment since which there are some."""
    count = max(0, case.to_review + more)
    since = (case.review_since or now()) if count else None
    return case.model_copy(update={"to_review": count, "review_since": since})
