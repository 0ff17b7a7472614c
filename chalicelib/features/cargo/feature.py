"""Claims of cargo: announced to companies, under the law of their transport."""

from chalicelib.base.feature import (
    AreaCard,
    Feature,
    PageAction,
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
        console_routes("console.announce_pages:announce_pages", "/console/claims/announce"),
        console_routes("console.rate_pages:rate_pages", "/console/settings/cargo"),
        Routes("expectation.routes", ("/v1/claims/{claim_id}/assessment",), proxy="/v1/claims"),
        area_api_routes("area.announce_routes", "/claims/announced"),
        area_routes("area.announce_pages:pages", "/claims/announce"),
        area_routes("area.expectation_pages:pages", "/claims/{claim_id}/expectation"),
        area_routes("area.goods_pages:pages", "/claims/{claim_id}/goods"),
        area_api_routes("area.goods_routes", "/claims/{claim_id}/goods"),
        area_routes("area.help_pages:pages", "/help"),
        area_api_routes("area.expectation_routes", "/claims/{claim_id}/expectation"),
        Routes("letters.routes", ("/v1/claims/{claim_id}/letters",), proxy="/v1/claims"),
        console_routes("console.letter_pages:letter_pages", "/console/claims/{claim_id}/letters"),
        area_routes("area.letter_pages:pages", "/claims/{claim_id}/letters"),
        area_api_routes("area.letter_routes", "/claims/{claim_id}/letters"),
        area_routes("area.holder_pages:pages", "/claims/{claim_id}/photo-requests"),
        area_api_routes("area.holder_routes", "/claims/{claim_id}/photo-requests"),
    ),
    claim_parts=(
        PagePart(template="claim_expectation.html", values="console.expectation_part:assessment", scope="claims:read"),
        PagePart(template="claim_letters.html", values="console.letters_part:letters", scope="claims:read"),
        PagePart(
            template="claim_holder_photos.html", values="console.holder_part:holder_photos", scope="requests:write"
        ),
    ),
    area_claim_parts=(
        AreaCard(
            template="area_expectation_part.html",
            values="area.expectation_pages:claim_part",
            permission="area:claims",
            place=10,
        ),
        AreaCard(
            template="area_letters_part.html",
            values="area.letter_pages:letters_part",
            permission="area:claims",
            place=20,
        ),
        AreaCard(
            template="area_holder_part.html",
            values="area.holder_pages:holder_part",
            permission="area:claims",
            place=15,
        ),
    ),
    goods_of_case="holders.lacking:goods_of_case",
    proposed_lines="expectation.proposing:propose_lines",
    settings={"cargo": "settings:CargoSettings"},
    sections=(Section(code="cargo", label=N_("Cargo: rates"), place=56),),
    client_actions=(
        PageAction(
            label=N_("Announce a claim"),
            path="/console/claims/announce?client=",
            scope="claims:write",
            offered="announcing.offering:can_announce",
            place=15,
        ),
    ),
    notices={
        "claim_announced": N_("The claim is announced. The people of the company are being told."),
        "letter_sent": N_("The letter is noted as sent."),
        "own_letter_sent": N_("The letter is noted as sent. You can add its copy to the documents."),
        "own_goods_saved": N_("The facts are saved. This is the estimate that follows from them."),
        "holder_asked": N_("The link is on its way. The photos will stand in this claim."),
        "rate_removed": N_("The rate is deleted."),
        "rate_gone": N_("There is no such rate any more: somebody has removed it."),
    },
)
