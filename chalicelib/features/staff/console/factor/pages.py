"""All pages of the second factor."""

from chalicelib.features.staff.console.factor.own import own_factor_pages
from chalicelib.features.staff.console.factor.staff import staff_factor_pages
from chalicelib.features.staff.console.factor.step import step_pages

factor_pages = (step_pages, own_factor_pages, staff_factor_pages)
