"""All pages of the settings that are here, to be registered at once."""

from chalicelib.web.console.settings.appearance import appearance_pages
from chalicelib.web.console.settings.categories import category_pages
from chalicelib.web.console.settings.logo import logo_pages
from chalicelib.web.console.settings.organisation import organisation_pages
from chalicelib.web.console.settings.previews import preview_pages
from chalicelib.web.console.settings.processes import process_pages
from chalicelib.web.console.settings.sms import sms_pages
from chalicelib.web.console.settings.templates import template_pages

settings_pages = (
    organisation_pages, appearance_pages, logo_pages, preview_pages, category_pages, template_pages, process_pages,
    sms_pages,
)  # fmt: skip
