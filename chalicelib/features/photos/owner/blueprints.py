"""The owners' pages, and the endpoints of their script."""

from chalicelib.features.photos.owner.logos import logos
from chalicelib.features.photos.owner.pages import pages
from chalicelib.features.photos.owner.plain_pages import plain_pages
from chalicelib.features.photos.owner_routes import owner_routes
from chalicelib.features.photos.service import branding, owner, plain  # noqa: F401 - not at a request

BLUEPRINTS = (
    owner_routes,
    pages,
    plain_pages,
    logos,
)
