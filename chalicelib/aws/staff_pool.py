"""The user pool: sign staff in, make their users, and check the tokens that it issued."""

import base64
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.aws.clients import UNREACHABLE, client
from chalicelib.aws.rate_limits import TOO_MANY
from chalicelib.base.errors import (
    Conflict,
    DomainError,
    FieldError,
    Invalid,
    NotFound,
    QuotaExceeded,
    Unauthenticated,
    Unavailable,
)
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.settings import settings

if TYPE_CHECKING:
    from jwt import PyJWKClient

_WRONG_PASSWORD = N_("The e-mail or the password is wrong.")
_SIGN_IN_AGAIN = N_("The session has ended. Sign in again.")
#: The rule of infra/template.yaml for passwords.
PASSWORD_RULE = N_("At least 12 characters, with small and capital Latin letters and digits.")
NO_USER = N_("There is no such user.")
USER_EXISTS = N_("There is a user with this e-mail already.")
SIGNED_IN_ALREADY = N_("This person has signed in already and needs no invitation.")
WRONG_CODE = N_("The code is wrong or has expired. Check it, or ask for another one.")
_NO_ADDRESS = N_("Must be an e-mail address such as name@example.org.")
_NO_ANSWER = N_("The sign-in service did not answer. Try again in a minute.")
_NOBODY = ("UserNotFoundException", "InvalidParameterException")
#: Refusals that concern some users only: unknown, a temporary password, no verified e-mail, a full mailbox.
_ABOUT_ONE_USER = frozenset(
    {
        *_NOBODY,
        "NotAuthorizedException",
        "UserNotConfirmedException",
        "CodeDeliveryFailureException",
    }
)
_ABOUT_CODES = frozenset({"CodeMismatchException", "ExpiredCodeException"})
#: Tries with one e-mail; the pool counts those of real users only, so ours (rate_limits) have to end first.
_TRIED_TOO_OFTEN = frozenset({"LimitExceededException", "TooManyFailedAttemptsException"})
_NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - Cognito's name of the challenge
#: Cognito's name of the step that asks for a code of an authenticator (aws/second_factors.py answers it).
SOFTWARE_TOKEN = "SOFTWARE_TOKEN_MFA"  # noqa: S105


class PoolUser(NamedTuple):
    """A user as the pool knows them; `id` is the `sub`."""

    id: str
    enabled: bool
    has_temporary_password: bool


class PasswordChangeRequired(Conflict):
    """The password was a temporary one: the pool lets nobody in before it is replaced.

    `ticket` is the pool's, good for a few minutes. It opens the setting of a password to its holder, so it is never
    shown.
    """

    def __init__(self, ticket: str) -> None:
        super().__init__(
            N_("The password must be changed at the first sign-in, before the API can be used."),
            extra={"challenge": _NEW_PASSWORD},
        )
        self.ticket = ticket


class SecondFactorRequired(Conflict):
    """The password was right, and the user has a second factor: the pool wants a code of it.

    `ticket` is the pool's, good for a few minutes; `username` is who must be named with it. Neither is ever shown.
    """

    def __init__(self, *, username: str, ticket: str) -> None:
        super().__init__(
            N_("This user has a second factor. Send its present code as `code`, beside e-mail and password."),
            extra={"challenge": SOFTWARE_TOKEN},
        )
        self.username, self.ticket = username, ticket


def sign_in(*, email: str, password: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for an e-mail and a password."""
    said = {"USERNAME": email, "PASSWORD": password, **proof("SECRET_HASH", email)}
    return _initiate("USER_PASSWORD_AUTH", said, refused=_WRONG_PASSWORD)


def refresh(*, refresh_token: str, user_id: str) -> dict[str, Any]:
    """Return a new AuthenticationResult for a refresh token of a user (without a new refresh token)."""
    said = {"REFRESH_TOKEN": refresh_token, **proof("SECRET_HASH", user_id)}
    return _initiate("REFRESH_TOKEN_AUTH", said, refused=_SIGN_IN_AGAIN)


def proof(parameter: str, username: str) -> dict[str, str]:
    """Return the parameter that proves our server to the pool; nothing for a client without a secret.

    The secret of the pool's client never leaves the functions, so nobody can sign in, or guess, past our own limits.
    """
    client_id = settings().staff_client_id
    secret = _client_secret(settings().staff_user_pool_id, client_id)
    if not secret:
        return {}
    digest = hmac.digest(secret.encode(), (username + client_id).encode(), "sha256")
    return {parameter: base64.b64encode(digest).decode()}


@cache
def _client_secret(pool_id: str, client_id: str) -> str:
    answer = administer("describe_user_pool_client", ClientId=client_id, UserPoolId=pool_id)
    return str(answer["UserPoolClient"].get("ClientSecret") or "")


def _initiate(flow: str, parameters: dict[str, str], *, refused: str) -> dict[str, Any]:
    pool = client("cognito-idp")
    try:
        answer = pool.initiate_auth(AuthFlow=flow, AuthParameters=parameters, ClientId=settings().staff_client_id)
    except ClientError as error:
        raise refusal(error, refused=refused) from error
    if "AuthenticationResult" not in answer:
        raise _challenge(answer, username=parameters.get("USERNAME", ""))
    result: dict[str, Any] = answer["AuthenticationResult"]
    return result


def _challenge(answer: dict[str, Any], *, username: str) -> Conflict:
    name, ticket = answer.get("ChallengeName"), str(answer.get("Session", ""))
    if name == _NEW_PASSWORD:
        return PasswordChangeRequired(ticket)
    if name == SOFTWARE_TOKEN:
        known_as = answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP")
        return SecondFactorRequired(username=str(known_as or username), ticket=ticket)
    return Conflict(N_("Signing in needs a second step that is not offered here."), extra={"challenge": name})


def replace_password(*, email: str, ticket: str, password: str) -> dict[str, Any]:
    """Answer the challenge of a first sign-in with a lasting password; return the pool's AuthenticationResult.

    Raises Invalid if the pool's policy refuses the password, Unauthenticated when the ticket's minutes are over,
    SecondFactorRequired if the user has a second factor.
    """
    try:
        answer = client("cognito-idp").respond_to_auth_challenge(
            ClientId=settings().staff_client_id,
            ChallengeName=_NEW_PASSWORD,
            Session=ticket,
            ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": password, **proof("SECRET_HASH", email)},
        )
    except ClientError as error:
        raise refusal(error, refused=_SIGN_IN_AGAIN) from error
    if "AuthenticationResult" not in answer:
        raise _challenge(answer, username=email)
    result: dict[str, Any] = answer["AuthenticationResult"]
    return result


def refusal(error: ClientError, *, refused: str) -> DomainError:
    """Return the domain error for an error of the pool at sign-in."""
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
    answer = administer(
        "admin_create_user",
        meaning={
            "UsernameExistsException": lambda: Conflict(USER_EXISTS),
            "InvalidParameterException": lambda: Invalid([FieldError("/email", _NO_ADDRESS)]),
        },
        Username=email,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        TemporaryPassword=_temporary(),
        **({"DesiredDeliveryMediums": ["EMAIL"]} if invite else {"MessageAction": "SUPPRESS"}),
    )
    if password is not None:
        administer("admin_set_user_password", Username=email, Password=password, Permanent=True)
    administer("admin_add_user_to_group", Username=email, GroupName=role)
    return _sub(answer["User"]["Attributes"])


def find_user(email: str) -> PoolUser | None:
    """Return the pool's user with this e-mail, of any account; None if there is none."""
    try:
        answer = administer("admin_get_user", meaning=dict.fromkeys(_NOBODY, _nobody), Username=email)
    except NotFound:
        return None
    return PoolUser(
        id=_sub(answer["UserAttributes"]),
        enabled=bool(answer["Enabled"]),
        has_temporary_password=answer["UserStatus"] == "FORCE_CHANGE_PASSWORD",
    )


def invite_again(*, email: str) -> None:
    """Send a new temporary password. Raises Conflict if the user has chosen a lasting one."""
    administer(
        "admin_create_user",
        meaning={"UnsupportedUserStateException": lambda: Conflict(SIGNED_IN_ALREADY)},
        Username=email,
        MessageAction="RESEND",
        DesiredDeliveryMediums=["EMAIL"],
        TemporaryPassword=_temporary(),
    )


def move_to_group(user_id: str, *, role: str, roles: Iterable[str]) -> None:
    """Put a user into the group of a role and out of those of all other roles. Idempotent."""
    administer("admin_add_user_to_group", Username=user_id, GroupName=role)
    for other in roles:
        if other != role:
            administer("admin_remove_user_from_group", Username=user_id, GroupName=other)


def disable(user_id: str) -> None:
    """Disable a user's sign-in. Idempotent."""
    administer("admin_disable_user", Username=user_id)


def enable(user_id: str) -> None:
    """Enable a user's sign-in. Idempotent."""
    administer("admin_enable_user", Username=user_id)


def end_sessions(user_id: str) -> None:
    """Revoke all refresh tokens of a user."""
    administer("admin_user_global_sign_out", Username=user_id)


def send_code(email: str) -> None:
    """Send a code for a new password, if there is such a user; nobody is told whether there is.

    Raises Unavailable for failures that concern everybody; those of this user alone are kept quiet.
    """
    try:
        client("cognito-idp").forgot_password(
            ClientId=settings().staff_client_id, Username=email, **proof("SecretHash", email)
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code not in _ABOUT_ONE_USER | _TRIED_TOO_OFTEN:
            raise Unavailable(_NO_ANSWER) from error
        log("warning", "no code sent", reason=code)
    except UNREACHABLE as error:
        raise Unavailable(_NO_ANSWER) from error


def replace_forgotten(*, email: str, code: str, password: str) -> None:
    """Set a new password by a code that was sent. Raises Invalid at `/code` for a wrong or expired code.

    All that tells a user from nobody is one answer: the pool itself says "expired" only of users.
    """
    try:
        client("cognito-idp").confirm_forgot_password(
            ClientId=settings().staff_client_id,
            Username=email,
            ConfirmationCode=code,
            Password=password,
            **proof("SecretHash", email),
        )
    except ClientError as error:
        name = error.response["Error"]["Code"]
        if name in _ABOUT_ONE_USER | _ABOUT_CODES:
            raise Invalid([FieldError("/code", WRONG_CODE)]) from error
        if name in _TRIED_TOO_OFTEN:
            raise QuotaExceeded(TOO_MANY, retry_after=3600) from error
        raise refusal(error, refused=WRONG_CODE) from error
    except UNREACHABLE as error:
        raise Unavailable(_NO_ANSWER) from error


def change_password(*, access_token: str, old: str, new: str) -> None:
    """Replace a user's own password.

    Raises Invalid at `/old` for a wrong old one, at `/password` for an unsuitable new one.
    """
    try:
        client("cognito-idp").change_password(AccessToken=access_token, PreviousPassword=old, ProposedPassword=new)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NotAuthorizedException", "InvalidParameterException"}:
            raise Invalid([FieldError("/old", N_("This is not your present password."))]) from error
        raise refusal(error, refused=_SIGN_IN_AGAIN) from error
    except UNREACHABLE as error:
        raise Unavailable(_NO_ANSWER) from error


def user_of(result: Mapping[str, Any]) -> str:
    """Return the `sub` of an AuthenticationResult that the pool has just given: nobody else had it in hand."""
    import jwt  # noqa: PLC0415 - heavy

    claims = jwt.decode(result["AccessToken"], options={"verify_signature": False})
    return str(claims["sub"])


def administer(
    operation: str, *, meaning: Mapping[str, Callable[[], DomainError]] | None = None, **parameters: object
) -> dict[str, Any]:
    """Call the pool as its administrator; `meaning` maps some of its errors. Any other is Unavailable."""
    try:
        call = getattr(client("cognito-idp"), operation)
        answer: dict[str, Any] = call(**{"UserPoolId": settings().staff_user_pool_id, **parameters})
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if meaning and code in meaning:
            raise meaning[code]() from error
        log("warning", "the pool refused", event=operation, reason=code)
        raise Unavailable(_NO_ANSWER) from error
    except UNREACHABLE as error:
        raise Unavailable(_NO_ANSWER) from error
    return answer


def _nobody() -> DomainError:
    return NotFound(NO_USER)


def _temporary() -> str:
    return secrets.token_urlsafe(18) + "aA1!"


def _sub(attributes: Iterable[Mapping[str, str]]) -> str:
    return next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub")


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
