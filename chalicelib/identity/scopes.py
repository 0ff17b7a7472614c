"""Scopes, the permissions of API keys and roles. Each feature brings its own by its manifest."""

from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from chalicelib.base.installed import scopes


@cache
def all_scopes() -> frozenset[str]:
    """Return the scopes of all features."""
    return frozenset(each.name for each in scopes())


def known_scope(name: str) -> str:
    """Return the scope. Raises LookupError for one that no feature has."""
    if name not in all_scopes():
        raise LookupError(f"no feature has the scope {name!r}")
    return name


@cache
def scope_type() -> type[StrEnum]:
    """Return the enumeration of all scopes in their order, as bodies and OpenAPI have it."""
    made = StrEnum("Scope", {each.name: each.name for each in scopes()})  # type: ignore[misc]
    made.__doc__ = "What an API key may do."
    return made


class _Installed:
    """The pydantic type of a scope of any feature, built at the first use: the manifests are known by then."""

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(scope_type())


#: A scope that some feature has.
AnyScope = Annotated[str, _Installed()]
