"""All pages of the second factor."""

from chalicelib.web.console.factor.own import own_factor_pages
from chalicelib.web.console.factor.staff import staff_factor_pages
from chalicelib.web.console.factor.step import step_pages

factor_pages = (step_pages, own_factor_pages, staff_factor_pages)
