"""The cabinet: the client area of policyholders, with its registration."""

from chalicelib.base.feature import (
    AreaNav,
    Feature,
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
        Routes(
            "joining.routes",
            tuple(f"/v1/area/{{slug}}/{each}" for each in ("challenges", "registrations", "invitations")),
            proxy="/v1/area",
        ),
        area_api_routes("routes", "/sessions", "/recovery"),
        area_api_routes("me_routes", "/me"),
        area_routes("area.home_pages:pages", ""),
        area_routes("area.sign_in_pages:pages", "/sign-in", "/sign-out", "/language"),
        area_routes("area.recovery_pages:pages", "/recovery"),
        area_routes("area.me_pages:pages", "/me"),
        area_routes("area.undo_pages:pages", "/undo"),
        Routes("settings_routes", ("/v1/account/area",)),
        console_routes("console.settings_pages:settings_pages", "/console/settings/area"),
        Routes("joining.staff_routes", ("/v1/clients/{client_id}/invitation",)),
        console_routes("console.invitation_pages:invitation_pages", "/console/invitations"),
    ),
    client_tabs=(
        PageTab(
            code="cabinet",
            label=N_("Cabinet"),
            template="client_cabinet.html",
            values="console.invitation_pages:cabinet_tab",
            place=65,
        ),
    ),
    client_actions=(
        PageAction(
            label=N_("Invite to the client area"),
            path="/console/invitations/",
            scope="clients:write",
            offered="console.invitation_pages:can_invite",
            place=40,
        ),
    ),
    area_nav=(
        AreaNav(label=N_("Home page"), path="", permission="area:me", place=0),
        AreaNav(label=N_("My data"), path="/me", permission="area:me", place=90),
    ),
    notices={
        "client_invited": N_("The invitation is on its way to the client."),
        "area_rules_saved": N_("The rules for the client area are saved."),
        "area_signed_out": N_("You are signed out."),
        "area_code_sent": N_("Another code is on its way."),
        "area_password_set": N_("Your new password is set. All other devices are signed out."),
        "area_saved": N_("Saved."),
        "area_contact_changed": N_("The contact is changed. The former one was told."),
        "area_contact_restored": N_("The contact is restored, and all devices are signed out. Choose a new password."),
        "area_session_closed": N_("The session has ended."),
        "area_sessions_closed": N_("All other sessions have ended."),
        "area_devices_forgotten": N_("Each device needs a code at the next sign-in."),
    },
    warnings={"area_step_ended": N_("The time for the code is over. Sign in again.")},
    sections=(Section(code="area", label=N_("Client area"), place=66),),
    rows=("table", "table.joining"),
    messages={
        "area_code": "couriers:AREA_CODE",
        "area_told": "couriers:AREA_TOLD",
        "area_contact": "couriers:AREA_CONTACT",
        "join_code": "joining.couriers:JOIN_CODE",
        "join_notice": "joining.couriers:JOIN_NOTICE",
        "join_judged": "joining.couriers:JOIN_JUDGED",
        "join_invited": "joining.couriers:JOIN_INVITED",
        "join_look": "joining.couriers:JOIN_LOOK",
        "join_released": "joining.couriers:JOIN_RELEASED",
    },
    staff_notices={"join_for_desk": "joining.notices:FOR_DESK"},
    client_moves="members:move",
    client_forgets="forgetting:forget",
    policy_issued="joining.service.inviting:look_with_policy",
)
