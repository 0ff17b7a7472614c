"""Parts that letters and texts of all features share."""

from pathlib import Path
from typing import NamedTuple


class Email(NamedTuple):
    """An e-mail: a one-line Unicode subject and its two equal parts."""

    subject: str
    html: str
    text: str


#: Layouts that letters may extend: staff.html.
TEMPLATES = Path(__file__).parent / "templates"
