"""Chalice's app, of which some routes are loaded by the first request for one of them."""

from collections.abc import Iterable
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.base.feature import Feature, Routes
from chalicelib.http.protection import protected
from chalicelib.http.proxies import asked_path, nothing_here, routed

#: Paths of the documents that describe the API.
DOCUMENTS = frozenset({"/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json"})


class App(Chalice):
    """Chalice's app, with routes that may be registered late.

    Only routes may wait. The gateway's resources are made with all routes registered (`load_all`). Documents that
    describe routes are among the paths that load them. Requests of a proxy resource are routed here (http/proxies.py).
    """

    def __init__(self, app_name: str) -> None:
        # Why: chalice's handler would sit on the logger of Powertools, which has the same name: each line came twice.
        super().__init__(app_name, configure_logs=False)
        self._waiting: dict[str, tuple[Feature, Routes]] = {}

    def register_all(self, blueprints: Iterable[Blueprint]) -> None:
        """Register blueprints, in their order."""
        for blueprint in blueprints:
            self.register_blueprint(blueprint)

    def mount(self, feature: Feature) -> None:
        """Register the routes of a feature: some now, the others by the first request for one of their paths.

        Modules that wait for the same path are registered in the order of these calls. The API's documents load all
        that they describe.
        """
        for routes in feature.routes:
            name = f"{feature.package}.{routes.module}"
            self._waiting[name] = (feature, routes)
            if routes.at_once:
                self._load(name)

    def load_all(self) -> None:
        """Register all waiting routes."""
        for name in list(self._waiting):
            self._load(name)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer a request of API Gateway, with the headers that protect every answer."""
        path = asked_path(event)
        for name in [name for name, (_, routes) in self._waiting.items() if _waits_for(routes, path)]:
            self._load(name)
        found = routed(event, path, self.routes)
        if found is None:
            return protected(nothing_here(event, context).to_dict(self.api.binary_types))
        return protected(super().__call__(found, context))

    def _load(self, name: str) -> None:
        feature, routes = self._waiting[name]
        self.register_all(feature.blueprints(routes))
        del self._waiting[name]


def _waits_for(routes: Routes, path: str) -> bool:
    return routes.may_have(path) or (routes.described and path in DOCUMENTS)
