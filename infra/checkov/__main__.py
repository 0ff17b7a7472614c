"""Run checkov over a template as it is deployed; the exit code is checkov's.

`python -m infra.checkov .build/prod/template-only.json`. Findings are mended, or answered with a reason. A reason is in
config.yaml for all resources of a kind, in infra/template.yaml (Metadata) or a statement of infra/system (`skip`) for
one.
"""

import subprocess
import sys
from pathlib import Path

from infra.tool_environment import NotInstalled, tool_python

HERE = Path(__file__).parent


def main() -> int:
    """Check the template that is named."""
    try:
        python = tool_python("checkov", HERE / "requirements.txt")
    except NotInstalled as error:
        print(f"osmotr: {error}", file=sys.stderr)
        return 1
    checkov: list[str | Path] = [
        python,  # not the script beside it, which names its first place of installation
        "-m",
        "checkov.main",
        "--config-file",
        HERE / "config.yaml",
        "--file",
        sys.argv[1],
    ]
    return subprocess.run(checkov, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
