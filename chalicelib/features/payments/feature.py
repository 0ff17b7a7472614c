"""Payments: orders to payment providers, their notices, refunds."""

from chalicelib.base.feature import (
    AreaNav,
    Feature,
    GrantableScope,
    Nav,
    Routes,
    Section,
    area_api_routes,
    area_routes,
    console_routes,
)
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/payments",), proxy="/v1/payments"),
        Routes("settings_routes", ("/v1/account/payments",)),
        Routes("public.pages:pages", ("/pay",)),
        area_api_routes("area.routes", "/payments", "/methods"),
        area_routes("area.pages:pages", "/pay", "/payments", "/methods"),
        console_routes("console.pages:payment_pages", "/console/payments"),
        console_routes("console.settings_pages:settings_pages", "/console/settings/payments"),
    ),
    rows=("table.rows", "table.figures"),
    client_data="person_file:files",
    client_moves="moving:move",
    client_forgets="forgetting:forget",
    nav=(
        Nav(
            label=N_("Payments"),
            path="/console/payments",
            scope="payments:read",
            below="/console/payments",
            place=30,
        ),
    ),
    area_nav=(AreaNav(label=N_("Saved methods of payment"), path="/methods", permission="area:payments", place=60),),
    sections=(Section(code="payments", label=N_("Online payments"), place=66),),
    notices={
        "payment_checked": N_("The provider was asked: the state below is its answer."),
        "money_returned": N_("The money is returned."),
        "refund_asked": N_("The refund is on its way."),
        "area_method_removed": N_("The method is removed: nothing can be paid by it any more."),
        "payment_settings_saved": N_("The settings of payments are saved."),
    },
    warnings={"refund_refused": N_("The provider refuses the refund.")},
    settings={"payments": "settings:PaymentSettings"},
    due={"payment": "service.looking:due", "payment_refund": "service.looking:due"},
    functions={"settle_payment": "events:settle_payment"},
    events="contract:EVENTS",
    staff_notices={
        "payment_mismatch": "notices:MISMATCH",
        "payment_stuck": "notices:STUCK",
        "payment_refund_failed": "notices:REFUND_FAILED",
        "payment_keys_refused": "notices:KEYS_REFUSED",
    },
    scopes=(
        GrantableScope(name="payments:read", label=N_("See payments"), roles=("staff", "viewer", "agent"), place=14),
        GrantableScope(name="payments:write", label=N_("Start payments"), roles=("staff", "agent"), place=24),
        GrantableScope(name="payments:refund", label=N_("Return money"), place=34),
    ),
)
