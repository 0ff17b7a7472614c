"""Claims of cargo: announced to companies, under the law of their transport."""

from chalicelib.base.feature import (
    AreaCard,
    Feature,
    PagePart,
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
        Routes("announcing.routes", (), at=("/v1/claims",), proxy="/v1/claims"),
        Routes("rates.routes", ("/v1/account/cargo",)),
        console_routes("console.rate_pages:rate_pages", "/console/settings/cargo"),
        Routes("expectation.routes", ("/v1/claims/{claim_id}/assessment",), proxy="/v1/claims"),
        area_routes("area.expectation_pages:pages", "/claims/{claim_id}/expectation"),
        area_routes("area.help_pages:pages", "/help"),
        area_api_routes("area.expectation_routes", "/claims/{claim_id}/expectation"),
    ),
    claim_parts=(
        PagePart(template="claim_expectation.html", values="console.expectation_part:assessment", scope="claims:read"),
    ),
    area_claim_parts=(
        AreaCard(
            template="area_expectation_part.html",
            values="area.expectation_pages:claim_part",
            permission="area:claims",
            place=10,
        ),
    ),
    proposed_lines="expectation.proposing:propose_lines",
    settings={"cargo": "settings:CargoSettings"},
    sections=(Section(code="cargo", label=N_("Cargo: rates"), place=56),),
    notices={
        "rate_removed": N_("The rate is deleted."),
        "rate_gone": N_("There is no such rate any more: somebody has removed it."),
    },
)
