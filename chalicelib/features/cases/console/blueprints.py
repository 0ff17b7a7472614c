"""The pages of cases: the inbox, a case, its conversion, its handler, and marks of reading."""

from chalicelib.features.cases.console.handling_pages import handling_pages
from chalicelib.features.cases.console.pages import case_pages
from chalicelib.features.cases.console.unread import unread_pages

BLUEPRINTS = (case_pages, handling_pages, unread_pages)
