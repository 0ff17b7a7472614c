"""Printed documents: their orders, states and files; how a feature has its things printed."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.features.printing.contents import Content, TemplateName


class DocumentState(StrEnum):
    """The states of a document."""

    ORDERED = "ordered"
    PRINTED = "printed"
    #: It can't be printed; `fault` is the reason.
    FAILED = "failed"


class Fault(Frozen):
    """The reason for a failure: characters that the fonts lack, with their text; else an error of ours."""

    glyphs: tuple[str, ...] = ()
    place: str = ""


class Document(Frozen):
    """A document of a subject. `kind` names its Printed; title and number are known once it was printed or refused."""

    id: str
    account_id: str
    subject: str
    kind: str
    language: Language
    ordered_at: datetime
    state: DocumentState = DocumentState.ORDERED
    title: str = ""
    number: str = ""
    #: SHA-256 (hex) of its bytes.
    digest: str = ""
    fault: Fault | None = None
    #: Tries since it was ordered last.
    tries: int = 0
    version: int = Field(default=1, ge=1)


class Order(Frozen):
    """The message that asks for the printing of a document."""

    account_id: str
    subject: str
    document_id: str


class Printed(NamedTuple):
    """The printing of documents of a kind; the manifests of features have one by kind (`printed`)."""

    template: TemplateName
    #: Returns the content of a subject in a language; None if the subject is gone. Of an account, a subject's id.
    content: Callable[[str, str, Language], Content | None]
    #: The console's page on which staff see the subject, with a place for `subject`.
    page: str
    #: Writes that belong to a printed document, in the transaction that stores it.
    done: Callable[[Transaction, Document], None] | None = None
