"""The evidence of claims: documents, photos, history and conversation in one sealed file, which anybody can check."""

from chalicelib.base.feature import Feature, PagePart, Routes, console_routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/claims/{claim_id}/evidence.zip",), proxy="/v1/claims"),
        Routes("key_routes", ("/v1/claims/evidence-keys",), proxy="/v1/claims"),
        console_routes("console.evidence_pages:evidence_pages", "/console/claims/{claim_id}/evidence.zip"),
    ),
    archives={"evidence": "bundle:content"},
    claim_parts=(
        PagePart(template="claim_evidence.html", values="console.evidence_part:evidence", scope="claims:read"),
    ),
)
