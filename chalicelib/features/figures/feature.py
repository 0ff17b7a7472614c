"""Figures: rates and times of photo requests, by week, channel, language and device.

Photos counts them (features/photos/figures.py), in the transactions of the requests.
"""

from chalicelib.base.feature import Feature, Nav, Routes, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/figures",)),
        console_routes("console.pages:figures_pages", "/console/figures", "/console/figures.csv"),
    ),
    nav=(Nav(label=N_("Figures"), path="/console/figures", scope="account:read", place=80),),
    styles=("figures.css",),
)
