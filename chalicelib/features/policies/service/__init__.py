"""Use cases of policies, quotes and commission; other features call those named here."""

from chalicelib.features.policies.service.changing import (
    Corrections,
    cancel_policy,
    correct_policy,
    note_returned,
    preview_refund,
    receive_instalments,
)
from chalicelib.features.policies.service.choosing import RenewalOptions, renewal_options
from chalicelib.features.policies.service.continuing import check_renewal, rechoose_renewal, renew_policy, renew_with
from chalicelib.features.policies.service.figures import (
    SalesFigures,
    check_months,
    earlier_month,
    show_sales_figures,
)
from chalicelib.features.policies.service.quoting import (
    change_quote,
    channel_of_quote,
    check_quote,
    list_quotes,
    make_quote,
    offer_quote,
    price_quote,
    sell_quote,
    show_quote,
)
from chalicelib.features.policies.service.reading import (
    Wanted,
    check_wanted,
    find_numbered,
    find_policy,
    list_history,
    list_policies,
    list_sold_ids,
    load_policies,
    load_policy,
    show_policy,
    statuses,
)
from chalicelib.features.policies.service.repaying import BY_HAND, RETURNED, Returned, states_by_policy, states_of
from chalicelib.features.policies.service.reporting import check_report, report_policy
from chalicelib.features.policies.service.selling import check_policy, issue_policy, today_of
from chalicelib.features.policies.service.settling import close_month, show_statement
from chalicelib.features.policies.service.valuing import LifeValue, is_life, life_value
from chalicelib.features.policies.service.warning import warnings_of

__all__ = [
    "BY_HAND",
    "RETURNED",
    "Corrections",
    "LifeValue",
    "RenewalOptions",
    "Returned",
    "SalesFigures",
    "Wanted",
    "cancel_policy",
    "change_quote",
    "channel_of_quote",
    "check_months",
    "check_policy",
    "check_quote",
    "check_renewal",
    "check_report",
    "check_wanted",
    "close_month",
    "correct_policy",
    "earlier_month",
    "find_numbered",
    "find_policy",
    "is_life",
    "issue_policy",
    "life_value",
    "list_history",
    "list_policies",
    "list_quotes",
    "list_sold_ids",
    "load_policies",
    "load_policy",
    "make_quote",
    "note_returned",
    "offer_quote",
    "preview_refund",
    "price_quote",
    "receive_instalments",
    "rechoose_renewal",
    "renew_policy",
    "renew_with",
    "renewal_options",
    "report_policy",
    "sell_quote",
    "show_policy",
    "show_quote",
    "show_sales_figures",
    "show_statement",
    "states_by_policy",
    "states_of",
    "statuses",
    "today_of",
    "warnings_of",
]
