"""A sign-in to the console that waits for a code: the pool's ticket stays here, the browser has a secret."""

import secrets
from datetime import timedelta

from chalicelib.aws.second_factors import TOOK_TOO_LONG
from chalicelib.aws.staff_pool import SecondFactorRequired
from chalicelib.base.clock import now
from chalicelib.base.errors import Unauthenticated
from chalicelib.identity import sessions
from chalicelib.identity.factors.model import CodeStep
from chalicelib.identity.model import Opened, User
from chalicelib.identity.table import factors as table

#: As long as the pool's ticket is good for (AuthSessionValidity in infra/template.yaml).
CODE_STEP = timedelta(minutes=15)


def await_code(*, email: str, required: SecondFactorRequired) -> Opened:
    """Keep a sign-in until its code is typed."""
    secret = secrets.token_urlsafe(32)
    step = CodeStep(email=email, username=required.username, ticket=required.ticket, ends_at=now() + CODE_STEP)
    table.put_code_step(sessions.digest(secret), step)
    return Opened(secret=secret, code_needed=True)


def awaited_step(secret: str) -> CodeStep:
    """Return the sign-in that this secret stands for, or raise Unauthenticated."""
    step = table.get_code_step(sessions.digest(secret)) if secret else None
    if step is None or step.ends_at <= now():
        raise Unauthenticated(TOOK_TOO_LONG)
    return step


def demand_current(step: CodeStep, user: User | None) -> None:
    """Raise Unauthenticated if all sessions of the user were ended since this sign-in began to wait.

    So a new password, a reset, and signing out everywhere end a waiting sign-in, too, though the pool's ticket lives
    on.
    """
    ended = user.sessions_valid_after if user else None
    if ended is not None and step.ends_at - CODE_STEP < ended:
        raise Unauthenticated(TOOK_TOO_LONG)


def delete_step(secret: str) -> None:
    """Forget a sign-in that waited for a code."""
    table.delete_code_step(sessions.digest(secret))
