"""The value of a life policy on its page."""

from chalicelib.base import localized
from chalicelib.base.languages import Language
from chalicelib.base.money import shown
from chalicelib.features.policies import service
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import level_text


def life_of(policy: Policy, language: Language) -> dict[str, str] | None:
    """Return the value of a life policy in words; None of another policy."""
    if not service.is_life(policy):
        return None
    value = service.life_value(policy, language)
    return {
        "days_left": value.days_left_text,
        "payout": shown(language, value.payout) if value.payout else "",
        "formula": value.formula,
        "why": value.why,
        "underlying": value.underlying_label,
        "level": level_text(value.level, language) if value.level is not None else "",
        "level_on": localized.day(language, value.level_on) if value.level_on else "",
    }
