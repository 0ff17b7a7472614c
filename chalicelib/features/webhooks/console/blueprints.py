"""The pages of webhooks."""

from chalicelib.features.webhooks.console.pages import webhook_pages

BLUEPRINTS = webhook_pages
