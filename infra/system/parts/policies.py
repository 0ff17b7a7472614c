"""Policies with quotes, commission, payments and printed documents."""

from infra.system.grants import READ_AND_WRITE, allow
from infra.system.model import Index, Part, Table

POLICIES = Table(name="policies", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))

PART = Part(
    tables=(POLICIES,),
    # Not by_due, which goes across accounts.
    api=(allow("Policies", READ_AND_WRITE, POLICIES.arn),),
)
