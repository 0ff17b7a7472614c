"""All pages of the settings that are here, to be registered at once."""

from chalicelib.features.account.console.appearance import appearance_pages
from chalicelib.features.account.console.categories import category_pages
from chalicelib.features.account.console.logo import logo_pages
from chalicelib.features.account.console.organisation import organisation_pages
from chalicelib.features.account.console.previews import preview_pages
from chalicelib.features.account.console.processes import process_pages
from chalicelib.features.account.console.sms import sms_pages
from chalicelib.features.account.console.templates import template_pages

settings_pages = (
    organisation_pages, appearance_pages, logo_pages, preview_pages, category_pages, template_pages, process_pages,
    sms_pages,
)  # fmt: skip
