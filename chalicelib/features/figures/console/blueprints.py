"""The page of figures."""

from chalicelib.features.figures.console.pages import figures_pages

BLUEPRINTS = (figures_pages,)
