"""Usual days of the stage of a claim, for those who wait: measured, or nothing."""

from collections.abc import Mapping

from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.recent import recent
from chalicelib.features.claims.figures import Counts, Stays, stays_by_kind, stays_of, summed
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table.figures import read_counts
from chalicelib.features.policies.service import earlier_month
from chalicelib.tenancy import service as accounts

_MONTHS = 12
#: Any kind of loss, the unknown one, too.
_ANY = ""
_AT_ONCE = N_("Usually: less than a day")


def usual_days(claim: Claim) -> int | None:
    """Return the median days that claims stay in the stage of an open claim.

    None if fewer than twenty have left it. Of the claims of its process and kind of loss, else of its process, that
    left it in this month and the eleven before, as it was lately. Half a day counts as a day.
    """
    if not claim.is_open:
        return None
    usual = _usual_lately(claim.account_id)
    place = (claim.process, claim.stage)
    found = (usual.get((*place, kind)) for kind in (claim.facts.kind or _ANY, _ANY))
    days = next((each for each in found if each is not None), None)
    return None if days is None else int(days + 0.5)


def usual_words(claim: Claim, language: Language) -> str:
    """Return the usual days of a claim's stage in words; empty if nothing is known of them."""
    days = usual_days(claim)
    if days is None:
        return ""
    return plural(language, "Usually: {count} day", "Usually: {count} days", days) if days else text(language, _AT_ONCE)


@recent(at_most=256)
def _usual_lately(account_id: str) -> Mapping[tuple[str, str, str], float | None]:
    """Return the median days by process, stage, and kind of loss or any. One Query, also of many claims."""
    last = f"{now().astimezone(accounts.load_account(account_id).zone):%Y-%m}"
    found: dict[tuple[str, str], list[Counts]] = {}
    for group, counts in read_counts(account_id, first=earlier_month(last, _MONTHS - 1), last=last).items():
        found.setdefault((group.process, group.stage), []).append(counts)
    return {
        (process, stage, kind): stays.median_days
        for (process, stage), counts in found.items()
        for kind, stays in _by_kind(summed(counts)).items()
    }


def _by_kind(counts: Counts) -> Mapping[str, Stays]:
    return {_ANY: stays_of(counts), **stays_by_kind(counts)}
