"""Messages between a process and its child: a JSON header, then raw bytes. Neither side unpickles anything."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

_LENGTH_BYTES = 4
MAX_HEADER_BYTES = 64 * 1024
MAX_BLOB_BYTES = 64 * 1024 * 1024
_MAX_BLOBS = 2


class Message(NamedTuple):
    """Fields that JSON can say, and files."""

    header: Mapping[str, Any]
    blobs: Sequence[bytes]


def send(file: BinaryIO, message: Message) -> None:
    """Write a message. Raises OSError when nobody reads any more."""
    header = json.dumps({"header": message.header, "sizes": [len(blob) for blob in message.blobs]}).encode()
    file.write(len(header).to_bytes(_LENGTH_BYTES) + header)
    for blob in message.blobs:
        file.write(blob)
    file.flush()


def receive(file: BinaryIO) -> Message:
    """Read a message.

    Raises EOFError at the end of the stream, ValueError if it is no message.
    """
    length = int.from_bytes(_exactly(file, _LENGTH_BYTES))
    if length > MAX_HEADER_BYTES:
        raise ValueError("the header of a message is too long")
    envelope = json.loads(_exactly(file, length))
    header, sizes = envelope["header"], envelope["sizes"]
    if len(sizes) > _MAX_BLOBS or not all(isinstance(size, int) and 0 <= size <= MAX_BLOB_BYTES for size in sizes):
        raise ValueError("the files of a message are too large")
    return Message(header, [_exactly(file, size) for size in sizes])


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise EOFError
    return data
