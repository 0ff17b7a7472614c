"""Staff: signing in, second factors, people and API keys."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(Routes("console.blueprints", ("/console",), described=False),),
    messages={"notice": "notices:NOTICE"},
)
