"""Clients: the bases of agents and of the house, their people and companies."""

from chalicelib.base.feature import Feature, GrantableScope, Nav, PageTab, Routes, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/clients", "/v1/client-documents", "/v1/client-figures")),
        Routes(
            "duplicate_routes",
            ("/v1/clients/{client_id}/duplicates", "/v1/clients/{client_id}/merge", "/v1/clients/{client_id}/not-same"),
        ),
        Routes("public.pages:pages", ("/c/{token}",)),
        Routes("rebinding_routes", ("/v1/clients/{client_id}/rebind",)),
        Routes("importing.routes", ("/v1/client-imports",)),
        Routes("importing.export_routes", (), at=("/v1/clients/export.csv",)),
        Routes("phone_routes", ("/v1/clients/{client_id}/phone",)),
        Routes("settings_routes", ("/v1/account/clients",)),
        Routes(
            "personal_routes",
            (
                "/v1/clients/{client_id}/consents",
                "/v1/clients/{client_id}/export.zip",
                "/v1/clients/{client_id}/erasure",
                "/v1/client-erasures",
            ),
        ),
        console_routes("console.list_pages:list_pages", at=("/console/clients", "/console/clients/delete")),
        console_routes(
            "console.form_pages:form_pages", at=("/console/clients/new", "/console/clients/{client_id}/edit")
        ),
        console_routes(
            "console.duplicate_pages:duplicate_pages",
            at=("/console/clients/{client_id}/merge", "/console/clients/{client_id}/not-same"),
        ),
        console_routes("console.rebinding_pages:rebinding_pages", "/console/clients/{client_id}/rebind"),
        console_routes("console.base_move_pages:base_move_pages", at=("/console/clients/rebind",)),
        console_routes("console.contest_pages:contest_pages", "/console/clients/{client_id}/contest"),
        console_routes(
            "console.import_pages:import_pages", "/console/clients/import", at=("/console/clients/export.csv",)
        ),
        console_routes(
            "console.client_pages:client_pages",
            at=("/console/clients/{client_id}", "/console/clients/{client_id}/document"),
        ),
        console_routes("console.phone_pages:phone_pages", "/console/clients/{client_id}/phone"),
        console_routes("console.consent_pages:consent_pages", "/console/clients/{client_id}/consents"),
        console_routes(
            "console.erasure_pages:erasure_pages",
            at=("/console/clients/{client_id}/export", "/console/clients/{client_id}/erasure"),
        ),
        console_routes("console.settings_pages:settings_pages", "/console/settings/clients"),
    ),
    nav=(Nav(label=N_("Clients"), path="/console/clients", scope="clients:read", below="/console/clients", place=15),),
    client_tabs=(
        PageTab(
            code="history",
            label=N_("History"),
            template="client_history.html",
            values="console.client_pages:history_tab",
            place=60,
        ),
        PageTab(
            code="duplicates",
            label=N_("Duplicates"),
            template="client_duplicates.html",
            values="console.duplicate_pages:duplicates_tab",
            place=80,
        ),
        PageTab(
            code="consents",
            label=N_("Consents"),
            template="client_consents.html",
            values="console.consent_pages:consents_tab",
            place=70,
        ),
    ),
    assets=("client_import.js",),
    client_data="person_file:files",
    reindex={"clients": "reindexing:reindex_all"},
    sections=(Section(code="clients", label=N_("Clients"), place=65),),
    settings={"clients": "settings:ClientSettings"},
    styles=("clients.css",),
    notices={
        "clients_merged": N_("The clients are merged."),
        "clients_told_apart": N_("The statement is saved."),
        "contest_closed": N_("The matter is closed: the client stays with the agent."),
        "client_rebound": N_("The client is in the new base now."),
        "client_added": N_("The client is added."),
        "client_saved": N_("The client's data are saved."),
        "clients_deleted": N_("The chosen clients are deleted."),
        "code_sent": N_("The code is on its way."),
        "phone_confirmed": N_("The phone is confirmed."),
        "consent_recorded": N_("The consent is recorded."),
        "consent_withdrawn": N_("The consent is withdrawn."),
        "client_erased": N_("The client is erased. The proof is under Settings, Clients."),
        "clients_settings_saved": N_("The rules for clients are saved."),
    },
    warnings={
        "clients_gone": N_("The chosen clients are not there any more."),
        "none_ticked": N_("Nothing was chosen. Tick clients in the list first."),
    },
    rows=(
        "table.rows",
        "table.counts",
        "table.erasures",
        "table.imports",
        "table.codes",
        "table.consents",
        "table.tellings",
        "table.base_moves",
        "table.followings",
    ),
    due={
        "client_erasing": "service.erasing:finish_due",
        "client_import": "importing.service:import_due",
        "client_base_move": "service.base_moving:move_due",
        "client_following": "service.following:follow_due",
    },
    functions={"import_clients": "importing.events:import_clients"},
    staff_notices={
        "clients_probed": "notices:PROBED",
        "client_contested": "notices:CONTESTED",
        "clients_all_left": "notices:ALL_LEFT",
        "clients_all_entered": "notices:ALL_ENTERED",
    },
    principals={"client": "principals:LinkClient"},
    messages={
        "client_code": "couriers:CLIENT_CODE",
        "client_moved": "couriers:CLIENT_MOVED",
        "client_told": "couriers:CLIENT_TOLD",
    },
    reports="service.reports:track",
    due_tables={"clients": "table.rows:ClientsRow"},
    events="contract:EVENTS",
    scopes=(
        GrantableScope(name="clients:read", label=N_("See clients"), roles=("staff", "viewer", "agent"), place=12),
        GrantableScope(
            name="clients:write", label=N_("Add, change and delete clients"), roles=("staff", "agent"), place=22
        ),
        GrantableScope(
            name="clients:reveal", label=N_("Read full numbers of documents"), roles=("staff", "agent"), place=32
        ),
        GrantableScope(
            name="clients:manage", label=N_("Tell clients apart, move them to another agent, erase them"), place=33
        ),
    ),
)
