"""HTTP of files of policies: bodies and views."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Sha256
from chalicelib.base.words import NAMED
from chalicelib.features.policies.files import MOST_BYTES, ContentType, FileState
from chalicelib.http.bodies import Body, View

FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]


class NameBody(Body):
    """The name of a file."""

    name: FileName = Field(examples=["Акт осмотра.pdf"])


class NewFileBody(NameBody):
    """A file of a policy: PDF, JPEG or PNG."""

    content_type: ContentType = Field(examples=["application/pdf"])
    bytes: int = Field(ge=1, le=MOST_BYTES)
    sha256: Sha256
    shared: bool = Field(default=False, description="The client sees it in the client area")


class FileChangeBody(Body):
    """A change of a file of a policy."""

    shared: bool = Field(description="The client sees it in the client area")


class FileUpload(View):
    """The form that uploads exactly this file: POST its fields, then `file`."""

    url: str
    fields: dict[str, str]
    expires_in: int = Field(description="Seconds")


class PolicyFileView(View):
    """A file of a policy."""

    id: str
    name: str
    state: FileState = Field(
        description="`waiting` for its bytes; `refused`: no whole PDF, JPEG or PNG, of another type, or a PDF with "
        "a password or that starts a program"
    )
    content_type: ContentType | None
    bytes: int | None
    sha256: str | None
    shared: bool = Field(description="The client sees it in the client area")
    added_at: datetime
    upload: FileUpload | None = Field(default=None, description="In the answer to the announcement only")


class PolicyFileList(View):
    """The files of a policy, oldest first."""

    items: list[PolicyFileView]
