"""The documents: OpenAPI, AsyncAPI, the schema of events, and the page of the API."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(package=__package__, routes=(Routes("documents", ()),))
