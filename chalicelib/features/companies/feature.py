"""Client companies in the client area: their people, permissions and notices."""

from chalicelib.base.feature import (
    AreaCard,
    AreaNav,
    Feature,
    PageTab,
    Routes,
    area_api_routes,
    area_routes,
    console_routes,
)
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        area_api_routes("notice_routes", "/notices"),
        area_routes("area.notice_pages:pages", "/notices"),
        area_api_routes("people_routes", "/people"),
        area_routes("area.people_pages:pages", "/people"),
        area_routes("area.joining_pages:pages", "/joining"),
        Routes("staff_routes", ("/v1/clients/{client_id}/people",)),
        console_routes("console.people_pages:people_pages", "/console/company-people"),
    ),
    area_nav=(
        AreaNav(
            label=N_("Notices"),
            path="/notices",
            permission="area:notices",
            counter="noticing:unread_count",
            place=3,
        ),
    ),
    area_cards=(
        AreaCard(
            template="area_notices_card.html",
            values="noticing:notices_card",
            permission="area:notices",
            place=1,
        ),
    ),
    client_tabs=(
        PageTab(
            code="people",
            label=N_("People"),
            template="client_people.html",
            values="console.people_tab:people_tab",
            offered="console.people_tab:is_company",
            place=64,
        ),
    ),
    rows=("table",),
    messages={
        "company_invited": "couriers:COMPANY_INVITED",
        "company_claims_granted": "couriers:CLAIMS_GRANTED",
    },
    events="contract:EVENTS",
    client_moves="merging:move",
    client_data="person_file:files",
    client_forgets="forgetting:forget",
    notices={
        "area_notices_read": N_("All notices are marked as read."),
        "area_person_invited": N_("The invitation is on its way."),
        "area_password_link_sent": N_("The link for a new password is on its way to the person's e-mail."),
        "area_invitation_withdrawn": N_("The invitation is withdrawn: its link opens no more."),
        "company_joined": N_("Welcome: your access is open."),
        "company_person_invited": N_("The invitation to the client area is on its way."),
        "company_person_changed": N_("The person's access is changed."),
        "company_password_link_sent": N_("The link for a new password is on its way to the person's e-mail."),
        "company_invitation_withdrawn": N_("The invitation to the client area is withdrawn."),
    },
)
