"""Rotates a key of a stage: `make rotate KEY=link STAGE=prod`. Values derived from the former key go on working."""

import argparse
import os
import sys

from botocore.exceptions import BotoCoreError, ClientError

from infra.stages import StageError, environment_of, why_not

#: Reasons for which the others have no command.
_OTHERS = {
    "hook": "all secrets of webhooks are derived from it, and each tenant rotates its own in the console",
    "kms": "AWS rotates it each year by itself",
    "api": "each tenant makes and revokes its own in the console",
}


def main(arguments: list[str]) -> int:
    """Rotate a key and print the consequences. Returns 1, with a line for each obstacle, when it can't be."""
    parser = argparse.ArgumentParser(prog="python -m infra.rotate", description="Rotate a key of a stage.")
    parser.add_argument("--stage", default="")
    parser.add_argument("--key", default="")
    options = parser.parse_args(arguments)
    wrong = [] if options.key == "link" else [_refusal(options.key)]
    try:
        os.environ |= environment_of(options.stage)
    except StageError as error:
        wrong.append(f"STAGE: {error}")
    if wrong:
        print(*(f"osmotr: {line}" for line in wrong), sep="\n", file=sys.stderr)
        return 1
    return _rotate_links(options.stage)


def _refusal(key: str) -> str:
    why = f": {_OTHERS[key]}" if key in _OTHERS else ""
    return f"KEY: only `link` is rotated by this command{why} (docs/operators.md, Keys)"


def _rotate_links(stage: str) -> int:
    # Both read the environment that `main` has set.
    from chalicelib.aws.secret_keys import add_link_key, awaited_link_key  # noqa: PLC0415

    try:
        if (awaited := awaited_link_key()) is not None:
            print(f"a generation of the key of links of {stage} begins {awaited:%Y-%m-%d %H:%M} UTC: none was added")
            return 0
        generation, begins = add_link_key()
    except (BotoCoreError, ClientError) as error:
        print(f"osmotr: can't rotate the key of {stage}: {why_not(error)}", file=sys.stderr)
        return 1
    print(f"the key of links of {stage} has {generation} generations; the new one begins {begins:%Y-%m-%d %H:%M} UTC")
    print("Links and codes that are out go on working until they end; those of requests from then on have the new key.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
