"""The scopes that each setting of an account steers."""

from collections.abc import Collection, Mapping

from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import SENDING, demand_no_more
from chalicelib.identity.scopes import all_scopes

#: Stands for every scope of every feature.
EVERYTHING = frozenset({"*"})
#: Scopes that each setting of an account steers: messages and pages for owners, conversion of cases, views.
SETTINGS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "name",
            "languages",
            "time_zone",
            "branding",
            "support_phones",
            "signature",
            "confidentiality_notice",
            "reply_to",
            "own_categories",
            "templates",
            "sms",
        ),
        SENDING,
    ),
    "processes": frozenset({Scope.CASES_WRITE}),
    **dict.fromkeys(("keep_place", "case_emails"), frozenset({Scope.CASES_READ})),
    # A person who gets in without a second factor may do all that its user may.
    "second_factor_required": EVERYTHING,
}


def demand_settings(caller: Caller, named: Collection[str]) -> None:
    """Raise Forbidden if some of these settings (names of the model's fields) steer more than the caller may do."""
    steered = [SETTINGS[name] for name in named]
    demand_no_more(caller, all_scopes() if EVERYTHING in steered else frozenset().union(*steered))
