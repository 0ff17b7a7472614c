"""The page of suppressed addresses."""

from chalicelib.features.suppressions.console.pages import blocked_pages

BLUEPRINTS = (blocked_pages,)
