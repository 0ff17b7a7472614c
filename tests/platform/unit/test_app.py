"""Routes that wait for the first request for one of them."""

import sys
from types import ModuleType
from typing import Any

import pytest
from chalice.app import Blueprint

from chalicelib.base.feature import Feature, Routes
from chalicelib.http.app import App

LATE = "late_feature.routes"


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType(LATE)
    module.BLUEPRINTS = (pages("/late", "/late/one"),)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, LATE, module)
    return module


def pages(*paths: str) -> Blueprint:
    blueprint = Blueprint(__name__)
    for path in paths:
        blueprint.route(path, name=f"page_{path}")(lambda: "here")
    return blueprint


def app() -> App:
    made = App("test")
    made.register_all([pages("/now", "/later")])
    made.mount(Feature(package="late_feature", routes=(Routes("routes", ("/late",)),)))
    return made


def asked(app: App, path: str, *, method: str = "GET") -> int:
    event: dict[str, Any] = {
        "requestContext": {"resourcePath": path, "httpMethod": method, "path": path},
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "body": None,
        "stageVariables": None,
        "isBase64Encoded": False,
    }
    status: int = app(event, None)["statusCode"]
    return status


@pytest.mark.parametrize("path", ["/late", "/late/one"])
def test_the_first_request_loads_what_is_asked_for(late: ModuleType, path: str) -> None:
    made = app()

    assert set(made.routes) == {"/now", "/later"}
    assert [asked(made, path), asked(made, path)] == [200, 200]
    assert set(made.routes) == {"/now", "/later", "/late", "/late/one"}


def test_other_requests_load_nothing(late: ModuleType) -> None:
    made = app()

    assert [asked(made, "/now"), asked(made, "/later")] == [200, 200]
    assert set(made.routes) == {"/now", "/later"}


def test_a_method_that_is_not_there_is_refused_at_the_first_request_too(late: ModuleType) -> None:
    assert asked(app(), "/late", method="PUT") == 405


def test_everything_can_be_loaded_at_once(late: ModuleType) -> None:
    made = app()

    made.load_all()

    assert set(made.routes) == {"/now", "/later", "/late", "/late/one"}
    assert asked(made, "/late") == 200


def test_what_could_not_be_loaded_is_tried_again(late: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made = app()

    with monkeypatch.context() as broken:
        broken.setitem(sys.modules, LATE, None)
        with pytest.raises(ImportError):
            asked(made, "/late")

    assert asked(made, "/late") == 200


def test_an_event_that_is_no_request_is_answered_as_ever(late: ModuleType) -> None:
    assert app()({}, None)["statusCode"] == 500
