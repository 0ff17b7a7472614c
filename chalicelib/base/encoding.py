"""Text from bytes: UTF-8 or nothing.

Undecodable bytes are never replaced in silence, since the replacement would be stored.
"""

import re

#: The character that decoders put for unreadable bytes (Unicode, U+FFFD). API Gateway is one of them: it decodes a body
#: itself.
REPLACEMENT = "\ufffd"
#: The same as JSON may write it, unless the backslash is itself escaped.
_ESCAPED_REPLACEMENT = re.compile(r"(?<!\\)(?:\\\\)*\\u[fF]{3}[dD]")


class NotUtf8(ValueError):
    """These bytes are no text in UTF-8, or somebody on the way could not read them as such."""


def utf8(raw: bytes) -> str:
    """Return bytes as text, without a byte order mark (RFC 8259, 8.1 lets a receiver ignore it). Raises NotUtf8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8 from error
    return faithful(text)


def json_text(raw: bytes) -> str:
    """Return JSON as text. Raises NotUtf8 if its bytes are none, or say by an escape that somebody could not read."""
    text = utf8(raw)
    if _ESCAPED_REPLACEMENT.search(text):
        raise NotUtf8
    return text


def faithful(text: str) -> str:
    """Return a text that others decoded. Raises NotUtf8 if they replaced something, or left half a surrogate pair."""
    if not is_faithful(text):
        raise NotUtf8
    return text


def is_faithful(text: str) -> bool:
    """Return True if a text that others decoded is complete, and can be encoded again."""
    return REPLACEMENT not in text and is_encodable(text)


def is_encodable(text: str) -> bool:
    """Return True if a text can be encoded again: half a surrogate pair can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
