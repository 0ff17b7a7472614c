"""HTTP of figures of documents: queries and views."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.features.claims.documents.counting import DocumentFigures
from chalicelib.features.claims.documents.figures import DocumentTally
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View


class DocumentFiguresQuery(Body):
    """The chosen months and process. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])
    process: Code | None = Field(default=None, description="Code of a process", examples=["cargo"])


class RefusalsCounted(View):
    """Refusals for a reason."""

    reason: str = Field(
        description="As in `claim.document.refused`: of the inspection, or `staff`", examples=["encrypted"]
    )
    refused: int


class DocumentsCounted(View):
    """Documents of claims, each counted when it came, was accepted or refused; one may be refused, then accepted."""

    received: int
    accepted: int
    refused: int
    reasons: list[RefusalsCounted] = Field(description="The parts of `refused`, the largest first")


class DocumentGroupFigures(DocumentsCounted):
    """The figures of a month, process and document; summed up, the groups are all documents."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])
    process: str
    slot: str = Field(description="The code of the document", examples=["invoice"])


class DocumentFiguresView(View):
    """The figures of documents. Files of conversations are none until they become documents."""

    first_month: str
    last_month: str
    total: DocumentsCounted
    groups: list[DocumentGroupFigures]


def documents_view(figures: DocumentFigures) -> DocumentFiguresView:
    """Return figures of documents as an answer shows them."""
    return DocumentFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        total=DocumentsCounted(**_counted(figures.total())),
        groups=[
            DocumentGroupFigures(**group._asdict(), **_counted(each))
            for group, each in figures.split(lambda group: group).items()
        ],
    )


def _counted(each: DocumentTally) -> dict[str, Any]:
    reasons = [RefusalsCounted(reason=reason, refused=number) for reason, number in each.reasons.items()]
    return {**each._asdict(), "reasons": reasons}
