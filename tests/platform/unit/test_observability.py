"""Log lines of a function."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
#: As Lambda's runtime does before it imports a handler: it writes the lines that reach the root logger.
_RUN = """
import logging, sys
logging.getLogger().addHandler(logging.StreamHandler(sys.stdout))
import app
from chalicelib.base.observability import alarm
alarm("a line of this test")
"""


@pytest.mark.parametrize("function", ["api_handler", "file_photos"])
def test_each_line_is_written_once(function: str) -> None:
    environment = {**os.environ, "AWS_LAMBDA_FUNCTION_NAME": f"osmotr-test-{function}"}
    command = [sys.executable, "-c", _RUN]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert (done.stdout + done.stderr).count("a line of this test") == 1
