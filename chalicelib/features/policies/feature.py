"""Policies: products, quotes, sales that bind clients to agents, and their commission."""

from chalicelib.base.feature import (
    AreaCard,
    AreaNav,
    Feature,
    GrantableScope,
    Nav,
    PageAction,
    PageTab,
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
        Routes("product_routes", ("/v1/account/policies", "/v1/products")),
        Routes("rate_routes", ("/v1/commission-rates",)),
        Routes("levels.routes", ("/v1/underlyings",), proxy="/v1/underlyings"),
        Routes("sale_routes", ("/v1/account/sales",)),
        Routes("routes", ("/v1/policies",), proxy="/v1/policies"),
        Routes("file_routes", ("/v1/policies/{policy_id}/files",), proxy="/v1/policies"),
        Routes("quote_routes", ("/v1/quotes",), proxy="/v1/quotes"),
        Routes("document_routes", ("/v1/policies/{policy_id}/documents",), proxy="/v1/policies"),
        Routes("life_routes", ("/v1/policies/{policy_id}/life",), proxy="/v1/policies"),
        Routes(
            "renewal_routes",
            ("/v1/policies/{policy_id}/renew", "/v1/policies/{policy_id}/renewal"),
            proxy="/v1/policies",
        ),
        Routes("commission_routes", ("/v1/commissions",), proxy="/v1/commissions"),
        Routes("public.pages:pages", ("/p",)),
        Routes("public.file_pages:pages", ("/d",)),
        Routes("public.bill_pages:pages", ("/o",)),
        area_api_routes("area.routes", "/policies"),
        area_routes("area.policy_pages:pages", "/policies"),
        area_routes("area.renewal_pages:pages", "/policies/{policy_id}/renewal"),
        area_routes("area.cancel_pages:pages", "/policies/{policy_id}/cancel"),
        console_routes("console.list_pages:list_pages", at=("/console/policies",)),
        console_routes("console.quote_pages:quote_pages", "/console/quotes"),
        console_routes("console.statement_pages:statement_pages", "/console/commissions"),
        console_routes("console.policy_pages:policy_pages", at=("/console/policies/{policy_id}",)),
        console_routes(
            "console.change_pages:change_pages",
            *(f"/console/policies/{{policy_id}}/{each}" for each in ("cancel", "received", "returned")),
        ),
        console_routes(
            "console.document_pages:document_pages",
            *(f"/console/policies/{{policy_id}}/{each}" for each in ("documents", "payment-link")),
        ),
        console_routes("console.file_pages:file_pages", "/console/policies/{policy_id}/files"),
        console_routes("console.product_pages:product_pages", "/console/settings/products"),
        console_routes("console.rate_pages:rate_pages", "/console/settings/rates"),
        console_routes("console.level_pages:level_pages", "/console/settings/underlyings"),
        console_routes("console.sale_pages:sale_pages", "/console/settings/sales"),
    ),
    nav=(
        Nav(
            label=N_("Portfolio"), path="/console/policies", scope="policies:read", below="/console/policies", place=16
        ),
        Nav(
            label=N_("Statements"),
            path="/console/commissions",
            scope="commissions:read",
            below="/console/commissions",
            place=17,
        ),
    ),
    area_nav=(AreaNav(label=N_("Policies"), path="/policies", permission="area:policies", place=10),),
    area_cards=(
        AreaCard(
            template="area_policies_card.html", values="area.cards:policies_card", permission="area:policies", place=10
        ),
    ),
    client_tabs=(
        PageTab(
            code="policies",
            label=N_("Policies"),
            template="client_policies.html",
            values="console.client_policies:policies_tab",
            counter="console.client_policies:count_policies",
            scope="policies:read",
            place=10,
        ),
    ),
    client_actions=(
        PageAction(
            label=N_("+ New policy"),
            path="/console/quotes/new?client_id=",
            scope="policies:write",
            offered="console.client_policies:can_sell",
            place=10,
        ),
    ),
    styles=("policies.css",),
    notices={
        "policy_issued": N_("The policy is issued."),
        "quote_offered": N_("The quote is offered: the client gets a link and can pay on line."),
        "money_returned_by_hand": N_("The money is noted as returned."),
        "instalment_received": N_("The instalment is noted as received."),
        "payment_link_sent": N_("The link is on its way to the client."),
        "statement_ordered": N_("The statement is being printed. Reload the page in some seconds."),
        "policy_file_removed": N_("The file is deleted."),
        "policy_file_shared": N_("The client sees the file now."),
        "policy_file_hidden": N_("The client does not see the file any more."),
        "month_closed": N_("The month is closed."),
        "policy_cancelled": N_("The policy is cancelled."),
        "area_policy_cancelled": N_("Your policy is cancelled. We confirm it to you by a message."),
        "product_removed": N_("The product is deleted."),
        "product_gone": N_("There is no such product any more: somebody has removed it."),
        "rate_set": N_("The rate is set."),
        "level_set": N_("The level is set."),
        "level_removed": N_("The level is removed."),
        "sales_saved": N_("The rules for sales are saved."),
    },
    warnings={
        "payment_link_unsent": N_("The client has neither an e-mail nor a phone: pass the link on yourself."),
        "payment_link_not_due": N_("No link was sent: nothing can be paid on line for this policy now."),
        "payment_links_used_up": N_("No link was sent: the client has got five of them today."),
        "policy_changed_meanwhile": N_("Somebody changed the policy meanwhile. Look at it, and repeat what you did."),
    },
    rows=("table.rows", "table.intentions", "table.rates", "table.sales", "table.files", "table.levels"),
    messages={"policy_told": "couriers:POLICY_TOLD"},
    reindex={"policies": "reindexing:reindex_all"},
    client_moves="moving:move",
    client_follows="following:follow",
    client_data="person_file:files",
    client_forgets="forgetting:forget",
    client_end="service.attaching:erase_files_of_client",
    due={"quote": "service.quoting:end_due"},
    due_tables={"policies": "table.rows:PoliciesRow"},
    events="contract:EVENTS",
    staff_notices={
        "policy_cancelled_by_client": "notices:CANCELLED_BY_CLIENT",
        "policy_cancelled_of_agent": "notices:CANCELLED_OF_AGENT",
    },
    payables={"inst": "payables:INSTALMENT", "quo": "payables:QUOTE"},
    printed={
        "e_policy": "printed.policy:E_POLICY",
        "receipt": "printed.receipt:RECEIPT",
        "statement": "printed.statement:STATEMENT",
    },
    settings={"policies": "products:ProductSettings", "sales": "settings:SaleSettings"},
    sections=(
        Section(code="products", label=N_("Products"), place=67),
        Section(code="sales", label=N_("Sales"), place=69),
        Section(code="rates", label=N_("Rates of commission"), place=68),
        Section(code="underlyings", label=N_("Levels of underlyings"), place=69),
    ),
    scopes=(
        GrantableScope(
            name="policies:read", label=N_("See policies and products"), roles=("staff", "viewer", "agent"), place=13
        ),
        GrantableScope(
            name="policies:write", label=N_("Make quotes, sell and cancel policies"), roles=("staff", "agent"), place=23
        ),
        GrantableScope(name="commissions:read", label=N_("See commission"), roles=("agent",), place=14),
        GrantableScope(name="commissions:manage", label=N_("Close months of commission"), place=34),
        GrantableScope(name="rates:write", label=N_("See and set rates of commission"), place=35),
        GrantableScope(name="levels:write", label=N_("Set levels of underlyings"), place=36),
    ),
)
