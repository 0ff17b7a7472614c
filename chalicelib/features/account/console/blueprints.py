"""The pages of an account's settings."""

from chalicelib.features.account.console.pages import settings_pages

BLUEPRINTS = settings_pages
