"""Suppressions: addresses that get no messages, and the lifting of a block.

The use cases are in messaging/suppressions.py.
"""

from chalicelib.base.feature import Feature, Routes, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/suppressions",)),
        console_routes("console.pages:blocked_pages", "/console/settings/blocked"),
    ),
    sections=(Section(code="blocked", label=N_("Blocked addresses"), place=90),),
    notices={
        "block_lifted": N_("The block is lifted. The address gets messages again."),
        "block_lifted_already": N_("This address is not blocked any more."),
    },
)
