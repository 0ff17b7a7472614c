"""The account: its settings in the API and in the console, and sessions in the API.

Their use cases are in tenancy and identity.
"""

from chalicelib.base.feature import Feature, GrantableScope, Nav, Routes, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/account", "/v1/sessions")),
        console_routes(
            "console.organisation:organisation_pages", "/console/settings/organisation", at=("/console/settings",)
        ),
        console_routes("console.categories:category_pages", "/console/settings/categories"),
        console_routes("console.templates:template_pages", "/console/settings/templates"),
        console_routes("console.processes:process_pages", "/console/settings/processes"),
        console_routes("console.sms:sms_pages", "/console/settings/sms"),
    ),
    scopes=(
        GrantableScope(name="account:read", label=N_("See the settings"), roles=("staff", "viewer"), place=80),
        GrantableScope(name="account:write", label=N_("Change the settings"), place=90),
    ),
    nav=(
        Nav(
            label=N_("Settings"),
            path="/console/settings/organisation",
            below="/console/settings/",
            scope="account:write",
            place=90,
        ),
    ),
    sections=(
        Section(code="organisation", label=N_("Organisation"), place=10),
        Section(code="categories", label=N_("Categories"), place=30),
        Section(code="templates", label=N_("Templates"), place=40),
        Section(code="processes", label=N_("Processes"), place=50),
        Section(code="sms", label=N_("SMS"), place=60),
    ),
    notices={
        "settings_saved": N_("Saved. Owners and colleagues see it within half a minute."),
        "category_removed": N_("The category is deleted."),
        "category_reset": N_("The category is as it was built in."),
        "template_removed": N_("The template is deleted."),
        "process_removed": N_("The process is deleted."),
        "category_gone": N_("The category was deleted already."),
        "template_gone": N_("The template was deleted already."),
        "process_gone": N_("The process was deleted already."),
    },
)
