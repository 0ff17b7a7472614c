"""Conversations: clients' requests to desks, with terms, answers and ratings."""

from chalicelib.base.feature import (
    AreaAction,
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
        Routes("routes", ("/v1/tickets",), proxy="/v1/tickets"),
        Routes("settings_routes", ("/v1/account/feedback",)),
        Routes(
            "chat_routes",
            ("/v1/claims/{claim_id}/messages", "/v1/claims/{claim_id}/transcript", "/v1/claims/conversations"),
            proxy="/v1/claims",
        ),
        Routes("public.reply_pages:pages", ("/m",)),
        area_api_routes("area_routes", "/tickets"),
        area_api_routes("area_chat_routes", "/claims/{claim_id}/messages"),
        Routes("sockets.routes", ("/v1/socket-tickets",)),
        area_api_routes("sockets.area_routes", "/socket-tickets"),
        console_routes("sockets.console_routes", at=("/console/socket-tickets",)),
        area_api_routes("area_list_routes", "/messages"),
        area_routes("area.pages:pages", "/messages"),
        area_routes("area.chat_pages:pages", "/claims/{claim_id}/chat"),
        console_routes(
            "console.chat_calls:chat_calls",
            "/console/claims/{claim_id}/chat/messages",
            "/console/claims/{claim_id}/chat/files",
        ),
        console_routes("console.chat_pages:chat_pages", "/console/claims/{claim_id}/chat/transcript"),
        console_routes("console.conversation_pages:conversation_pages", at=("/console/claims/{claim_id}/chat",)),
        console_routes("console.list_pages:list_pages", at=("/console/tickets",)),
        console_routes("console.register_pages:register_pages", "/console/tickets/new"),
        console_routes("console.ticket_calls:ticket_calls", "/console/tickets/{ticket_id}/chat"),
        console_routes("console.ticket_pages:ticket_pages", "/console/tickets/{ticket_id}"),
        console_routes("console.feedback_pages:feedback_pages", at=("/console/settings/feedback",)),
        console_routes("console.topic_pages:topic_pages", "/console/settings/feedback/topics"),
        console_routes("console.desk_pages:desk_pages", "/console/settings/feedback/desks"),
    ),
    rows=("table.rows", "table.figures", "table.answer_figures", "table.socket_rows"),
    functions={"serve_sockets": "sockets.serving:serve_socket", "push_chat": "sockets.pushing:push_chat"},
    asyncapi="sockets.contract:asyncapi_part",
    access_ended="sockets.closing:close_connections",
    claim_changed="service.following:claim_changed",
    unread_of_claims="service.listing:unread_of_claims",
    document_changed="sockets.signals:document_changed",
    notice_put="sockets.signals:notice_put",
    nav=(
        Nav(
            label=N_("Feedback"),
            path="/console/tickets",
            scope="tickets:read",
            below="/console/tickets",
            place=12,
        ),
    ),
    area_nav=(AreaNav(label=N_("Messages"), path="/messages", permission="area:messages", place=60),),
    sections=(Section(code="feedback", label=N_("Feedback"), place=66),),
    area_cards=(
        AreaCard(
            template="area_requests_card.html",
            values="area.cards:requests_card",
            permission="area:messages",
            place=30,
        ),
    ),
    area_actions=(
        AreaAction(
            of="policy", label=N_("Ask about this policy"), path="/messages/new?about=", permission="area:messages"
        ),
        AreaAction(
            of="claim", label=N_("Ask about this claim"), path="/messages/new?about=", permission="area:messages"
        ),
    ),
    area_claim_parts=(
        AreaCard(
            template="area_chat_part.html",
            values="area.chat_pages:chat_part",
            permission="area:claims",
            place=80,
        ),
    ),
    case_tabs=(
        PageTab(
            code="conversation",
            label=N_("Conversation"),
            template="case_conversation.html",
            values="console.conversation_tab:conversation_tab",
            scope="claims:read",
            scripts=("chat.js",),
            place=32,
        ),
    ),
    assets=("chat.js",),
    styles=("conversations.css",),
    client_tabs=(
        PageTab(
            code="feedback",
            label=N_("Feedback"),
            template="client_feedback.html",
            values="console.client_tab:feedback_tab",
            scope="tickets:read",
            place=50,
        ),
    ),
    client_actions=(
        PageAction(
            label=N_("Register a request"), path="/console/tickets/new?client=", scope="tickets:write", place=50
        ),
    ),
    notices={
        "request_registered": N_("The request is registered. Tell the client its number and the day of the answer."),
        "feedback_saved": N_("Saved. The terms hold for later requests."),
        "desk_removed": N_("The desk is deleted."),
        "desk_gone": N_("The desk was deleted already."),
        "topic_removed": N_("The topic is deleted."),
        "topic_gone": N_("The topic was deleted already."),
        "request_sent": N_("Your message is sent."),
        "request_rated": N_("Thank you for your rating!"),
        "request_answered": N_("The answer is sent."),
        "request_closed": N_("The request is closed."),
        "request_noted": N_("The note is added."),
        "request_taken": N_("You handle this request now."),
        "request_routed": N_("The request is handed over."),
        "request_extended": N_("The term is extended, and the client is told."),
    },
    tasks="service.tasking:open_task",
    reindex={"requests": "reindexing:reindex_all"},
    client_moves="moving:move",
    client_data="person_file:files",
    client_forgets="forgetting:forget",
    client_end="forgetting:delete",
    settings={"feedback": "settings:FeedbackSettings"},
    messages={
        "ticket_desk": "couriers:TO_DESK",
        "ticket_told": "couriers:TO_CLIENT",
        "claim_unread": "couriers:TO_PERSON",
    },
    staff_notices={
        "ticket_arrived": "notices:ARRIVED",
        "ticket_task": "notices:TASK",
        "ticket_replied": "notices:REPLIED",
        "ticket_warned": "notices:WARNED",
        "ticket_overdue": "notices:OVERDUE",
        "claim_message_waits": "notices:MESSAGE_WAITS",
    },
    due={"ticket": "service.alarming:due", "chat_head": "service.away:due"},
    due_tables={"chat": "table.rows:ChatRow"},
    events="contract:EVENTS",
    scopes=(
        GrantableScope(name="tickets:read", label=N_("See clients' requests"), roles=("staff", "viewer"), place=12),
        GrantableScope(name="tickets:write", label=N_("Answer clients' requests"), roles=("staff",), place=22),
    ),
)
