"""The owners' pages, and the endpoints of their script."""

from chalicelib.features.photos.owner.logos import logos
from chalicelib.features.photos.owner.pages import pages
from chalicelib.features.photos.owner.plain_pages import plain_pages
from chalicelib.features.photos.owner_routes import owner_routes

BLUEPRINTS = (
    owner_routes,
    pages,
    plain_pages,
    logos,
)
