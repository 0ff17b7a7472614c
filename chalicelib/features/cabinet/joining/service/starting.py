"""The first step: a number and a challenge. Nothing is looked up yet, so that nothing can be told."""

import hashlib
import secrets
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_, Language
from chalicelib.features.cabinet.joining.challenges import Answer, Challenge, demand_answered, make_challenge
from chalicelib.features.cabinet.joining.model import LIFE, Join
from chalicelib.features.cabinet.joining.refusals import over
from chalicelib.features.cabinet.joining.service import limits
from chalicelib.features.cabinet.table import joining as table
from chalicelib.frame.area.site import Site

_NO_NUMBER = N_("Write the number of any of your policies, also of one that has ended.")


class Started(NamedTuple):
    """A registration that began, and the secret for the browser."""

    secret: str
    join: Join


def new_challenge(site: Site, *, address: str) -> Challenge:
    """Return a challenge for a registration. Raises QuotaExceeded."""
    limits.count_challenge(address)
    return make_challenge(site.account.id, moment=now())


def start(site: Site, *, number: str, answer: Answer, language: Language, address: str) -> Started:
    """Begin a registration. Raises Invalid for a wrong challenge, QuotaExceeded over a limit."""
    limits.count_start(address)
    account_id, moment = site.account.id, now()
    found = Findings()
    with found:
        demand_answered(account_id, answer, moment=moment, both=limits.is_attacked(account_id))
    found.add(wrong_number(number))
    found.demand_none()
    limits.count_start_of_number(account_id, number)
    started = new_join(site, language=language, number=number)
    tx = Transaction()
    table.insert_join(tx, started.join)
    tx.commit()
    return started


def new_join(site: Site, *, language: Language, **facts: Any) -> Started:
    """Return a new registration with a new secret; nothing is written."""
    secret = secrets.token_urlsafe(32)
    own = {"sha256": digest(secret), "account_id": site.account.id, "slug": site.slug, "ends_at": now() + LIFE}
    return Started(secret, Join.model_validate({**own, "language": language, **facts}))


def wrong_number(number: str) -> list[FieldError]:
    """Return the error of a number without letters and digits."""
    return [] if fold_code(number) else [FieldError("/policy_number", _NO_NUMBER)]


def read_join(site: Site, secret: str) -> Join:
    """Return the registration of a browser. Raises Gone for one that is unknown, over, or another area's."""
    join = table.get_join(digest(secret)) if secret else None
    if join is None or join.slug != site.slug or join.account_id != site.account.id or now() >= join.ends_at:
        raise over()
    return join


def digest(secret: str) -> str:
    """Return the stored form of a registration's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
