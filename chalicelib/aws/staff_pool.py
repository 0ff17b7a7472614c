"""The user pool: sign staff in, make their users, and check the tokens that it issued."""

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.errors import Conflict, DomainError, FieldError, Invalid, QuotaExceeded, Unauthenticated, Unavailable
from chalicelib.languages import N_
from chalicelib.settings import settings

if TYPE_CHECKING:
    from jwt import PyJWKClient

_WRONG_PASSWORD = N_("The e-mail or the password is wrong.")
_SIGN_IN_AGAIN = N_("The session has ended. Sign in again.")
#: What infra/template.yaml demands of a password.
PASSWORD_RULE = N_("At least 12 characters, with small and capital Latin letters and digits.")
_NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - Cognito's name of the challenge


class PasswordChangeRequired(Conflict):
    """The password was a temporary one: the pool lets nobody in before it is replaced.

    `ticket` is the pool's, good for a few minutes; whoever holds it may set the password, so it is never shown.
    """

    def __init__(self, ticket: str) -> None:
        super().__init__(
            N_("The password must be changed at the first sign-in, before the API can be used."),
            extra={"challenge": _NEW_PASSWORD},
        )
        self.ticket = ticket


def sign_in(*, email: str, password: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for an e-mail and a password."""
    return _initiate("USER_PASSWORD_AUTH", {"USERNAME": email, "PASSWORD": password}, refused=_WRONG_PASSWORD)


def refresh(*, refresh_token: str) -> dict[str, Any]:
    """Return a new AuthenticationResult for a refresh token (without a new refresh token)."""
    return _initiate("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": refresh_token}, refused=_SIGN_IN_AGAIN)


def _initiate(flow: str, parameters: dict[str, str], *, refused: str) -> dict[str, Any]:
    pool = client("cognito-idp")
    try:
        answer = pool.initiate_auth(AuthFlow=flow, AuthParameters=parameters, ClientId=settings().staff_client_id)
    except ClientError as error:
        raise _refusal(error, refused=refused) from error
    if "AuthenticationResult" not in answer:
        raise _challenge(answer)
    result: dict[str, Any] = answer["AuthenticationResult"]
    return result


def _challenge(answer: dict[str, Any]) -> Conflict:
    name = answer.get("ChallengeName")
    if name == _NEW_PASSWORD:
        return PasswordChangeRequired(str(answer.get("Session", "")))
    return Conflict(N_("Signing in needs a second step that is not offered here."), extra={"challenge": name})


def replace_password(*, email: str, ticket: str, password: str) -> dict[str, Any]:
    """Answer the challenge of a first sign-in with a lasting password; return the pool's AuthenticationResult.

    Raises Invalid for a password that the pool's policy refuses, Unauthenticated when the ticket's minutes are over.
    """
    try:
        answer = client("cognito-idp").respond_to_auth_challenge(
            ClientId=settings().staff_client_id,
            ChallengeName=_NEW_PASSWORD,
            Session=ticket,
            ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": password},
        )
    except ClientError as error:
        raise _refusal(error, refused=_SIGN_IN_AGAIN) from error
    result: dict[str, Any] = answer["AuthenticationResult"]
    return result


def _refusal(error: ClientError, *, refused: str) -> DomainError:
    """Return what an error of the pool means for who wants to sign in."""
    code = error.response["Error"]["Code"]
    if code in {"NotAuthorizedException", "UserNotFoundException", "CodeMismatchException", "ExpiredCodeException"}:
        return Unauthenticated(refused)
    if code in {"TooManyRequestsException", "LimitExceededException"}:
        return QuotaExceeded(N_("Too many attempts. Wait a minute and try again."), retry_after=60)
    if code in {"PasswordResetRequiredException", "UserNotConfirmedException"}:
        return Conflict(N_("The password must be reset before signing in. Ask your administrator."))
    if code in {"InvalidPasswordException", "PasswordHistoryPolicyViolationException"}:
        return Invalid([FieldError("/password", PASSWORD_RULE)])
    return Unavailable(N_("Signing in is not possible at the moment. Try again in a minute."))


def create_user(*, email: str, role: str, password: str | None, invite: bool = False) -> str:
    """Make a user in the role's group and return the pool's `sub`.

    With a password it is permanent; without one a temporary one is sent by e-mail when `invite` is set.
    """
    pool, pool_id = client("cognito-idp"), settings().staff_user_pool_id
    try:
        user = pool.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            TemporaryPassword=secrets.token_urlsafe(18) + "aA1!",
            **({} if invite else {"MessageAction": "SUPPRESS"}),
        )["User"]
    except pool.exceptions.UsernameExistsException as error:
        raise Conflict(N_("There is a user with this e-mail already.")) from error
    if password is not None:
        pool.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=password, Permanent=True)
    pool.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=role)
    return next(str(attribute["Value"]) for attribute in user["Attributes"] if attribute["Name"] == "sub")


@cache
def _keys(url: str) -> "PyJWKClient":
    from jwt import PyJWKClient  # noqa: PLC0415 - heavy

    return PyJWKClient(url, cache_keys=True, lifespan=3600, timeout=5)


def verified_claims(token: str) -> dict[str, Any]:
    """Return the claims of an access or id token of our pool and client.

    Checks signature (RS256 only), `iss`, `exp`, `token_use` and `client_id` (access) or `aud` (id), as AWS's
    "Verifying JSON web tokens" demands. Raises Unauthenticated for anything else.
    """
    import jwt  # noqa: PLC0415 - heavy

    try:
        key = _keys(settings().staff_jwks_url).get_signing_key_from_jwt(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            issuer=settings().staff_token_issuer,
            leeway=30,
            options={"require": ["exp", "iat", "iss", "sub", "token_use"], "verify_aud": False},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise Unavailable(N_("Signing in is not possible at the moment. Try again in a minute.")) from error
    except jwt.PyJWTError as error:
        raise Unauthenticated(_SIGN_IN_AGAIN) from error
    audience = {"access": claims.get("client_id"), "id": claims.get("aud")}.get(claims["token_use"])
    if audience != settings().staff_client_id:
        raise Unauthenticated(_SIGN_IN_AGAIN)
    return claims
