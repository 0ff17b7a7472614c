"""Accounts, their staff, and answers kept for repeated calls."""

from infra.system.grants import DELETE, GET, PUT, READ_AND_WRITE, UPDATE, allow
from infra.system.model import Part, Table, attribute

ACCOUNTS = Table(name="accounts")
IDEMPOTENCY = Table(name="idempotency", keys=("id",), ttl="expiration")

_STAFF = (
    "AdminAddUserToGroup",
    "AdminCreateUser",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminGetUser",
    "AdminRemoveUserFromGroup",
    "AdminSetUserMFAPreference",
    "AdminUserGlobalSignOut",
    "DescribeUserPoolClient",
)

PART = Part(
    tables=(ACCOUNTS, IDEMPOTENCY),
    api=(
        allow("Accounts", READ_AND_WRITE, ACCOUNTS.arn),
        allow("Idempotency", (GET, PUT, UPDATE, DELETE), IDEMPOTENCY.arn),
        allow("ManageStaff", tuple(f"cognito-idp:{each}" for each in _STAFF), attribute("StaffPool")),
    ),
)
