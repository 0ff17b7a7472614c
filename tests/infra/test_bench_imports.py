"""The import of app stays cheap: parts for some calls only are loaded, and built, by the first of them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.environment import ENVIRONMENT

ROOT = Path(__file__).parents[2]
LATE = [
    "PIL",
    "boto3",
    "email_validator",
    "jinja2",
    "jwt",
    "phonenumbers",
    "pillow_heif",
    "pypdf",
    "pypdfium2",
    "pyvips",
    "segno",
    "ulid",
]
_LOOK = """
import json, sys
import app
from pydantic import BaseModel

def below(kind):
    return [kind] + [each for sub in kind.__subclasses__() for each in below(sub)]

own = [kind for kind in below(BaseModel) if kind.__module__.startswith("chalicelib.")]
built = [f"{kind.__module__}.{kind.__name__}" for kind in own if kind.__pydantic_complete__ and kind.model_fields]
print(json.dumps({"modules": sorted(sys.modules), "types": len(own), "built": built}))
"""


@pytest.fixture(scope="module")
def imported() -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("library", [*LATE, "aws_lambda_powertools.utilities.batch", "asyncio"])
def test_importing_app_does_not_load(library: str, imported: dict[str, list[str]]) -> None:
    assert library not in imported["modules"]


def test_types_are_built_with_their_first_use(imported: dict[str, list[str]]) -> None:
    assert imported["types"]
    assert imported["built"] == []  # their model_config lacks defer_build
