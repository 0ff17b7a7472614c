"""The blueprints of the API for staff and of the pages that owners see: what is there with the import of `app`.

Those of webhooks, of the console and of the documents are loaded by the first request for one of them.
"""

from chalicelib.accounts.routes import routes as accounts
from chalicelib.cases.routes import routes as cases
from chalicelib.photos.routes import routes as photos
from chalicelib.photos.suppression_routes import suppression_routes
from chalicelib.web.astray import astray
from chalicelib.web.logos import logos
from chalicelib.web.pages import pages
from chalicelib.web.plain_pages import plain_pages

BLUEPRINTS = (
    accounts,
    cases,
    photos,
    pages,
    plain_pages,
    logos,
    suppression_routes,
    astray,
)
