"""Figures: rates and times of photo requests, by week, channel, language and device."""

from chalicelib.base.feature import Feature, Nav, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/figures",)),
        Routes("console.blueprints", ("/console",), described=False),
    ),
    nav=(Nav(label=N_("Figures"), path="/console/figures", scope="account:read", place=80),),
)
