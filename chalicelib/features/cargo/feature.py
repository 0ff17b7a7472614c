"""Claims of cargo: announced to companies, under the law of their transport."""

from chalicelib.base.feature import Feature, Routes, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("announcing.routes", (), at=("/v1/claims",), proxy="/v1/claims"),
        Routes("rates.routes", ("/v1/account/cargo",)),
        console_routes("console.rate_pages:rate_pages", "/console/settings/cargo"),
    ),
    settings={"cargo": "settings:CargoSettings"},
    sections=(Section(code="cargo", label=N_("Cargo: rates"), place=56),),
    notices={
        "rate_removed": N_("The rate is deleted."),
        "rate_gone": N_("There is no such rate any more: somebody has removed it."),
    },
)
