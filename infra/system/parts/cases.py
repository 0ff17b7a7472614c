"""Cases with everything that belongs to one."""

from infra.system.grants import READ_AND_WRITE, allow
from infra.system.model import Index, Part, Table

#: In the order in which they were added.
_LISTS = ("by_change", "by_status", "by_process", "by_handler", "by_wait", "by_review")

CASES = Table(
    name="cases",
    stream="NEW_AND_OLD_IMAGES",
    indexes=(
        Index(name="by_change", keys=("change_pk", "change_sk")),
        Index(name="by_status", keys=("status_pk", "change_sk")),
        Index(name="by_process", keys=("process_pk", "change_sk")),
        Index(name="by_handler", keys=("handler_pk", "change_sk")),
        Index(name="by_wait", keys=("wait_pk", "wait_sk")),
        Index(name="by_review", keys=("review_pk", "review_sk")),
        Index(name="by_due", keys=("due_pk", "due_at")),
    ),
)

PART = Part(
    tables=(CASES,),
    # Not by_due, which goes across accounts.
    api=(allow("Cases", READ_AND_WRITE, CASES.arn, *(CASES.index(each) for each in _LISTS)),),
)
