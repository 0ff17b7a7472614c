"""`python -m infra.local.bank --file bank.json`: runs the training bank until Ctrl-C."""

import argparse
import sys
import threading
from contextlib import suppress
from pathlib import Path

from infra.local.bank.server import running_bank


def main(arguments: list[str]) -> int:
    """Run the bank; its first line on stdout is its address."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.bank")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--file", type=Path, help="the file that keeps its book")
    options = parser.parse_args(arguments)
    with running_bank(port=options.port, file=options.file) as bank:
        print(bank.url, flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
