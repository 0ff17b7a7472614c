"""All pages of webhooks, to be registered at once."""

from chalicelib.features.webhooks.console.deliveries import delivery_pages
from chalicelib.features.webhooks.console.endpoints import endpoint_pages
from chalicelib.features.webhooks.console.secrets import secret_pages

webhook_pages = (endpoint_pages, secret_pages, delivery_pages)
