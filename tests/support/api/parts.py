"""Parts of a matrix over all features that each states beside its own tests."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from chalicelib.features import FEATURES, PLATFORM


def of_features(module: str, name: str) -> dict[str, Any]:
    """Return objects of a name in tests/<feature>/<module>.py, by feature; the platform has some, too."""
    features = (each.package.rpartition(".")[2] for each in FEATURES if each not in PLATFORM)
    paths = {feature: f"tests.{feature}.{module}" for feature in ("platform", *features)}
    return {feature: getattr(import_module(path), name) for feature, path in paths.items() if find_spec(path)}
