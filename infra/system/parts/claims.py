"""Claims with their documents, decisions and deadlines."""

from infra.system.grants import READ_AND_WRITE, allow
from infra.system.model import Index, Part, Table

CLAIMS = Table(name="claims", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))

PART = Part(
    tables=(CLAIMS,),
    # Not by_due, which goes across accounts.
    api=(allow("Claims", READ_AND_WRITE, CLAIMS.arn),),
)
