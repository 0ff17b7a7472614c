"""The emulator, writing its state down every few seconds: by itself it does so only at an orderly end.

More of its gaps are closed here, since our code could not be tried otherwise. lean_workers.py bounds its functions'
processes. stream_pollers.py keeps them from waiting for one another, as fair_queues.py does for tenants. call_logs.py
reads their logs without waiting. whole_states.py saves a state that changes meanwhile, layer_files.py zips of layers
apart from it. open_sockets.py closes WebSockets at the end, which sure_end.py makes come.

Run by the emulator's own interpreter, as a script; of this project only the modules beside it can be imported there.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO

import call_logs  # type: ignore[import-not-found]
import fair_queues  # type: ignore[import-not-found]
import hypercorn.asyncio  # type: ignore[import-not-found]
import layer_files  # type: ignore[import-not-found]
import lean_workers  # type: ignore[import-not-found]
import open_sockets  # type: ignore[import-not-found]
import stream_pollers  # type: ignore[import-not-found]
import sure_end  # type: ignore[import-not-found]
import whole_states  # type: ignore[import-not-found]
from ministack import app  # type: ignore[import-not-found]
from ministack.core import iam_actions, lambda_runtime, persistence  # type: ignore[import-not-found]
from ministack.services import apigateway, lambda_svc, s3, sqs  # type: ignore[import-not-found]

SECONDS = 10.0
#: Seconds between two savings of the state; callers wait for each.
SAVE_SECONDS = float(os.environ["SAVE_SECONDS"])
OK = 200


def save_now_and_then(ended: threading.Event, clear: Callable[[Path], None]) -> None:
    """Save all services' state until the end; a state that keeps changing is skipped until the next time.

    Clears leavings of ended workers, too.
    """
    saved = time.monotonic()
    while not ended.wait(SECONDS):
        if time.monotonic() - saved >= SAVE_SECONDS:
            persistence.save_all(app._build_persistence_save_dict())
            saved = time.monotonic()
        clear(Path(os.environ["TMPDIR"]))


def encode_states_in_one_go() -> None:
    """Write a service's state by the encoder in C: `json.dump` takes five times as long, and every caller waits."""

    def dump(state: object, file: TextIO, **options: Any) -> None:
        file.write(json.dumps(state, **options))

    persistence.json = SimpleNamespace(**{**vars(json), "dump": dump})


def read_streams_from_their_beginning() -> None:
    """Drop the positions of readers in tables' streams: the emulator keeps those, but not the streams' records.

    It would pass over as many new records after a start as there were before it.
    """
    restore = lambda_svc._restore_esm_positions

    def restore_others(store: object, positions: object) -> None:
        if store is not lambda_svc._dynamodb_stream_positions:
            restore(store, positions)

    lambda_svc._restore_esm_positions = restore_others


def name_downloads_of_versions() -> None:
    """Honour `response-content-disposition` and its like for a version of an object, too, as S3 does."""
    get_object = s3._get_object

    def get_as_asked(bucket: str, key: str, headers: object, query: object = None) -> tuple[int, dict[str, str], bytes]:
        status, answered, body = get_object(bucket, key, headers, query)
        if status == OK:
            s3._apply_response_overrides(answered, query or {})
        return status, answered, body

    s3._get_object = get_as_asked


def authorize_batches_as_single_calls() -> None:
    """Ask for `sqs:SendMessage` where a batch is sent, and alike: IAM knows no actions of batches, and AWS's SQS none.

    The emulator would refuse calls that a role may make on AWS.
    """
    extract = iam_actions.extract_iam_action

    def extract_single(*request: object) -> str | None:
        action: str | None = extract(*request)
        return action.removesuffix("Batch") if action and action.startswith("sqs:") else action

    iam_actions.extract_iam_action = extract_single


if __name__ == "__main__":
    encode_states_in_one_go()
    layer_files.save_apart(lambda_svc, Path(os.environ["STATE_DIR"]) / "layers")
    whole_states.read_whole(persistence, app)
    sure_end.end_when_saved(app)
    name_downloads_of_versions()
    authorize_batches_as_single_calls()
    read_streams_from_their_beginning()
    stream_pollers.poll_streams_apart(lambda_svc)
    fair_queues.be_fair(sqs)
    # It reports every file of every round.
    logging.getLogger("persistence").setLevel(logging.CRITICAL)
    call_logs.read_logs_at_once(lambda_runtime)
    lean_workers.share_code(lambda_runtime)
    lean_workers.bound_workers(lambda_svc)
    close_sockets = partial(open_sockets.close_sockets, apigateway)
    lean_workers.end_workers_first(hypercorn.asyncio, lambda_runtime, before=close_sockets)
    clear = lean_workers.watch_workers(lambda_runtime)
    at_end = threading.Event()
    threading.Thread(target=save_now_and_then, args=[at_end, clear], daemon=True, name="save").start()
    try:
        app.main()
    finally:
        at_end.set()
