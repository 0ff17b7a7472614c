"""The blueprints that are there with the import of `app`: the pages that owners see, and what their script asks for.

Cases, photos and settings for staff, webhooks, the console and the documents are loaded by the first request for them.
"""

from chalicelib.features.photos.owner.logos import logos
from chalicelib.features.photos.owner.pages import pages
from chalicelib.features.photos.owner.plain_pages import plain_pages
from chalicelib.features.photos.owner_routes import owner_routes
from chalicelib.frame.astray import astray

BLUEPRINTS = (
    owner_routes,
    pages,
    plain_pages,
    logos,
    astray,
)
