"""The cabinet: the client area of policyholders, with its registration."""

from chalicelib.base.feature import Feature, PageAction, PageTab, Routes, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes(
            "joining.routes",
            tuple(f"/v1/area/{{slug}}/{each}" for each in ("challenges", "registrations", "invitations")),
            proxy="/v1/area",
        ),
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
    notices={"client_invited": N_("The invitation is on its way to the client.")},
    rows=("table.joining",),
    messages={
        "join_code": "joining.couriers:JOIN_CODE",
        "join_notice": "joining.couriers:JOIN_NOTICE",
        "join_judged": "joining.couriers:JOIN_JUDGED",
        "join_invited": "joining.couriers:JOIN_INVITED",
        "join_look": "joining.couriers:JOIN_LOOK",
        "join_released": "joining.couriers:JOIN_RELEASED",
    },
    staff_notices={"join_for_desk": "joining.notices:FOR_DESK"},
    client_forgets="forgetting:forget",
    policy_issued="joining.service.inviting:look_with_policy",
)
