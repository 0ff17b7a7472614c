"""Bodies of the owner's page, read so that only a photo's required fields can keep it out.

Names of files, times and figures come from phones: a half of a character in one of them would make the whole no JSON.
"""

import json
from typing import Any

from pydantic import BaseModel

#: More than any number that is looked at has; Python refuses to read some thousands of them.
_MOST_DIGITS = 40


def known_part(kind: type[BaseModel], raw: bytes) -> str:
    """Return the fields of the type as JSON, with unreadable parts of their texts replaced.

    A document that is no object is returned as text, as it was sent.
    """
    text = raw.decode("utf-8-sig", "replace")
    try:
        document = json.loads(text, parse_int=_number)
    except (ValueError, RecursionError):
        return text
    if not isinstance(document, dict):
        return text
    known = {name: document[name] for name in kind.model_fields if name in document}
    return json.dumps(known, ensure_ascii=False).encode("utf-8", "replace").decode()


def _number(digits: str) -> Any:
    return int(digits[:_MOST_DIGITS])
