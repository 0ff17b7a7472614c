"""Names that people give to things and to each other."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.base.words import NAMED

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]

#: A name as somebody gives it.
GivenName = Annotated[Name, NAMED]
