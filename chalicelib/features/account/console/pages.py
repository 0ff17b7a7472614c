"""All pages of the account's settings."""

from chalicelib.features.account.console.categories import category_pages
from chalicelib.features.account.console.organisation import organisation_pages
from chalicelib.features.account.console.processes import process_pages
from chalicelib.features.account.console.sms import sms_pages
from chalicelib.features.account.console.templates import template_pages

settings_pages = (organisation_pages, category_pages, template_pages, process_pages, sms_pages)
