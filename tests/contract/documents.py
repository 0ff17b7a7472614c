"""The documents of the contract, as the API serves them and as they are committed."""

import json
from pathlib import Path

from tests.support.api.client import Api

FOLDER = Path(__file__).resolve().parent
NAMES = ("openapi.json", "asyncapi.json", "events.schema.json")


def served(name: str) -> str:
    """Return a document as text: indented and sorted, so that a diff shows only changes."""
    document = Api().get(f"/v1/{name}").expect(200)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
