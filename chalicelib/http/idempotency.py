"""`Idempotency-Key`: the same key and body give the same answer, by Powertools' idempotency over its table."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.aws.clients import client
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

KEPT_SECONDS = 86_400
HEADER = "Idempotency-Key"


@cache
def _layer() -> "DynamoDBPersistenceLayer":
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer  # noqa: PLC0415 - heavy

    return DynamoDBPersistenceLayer(table_name=settings().idempotency_table, boto3_client=client("dynamodb"))


def once(
    *, key: str, body: object, context: Any, run: Callable[[], dict[str, Any]], header: str = HEADER
) -> dict[str, Any]:
    """Run a use case once for a key (which names tenant and operation, too). Every repetition gets the same answer.

    Raises Conflict while the first call is still running and Invalid if the body is not the first call's. A call that
    failed or was cut off (by the context's deadline) may be made again.
    """
    from aws_lambda_powertools.utilities.idempotency import (  # noqa: PLC0415 - heavy
        IdempotencyConfig,
        exceptions,
        idempotent_function,
    )

    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="body",
        expires_after_seconds=KEPT_SECONDS,
        hash_function="sha256",
        lambda_context=context,
    )

    def call(*, request: dict[str, Any]) -> dict[str, Any]:
        return run()

    guarded = idempotent_function(
        call,
        data_keyword_argument="request",
        persistence_store=_layer(),
        config=config,
        key_prefix="osmotr",
    )
    try:
        answer: dict[str, Any] = guarded(request={"key": key, "body": body})
    except exceptions.IdempotencyAlreadyInProgressError as error:
        raise Conflict(
            N_("The first call with this {header} is still running. Repeat it in a moment."), header=header
        ) from error
    except exceptions.IdempotencyValidationError as error:
        raise Invalid(
            [
                FieldError(
                    f"#{header}",
                    N_("This {header} was used with another body. Use a new one for a new request."),
                    {"header": header},
                )
            ]
        ) from error
    return answer
