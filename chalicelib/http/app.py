"""Chalice's app, of which some routes are loaded by the first request for one of them."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.base.feature import Feature
from chalicelib.http.protection import protected

#: Paths of the documents that describe the API.
DOCUMENTS = ("/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json")


class App(Chalice):
    """Chalice's app; whoever makes it says which routes it has now, and which may wait.

    Only routes may wait. The gateway's resources are made where nothing does (`load_all`); whatever describes routes
    has to be among the paths that load them.
    """

    def __init__(self, app_name: str) -> None:
        # Why: chalice's handler would sit on the logger of Powertools, which has the same name: each line came twice.
        super().__init__(app_name, configure_logs=False)
        self._waiting: dict[str, tuple[str, ...]] = {}

    def register_all(self, blueprints: Iterable[Blueprint]) -> None:
        """Register blueprints, in their order."""
        for blueprint in blueprints:
            self.register_blueprint(blueprint)

    def mount(self, feature: Feature) -> None:
        """Register the routes of a feature: some now, the others by the first request at or below one of their paths.

        Modules that wait for the same path are registered in the order of these calls. The API's documents load all
        that they describe.
        """
        for routes in feature.routes:
            module = f"{feature.package}.{routes.module}"
            self._waiting[module] = (*routes.below, *(DOCUMENTS if routes.described else ()))
            if routes.at_once:
                self._load(module)

    def load_all(self) -> None:
        """Register now what waits."""
        for module in list(self._waiting):
            self._load(module)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer a request of API Gateway, with the headers that protect every answer."""
        path = event.get("requestContext", {}).get("resourcePath") or ""
        for module in [module for module, below in self._waiting.items() if _is_below(path, below)]:
            self._load(module)
        return protected(super().__call__(event, context))

    def _load(self, module: str) -> None:
        self.register_all(import_module(module).BLUEPRINTS)
        del self._waiting[module]


def _is_below(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
