"""All that back-ends call of webhooks: their endpoints and keys, and the hooks that come in."""

from chalicelib.features.webhooks.hook_routes import hook_routes
from chalicelib.features.webhooks.routes import routes

BLUEPRINTS = (
    routes,
    hook_routes,
)
