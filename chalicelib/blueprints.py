"""The blueprints that are there with the import of `app`: cases and photos for staff, and the pages that owners see.

Settings, figures, suppressions, webhooks, the console and the documents are loaded by the first request for them.
"""

from chalicelib.cases.routes import routes as cases
from chalicelib.photos.routes import routes as photos
from chalicelib.web.astray import astray
from chalicelib.web.logos import logos
from chalicelib.web.pages import pages
from chalicelib.web.plain_pages import plain_pages

BLUEPRINTS = (
    cases,
    photos,
    pages,
    plain_pages,
    logos,
    astray,
)
