"""Payments: looks at the providers, and the settlement of their outcome."""

from infra.system.grants import (
    BATCH_GET,
    GET,
    PUT,
    QUERY,
    READ_AND_WRITE,
    READ_HOOK_KEY,
    READ_IDENTITY_KEY,
    UPDATE,
    allow,
    send,
)
from infra.system.model import FromQueue, Function, Late, Part, Queue, sub
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.cases import CASES
from infra.system.parts.claims import CLAIMS
from infra.system.parts.clients import CLIENTS
from infra.system.parts.conversations import CHAT
from infra.system.parts.messages import TELL_OTHERS
from infra.system.parts.policies import POLICIES
from infra.system.parts.printing import ORDER_DOCUMENTS

#: Looks at payments. A message is a hint: the sweep asks again for a payment whose look got lost.
PAYMENT_LOOKS = Queue(
    name="payment-looks",
    dead="A payment could not be looked at in five tries; the sweep asks for it again",
    late=Late(
        name="OldestPaymentLookAlarm",
        seconds=1200,  # a look may be asked for 15 minutes ahead
        text="A payment has waited for over 20 minutes to be looked at: payers see no outcome",
    ),
)
ASK_FOR_LOOKS = send("AskForLooks", PAYMENT_LOOKS)
_KEYS = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:osmotr/${Stage}/payments/*"
#: Also of accounts that have none: without its suffix a secret that is not there would be forbidden, not absent.
READ_PAYMENT_KEYS = allow("ReadPaymentKeys", "secretsmanager:GetSecretValue", sub(_KEYS))

SETTLE_PAYMENT = Function(
    name="settle_payment",
    source=FromQueue(PAYMENT_LOOKS),
    timeout=60,
    concurrency=10,
    grants=(
        allow("Policies", READ_AND_WRITE, POLICIES.arn),
        allow("Clients", READ_AND_WRITE, CLIENTS.arn),  # a paid quote binds its client
        allow("SettleDeductibles", (GET, QUERY, PUT), CLAIMS.arn, CASES.arn),
        allow("OpenTasks", (GET, PUT, UPDATE), CHAT.arn),
        READ_IDENTITY_KEY,
        allow("ReadAccounts", (GET, BATCH_GET, QUERY), ACCOUNTS.arn),
        TELL_OTHERS,
        ASK_FOR_LOOKS,
        ORDER_DOCUMENTS,  # a payer waits for the policy
        READ_PAYMENT_KEYS,
        READ_HOOK_KEY,
    ),
)

PART = Part(
    queues=(PAYMENT_LOOKS,),
    functions=(SETTLE_PAYMENT,),
    api=(
        ASK_FOR_LOOKS,
        READ_PAYMENT_KEYS,
        allow("WritePaymentKeys", ("secretsmanager:CreateSecret", "secretsmanager:PutSecretValue"), sub(_KEYS)),
    ),
)
