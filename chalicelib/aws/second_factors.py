"""The user pool's second factor: one-time codes of an authenticator app (TOTP, RFC 6238), which the pool itself checks.

The pool keeps the authenticator's key and decides how long a code is good. An access token enrols one, so that it can
only be done here: no access token leaves the server (decisions/0040).
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import UNREACHABLE, client
from chalicelib.aws.staff_pool import SOFTWARE_TOKEN, administer, proof, refusal
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, Unauthenticated, Unavailable
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings

WRONG_CODE = N_("The code is wrong. Type the six digits that the authenticator shows now.")
USED_CODE = N_("This code was used already. Wait for the next one, at most half a minute.")
TOOK_TOO_LONG = N_("The sign-in took too long, or too many codes were wrong. Begin again with the password.")
_NO_ANSWER = N_("The sign-in service did not answer. Try again in a minute.")
_AUTHENTICATOR = "Osmotr"
#: Cognito says of an authenticator that is being enrolled either of the first two, and the third of a code used twice.
_MEANINGS = {
    "CodeMismatchException": WRONG_CODE,
    "EnableSoftwareTokenMFAException": WRONG_CODE,
    "ExpiredCodeException": USED_CODE,
}


class AuthenticatorForgotten(Conflict):
    """The pool knows no authenticator of a user whom it should ask for codes."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The sign-in service does not know your authenticator any more. Ask an administrator to reset your "
                "second factor."
            )
        )


def associate(*, access_token: str) -> str:
    """Return the key of a new authenticator (base32) for the token's user; it counts once `verify` has seen a code."""
    answer = _ask("associate_software_token", AccessToken=access_token)
    return str(answer["SecretCode"])


def verify(*, access_token: str, code: str) -> None:
    """Accept the authenticator that was associated last. Raises Invalid at `/code` for a code that isn't its."""
    answer = _ask("verify_software_token", AccessToken=access_token, UserCode=code, FriendlyDeviceName=_AUTHENTICATOR)
    if answer.get("Status") != "SUCCESS":
        raise Invalid([FieldError("/code", WRONG_CODE)])


def answer_challenge(*, username: str, ticket: str, code: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for a code of the user's authenticator.

    Raises Invalid at `/code`, or Unauthenticated when the ticket's minutes or tries are over.
    """
    answer = _ask(
        "respond_to_auth_challenge",
        ClientId=settings().staff_client_id,
        ChallengeName=SOFTWARE_TOKEN,
        Session=ticket,
        ChallengeResponses={
            "USERNAME": username,
            "SOFTWARE_TOKEN_MFA_CODE": code,
            **proof("SECRET_HASH", username),
        },
    )
    if "AuthenticationResult" not in answer:
        raise Unauthenticated(TOOK_TOO_LONG)
    result: dict[str, Any] = answer["AuthenticationResult"]
    return result


def switch_on(user_id: str) -> None:
    """Enable the second factor of a user in the pool. Idempotent.

    Raises AuthenticatorForgotten if no authenticator of theirs was ever verified, or the pool has dropped it.
    """
    _prefer(user_id, enabled=True)


def switch_off(user_id: str) -> None:
    """Disable the second factor of a user in the pool. Idempotent."""
    _prefer(user_id, enabled=False)


def _prefer(user_id: str, *, enabled: bool) -> None:
    wanted = {"Enabled": enabled, "PreferredMfa": enabled}
    administer(
        "admin_set_user_mfa_preference",
        meaning={"InvalidParameterException": AuthenticatorForgotten},
        Username=user_id,
        SoftwareTokenMfaSettings=wanted,
    )


def _ask(operation: str, **parameters: object) -> dict[str, Any]:
    try:
        call: Callable[..., dict[str, Any]] = getattr(client("cognito-idp"), operation)
        return call(**parameters)
    except ClientError as error:
        raise _meaning(error) from error
    except UNREACHABLE as error:
        raise Unavailable(_NO_ANSWER) from error


def _meaning(error: ClientError) -> DomainError:
    """Return the domain error for an error of the pool at the check of a code."""
    said = _MEANINGS.get(error.response["Error"]["Code"])
    return Invalid([FieldError("/code", said)]) if said else refusal(error, refused=TOOK_TOO_LONG)
