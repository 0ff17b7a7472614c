"""Claims: stages, documents that they need, decisions and deadlines."""

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
        Routes("routes", ("/v1/claims",), proxy="/v1/claims"),
        Routes("settings_routes", ("/v1/account/claims",)),
        Routes("deadlines.calendar_routes", ("/v1/account/calendars",)),
        Routes("move_routes", ("/v1/claims/{claim_id}",), proxy="/v1/claims"),
        Routes("decision.routes", ("/v1/claims/{claim_id}",), proxy="/v1/claims"),
        Routes("repair.routes", ("/v1/claims/{claim_id}",), proxy="/v1/claims"),
        Routes("deadlines.routes", ("/v1/claims/{claim_id}/deadlines",), proxy="/v1/claims"),
        Routes("documents.routes", ("/v1/claims/{claim_id}/documents",), proxy="/v1/claims"),
        Routes("public.deductible_pages:pages", ("/f",)),
        console_routes("console.document_pages:document_pages", "/console/claims/{claim_id}/documents"),
        console_routes("console.inbox_pages:inbox_pages", at=("/console/claims",)),
        console_routes("console.facts_pages:facts_pages", "/console/claims/{claim_id}/facts"),
        console_routes("console.goods_pages:goods_pages", "/console/claims/{claim_id}/goods"),
        console_routes(
            "console.decision_pages:decision_pages",
            "/console/claims/{claim_id}/decide",
            "/console/claims/{claim_id}/decision",
        ),
        console_routes(
            "console.referral_pages:referral_pages",
            "/console/claims/{claim_id}/referral",
            "/console/claims/{claim_id}/referrals",
        ),
        console_routes("console.deadline_pages:deadline_pages", "/console/claims/{claim_id}/deadlines"),
        console_routes(
            "console.move_pages:move_pages", "/console/claims/{claim_id}/moves", "/console/claims/{claim_id}/handler"
        ),
        console_routes("console.settings.process_pages:process_pages", "/console/settings/claims"),
        console_routes("console.settings.document_pages:document_pages", "/console/settings/claims/{code}/documents"),
        console_routes("console.settings.deadline_pages:deadline_pages", "/console/settings/claims/{code}/deadlines"),
        console_routes("console.settings.calendar_pages:calendar_pages", "/console/settings/calendars"),
        area_api_routes("area.routes", "/claims"),
        area_api_routes("area.notice.routes", "/claims"),
        area_routes("area.notice.pages:pages", "/claims/new"),
        area_routes("area.claim_pages:pages", "/claims"),
        area_routes("area.document_pages:pages", "/claims/{claim_id}/documents"),
    ),
    area_nav=(
        AreaNav(label=N_("My claims"), company_label=N_("Claims"), path="/claims", permission="area:claims", place=20),
    ),
    area_cards=(
        AreaCard(template="area_claims_card.html", values="area.cards:claims_card", permission="area:claims", place=20),
    ),
    rows=("table.rows", "table.documents", "table.figures", "table.document_figures"),
    functions={"file_documents": "documents.arrivals:file_documents"},
    case_converted="service:follow_conversion",
    case_changed="service:follow_change",
    working_days="deadlines.working:working_days",
    events="contract:EVENTS",
    due={
        "claim": "closing:act_due",
        "claim_deadline": "deadlines.service:remind_due",
        "claim_document": "documents.overdue:handle_document",
    },
    client_moves="upkeep.merging:move_claims",
    client_data="upkeep.person_file:files",
    client_forgets="upkeep.forgetting:forget",
    client_end="upkeep.forgetting:end",
    reindex={"claims": "upkeep.reindexing:reindex_all"},
    due_tables={"claims": "table.rows:ClaimsRow"},
    messages={"claim_told": "telling.couriers:CLAIM_TOLD"},
    reports="telling.reports:track",
    printed={"referral": "repair.printed:REFERRAL"},
    payables={"ded": "repair.payables:DEDUCTIBLE"},
    staff_notices={
        "claim_deadline_near": "deadlines.notices:NEAR",
        "claim_deadline_missed": "deadlines.notices:MISSED",
        "claim_declared": "staff_notices:DECLARED",
        "claim_started_by_client": "staff_notices:STARTED",
        "claim_complete": "staff_notices:COMPLETE",
        "claim_accepted": "staff_notices:ACCEPTED",
        "claim_disputed": "staff_notices:DISPUTED",
        "claim_withdrawn": "staff_notices:WITHDRAWN",
        "claim_reopened": "staff_notices:REOPENED",
        "claim_deductible_paid": "staff_notices:DEDUCTIBLE_PAID",
    },
    settings={"claims": "settings:ClaimSettings", "calendars": "deadlines.settings:CalendarSettings"},
    sections=(
        Section(code="claims", label=N_("Handling of claims"), place=52),
        Section(code="calendars", label=N_("Calendars"), place=54),
    ),
    timeline="console.timeline:WRITERS",
    nav=(Nav(label=N_("Claims"), path="/console/claims", scope="claims:read", below="/console/claims", place=12),),
    client_actions=(
        PageAction(label=N_("Claims of the client"), path="/console/claims?client=", scope="claims:read", place=12),
    ),
    case_tabs=(
        PageTab(
            code="claim",
            label=N_("Claim"),
            template="case_claim.html",
            values="console.tab:claim_tab",
            scope="claims:read",
            place=30,
        ),
    ),
    notices={
        "claim_rules_removed": N_("The rules of the process are deleted."),
        "claim_rules_gone": N_("These rules are gone: somebody has removed them."),
        "claim_rules_restored": N_("The usual rules hold again."),
        "process_document_removed": N_("The document is deleted from the process."),
        "process_deadline_removed": N_("The deadline is deleted from the process."),
        "calendar_removed": N_("The calendar is deleted."),
        "calendar_gone": N_("There is no such calendar any more: somebody has removed it."),
        "claim_document_accepted": N_("The document is accepted."),
        "claim_document_refused": N_("The document is refused. Its client is told when you ask for documents again."),
        "claim_document_refused_told": N_(
            "The document is refused. In some minutes its client is told of all refused documents at once."
        ),
        "claim_document_placed": N_("The file is among the documents of the claim now."),
        "claim_document_removed": N_("The document is deleted."),
        "claim_moved": N_("Done: the claim has moved on."),
        "claim_assigned": N_("The claim is assigned."),
        "claim_deadline_waived": N_("The deadline is waived."),
        "claim_referred": N_("The vehicle is referred to the workshop. The referral is being printed."),
        "claim_decided": N_("The claim is decided."),
        "claim_deductible_link_sent": N_("The link to the deductible is on its way to the client."),
        "claim_decision_proposed": N_("The decision waits for a colleague, who confirms it."),
        "claim_decision_sent_back": N_("The decision is sent back."),
        "claim_facts_saved": N_("The facts are saved. Documents and deadlines follow them."),
        "own_claim_send": N_("The documents are on their way to us. We look at them now."),
        "own_claim_start": N_("We have started. Add the documents now."),
        "own_claim_accept": N_("You have accepted the decision. We prepare the payment."),
        "own_claim_dispute": N_("We look at the claim anew."),
        "own_claim_undo_rejection": N_("The claim waits for you again: start it, or reject it."),
        "own_claim_reopen": N_("The claim is open again. We look at it."),
        "own_claim_reject": N_("The claim is rejected."),
        "own_claim_withdraw": N_("The claim is withdrawn and closed."),
        "own_claim_document_placed": N_("The file is among the papers of the claim now."),
        "own_claim_document_removed": N_("The paper is removed."),
    },
    warnings={
        "claim_deductible_link_unsent": N_(
            "No link was sent: the client of the claim has neither an e-mail nor a phone."
        ),
        "claim_deductible_link_not_due": N_("No link was sent: no deductible can be paid on line for this claim now."),
        "claim_deductible_links_used_up": N_("No link was sent: the client has got five of them for this claim today."),
        "claim_decision_not_confirmed": N_(
            "The decision was not confirmed: the claim was changed meanwhile, or another person has to do it."
        ),
        "claim_rules_not_restored": N_(
            "The usual rules do not hold yet: somebody changed the settings at the same moment. Try again."
        ),
        "claim_not_assigned": N_(
            "The claim was not assigned: it was changed meanwhile, or that colleague has no access."
        ),
    },
    styles=("claims.css",),
    scopes=(
        GrantableScope(name="claims:read", label=N_("See claims"), roles=("staff", "viewer"), place=11),
        GrantableScope(name="claims:write", label=N_("Handle claims"), roles=("staff",), place=21),
    ),
)
