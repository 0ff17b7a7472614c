"""Client companies in the client area: their people, permissions and notices."""

from chalicelib.base.feature import AreaCard, AreaNav, Feature, area_api_routes, area_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        area_api_routes("notice_routes", "/notices"),
        area_routes("area.notice_pages:pages", "/notices"),
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
    notices={"area_notices_read": N_("All notices are marked as read.")},
)
