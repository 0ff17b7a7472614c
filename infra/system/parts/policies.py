"""Policies with quotes, commission, payments and printed documents."""

from infra.system.grants import PUT_OBJECT, READ_AND_WRITE, allow, objects
from infra.system.model import Index, Part, Table

#: Files that staff add, and not the printed documents beside them.
FILES = "documents/*/pol_*/fil_*"
POLICIES = Table(name="policies", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))

PART = Part(
    tables=(POLICIES,),
    # Not by_due, which goes across accounts.
    api=(
        allow("Policies", READ_AND_WRITE, POLICIES.arn),
        objects("StoreFilesOfPolicies", PUT_OBJECT, FILES),
    ),
)
