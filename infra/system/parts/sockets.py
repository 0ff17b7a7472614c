"""Sockets of open pages: who listens, the function that serves them, and the one that tells them.

The WebSocket API itself is in infra/template.yaml.
"""

from infra.system.grants import BATCH_GET, DELETE, GET, QUERY, READ_AND_WRITE, allow
from infra.system.model import Failures, FromSockets, FromStream, Function, Part, Table, sub
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.area import AREA
from infra.system.parts.claims import CLAIMS
from infra.system.parts.conversations import CHAT

#: Rows of minutes and hours: it needs no stream.
SOCKETS = Table(name="sockets")
PUSH_FAILURES = Failures(
    name="push-failures",
    alarm="Open pages were not told of messages: they find these themselves when they ask for what they lack",
)
REACH_SOCKETS = allow(
    "ReachSockets",
    "execute-api:ManageConnections",
    sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Sockets}/api/*/@connections/*"),
)
#: Of functions after which somebody has no access any more.
CLOSE_SOCKETS = (allow("CloseSockets", (GET, BATCH_GET, QUERY, DELETE), SOCKETS.arn), REACH_SOCKETS)
_ROWS = allow("Sockets", READ_AND_WRITE, SOCKETS.arn)

SERVE_SOCKETS = Function(
    name="serve_sockets",
    source=FromSockets(),
    timeout=10,
    concurrency=50,
    grants=(
        _ROWS,
        REACH_SOCKETS,
        allow("ReadWhoCalls", (GET, QUERY), ACCOUNTS.arn, AREA.arn),
        allow("ReadClaims", GET, CLAIMS.arn),
        allow("ReadThreads", (GET, BATCH_GET, QUERY), CHAT.arn),
    ),
)
PUSH_CHAT = Function(
    name="push_chat",
    # Late news are none: a page that lacks some has asked for them by then.
    source=FromStream(table=CHAT, keys=("msg#", "mark#", "sig#"), failures=PUSH_FAILURES, retries=3, max_age=300),
    timeout=60,
    concurrency=20,
    grants=(
        *CLOSE_SOCKETS,
        allow("ReadClaims", GET, CLAIMS.arn),
        # The desk and the owner of a request, of which only those who see it hear.
        allow("ReadRequests", GET, CHAT.arn),
        # Of a notice, the number of unread ones of its person.
        allow("ReadWhoListens", (GET, QUERY), ACCOUNTS.arn, AREA.arn),
    ),
)

PART = Part(
    tables=(SOCKETS,),
    failures=(PUSH_FAILURES,),
    functions=(SERVE_SOCKETS, PUSH_CHAT),
    api=(_ROWS, REACH_SOCKETS),
)
