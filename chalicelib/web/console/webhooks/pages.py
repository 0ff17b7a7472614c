"""All pages of webhooks, to be registered at once."""

from chalicelib.web.console.webhooks.deliveries import delivery_pages
from chalicelib.web.console.webhooks.endpoints import endpoint_pages
from chalicelib.web.console.webhooks.secrets import secret_pages

webhook_pages = (endpoint_pages, secret_pages, delivery_pages)
