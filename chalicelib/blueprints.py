"""The blueprints that are there with the import of `app`: the pages that owners see, and what their script asks for.

Cases, photos and settings for staff, webhooks, the console and the documents are loaded by the first request for them.
"""

from chalicelib.photos.owner_routes import owner_routes
from chalicelib.web.astray import astray
from chalicelib.web.logos import logos
from chalicelib.web.pages import pages
from chalicelib.web.plain_pages import plain_pages

BLUEPRINTS = (
    owner_routes,
    pages,
    plain_pages,
    logos,
    astray,
)
