"""The row of a case itself; the other rows are beside the functions that use them."""

from typing import Any

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Document
from chalicelib.aws.shards import shard
from chalicelib.base.clock import stamp
from chalicelib.features.cases.model import FORMER_RULE, Case

_NOT_IN_THE_DOCUMENT = {"status", "changed_at", "version", "filed", "attachments", "terms_rule"}
#: Attributes that a case without photos to review lacks.
_OF_REVIEWING = {"to_review", "review_since"}


class CaseRow(CasesRow, discriminator="case"):
    """A case: attributes for conditions and indexes, all other fields as a document."""

    document = Document()
    status = UnicodeAttribute()
    changed_at = UnicodeAttribute()
    version = NumberAttribute()
    filed: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    attachments = NumberAttribute(default=0)
    terms_rule = NumberAttribute(null=True)

    def model(self) -> Case:
        return Case.model_validate(
            {
                **self.document,
                "status": self.status,
                "changed_at": self.changed_at,
                "version": int(self.version),
                "filed": {
                    code: int(count)
                    for code, count in self.filed.as_dict().items()  # type: ignore[no-untyped-call]
                },
                "attachments": int(self.attachments),
                "terms_rule": int(self.terms_rule or FORMER_RULE),
            }
        )


def row_of(case: Case) -> CaseRow:
    changed_at, part = stamp(case.changed_at), shard(case.id)
    return CaseRow(
        case_key(case.account_id, case.id),
        "case",
        document=case.model_dump(mode="json", exclude=_left_out(case), exclude_none=True),
        status=case.status,
        changed_at=changed_at,
        version=case.version,
        filed=dict(case.filed),
        attachments=case.attachments,
        terms_rule=case.terms_rule if case.terms_rule != FORMER_RULE else None,
        change_pk=f"{case.account_id}#{part}",
        status_pk=f"{case.account_id}#{case.status}#{part}",
        process_pk=f"{case.account_id}#{case.process}#{part}" if case.process else None,
        handler_pk=f"{case.account_id}#{case.handler}#{part}" if case.handler else None,
        wait_pk=f"{case.account_id}#{part}" if case.waits_until else None,
        wait_sk=f"{stamp(case.waits_until)}#{case.id}" if case.waits_until else None,
        change_sk=f"{changed_at}#{case.id}",
        review_pk=f"{case.account_id}#{part}" if case.to_review else None,
        review_sk=case.review_place,
    )


def _left_out(case: Case) -> set[str]:
    return _NOT_IN_THE_DOCUMENT if case.to_review else _NOT_IN_THE_DOCUMENT | _OF_REVIEWING
