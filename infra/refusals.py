"""Explanations for an operator of a refusal by AWS: the service, its code, and advice."""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

#: Services by the names that operators know, after the beginnings of their operations.
_SERVICES = {
    "Admin": "Cognito",
    "DescribeUserPool": "Cognito",
    "Send": "SES",
    "PutItem": "DynamoDB",
    "GetItem": "DynamoDB",
    "UpdateItem": "DynamoDB",
    "DeleteItem": "DynamoDB",
    "Query": "DynamoDB",
    "Scan": "DynamoDB",
    "Transact": "DynamoDB",
    "BatchGetItem": "DynamoDB",
    "BatchWriteItem": "DynamoDB",
    "DescribeTable": "DynamoDB",
}
_PERMISSIONS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedException",
        "UnauthorizedOperation",
        "NotAuthorizedException",
    }
)
_EXPIRED = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "RequestExpired",
        "UnrecognizedClientException",
    }
)
_TOO_MANY = frozenset({"LimitExceededException", "ThrottlingException", "TooManyRequestsException"})
_UNDELIVERED = frozenset({"CodeDeliveryFailureException", "MessageRejected", "MailFromDomainNotVerifiedException"})
_ROLES = frozenset({"InvalidEmailRoleAccessPolicyException"})


def explained(error: BaseException) -> list[str]:
    """Return AWS's messages that led to an error, with advice; none, if AWS did not lead to it."""
    return next((list(_lines(each)) for each in _chain(error) if isinstance(each, ClientError | BotoCoreError)), [])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes; PynamoDB keeps the cause beside itself."""
    while error is not None:
        yield error
        error = getattr(error, "cause", None) or error.__cause__


def _lines(error: ClientError | BotoCoreError) -> Iterator[str]:
    if not isinstance(error, ClientError):
        yield f"AWS could not be asked: {error}"
        yield "what to do: see whether this machine reaches AWS, and whether AWS_DEFAULT_REGION is the stage's region"
        return
    said, operation = error.response.get("Error", {}), error.operation_name
    code, message = said.get("Code", "no code"), said.get("Message") or "no words"
    yield f"{_service(operation)} refused {operation} ({code}): {message}"
    yield f"what to do: {_advice(code, message)}"


def _service(operation: str) -> str:
    return next((name for start, name in _SERVICES.items() if operation.startswith(start)), "AWS")


def _advice(code: str, message: str) -> str:
    if code in _UNDELIVERED or "not verified" in message:
        return (
            "the mail did not leave. In SES's sandbox mails go to verified addresses only: verify this one with "
            "`aws sesv2 create-email-identity --email-identity …` and follow the link that it gets, or leave the "
            "sandbox (docs/operators.md, Out of the sandboxes). Then run the command again"
        )
    if code in _EXPIRED:
        return "the AWS credentials are not, or no longer, good: sign in again, or set AWS_PROFILE"
    if code in _PERMISSIONS:
        return "your credentials lack the permission (docs/deployed.md, What whoever deploys may do)"
    if code in _TOO_MANY:
        return "too much was asked for at once, or in a day: wait, run the command again, or ask for a higher quota"
    if code in _ROLES:
        return "Cognito may not send by SES's identity: is OSMOTR_MAIL_IDENTITY verified in this region? Deploy again"
    return "run the command again; if it is refused once more, look the code up in AWS's documentation"
