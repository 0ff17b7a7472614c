"""Sessions of people of the client area.

The browser has a secret, the table a row by its SHA-256, and the end is definite.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound, Unauthenticated
from chalicelib.base.ids import new_id
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.identity.area.model import SESSION, AreaCaller, AreaMember, AreaPerson, AreaSession
from chalicelib.identity.principals import actor_of
from chalicelib.identity.table import area as table
from chalicelib.identity.tenants import demand_not_suspended, load_tenant

_SIGN_IN = N_("Sign in to go on.")
_ENDED = N_("The session has ended. Sign in again.")
_NO_SESSION = N_("There is no such session, or it has ended.")


class Begun(NamedTuple):
    """A new session, and the secret for the browser."""

    secret: str
    session: AreaSession


def begin(tx: Transaction, person: AreaPerson, *, slug: str, device: str = "") -> Begun:
    """Begin a session of a person."""
    secret, moment = secrets.token_urlsafe(32), _after_the_last_end(person)
    session = AreaSession(
        id=new_id("ses"),
        sha256=digest(secret),
        account_id=person.account_id,
        slug=slug,
        person_id=person.id,
        device=device,
        began_at=moment,
        seen_at=moment,
        ends_at=moment + SESSION,
    )
    table.insert_session(tx, session)
    return Begun(secret, session)


def resume(secret: str, *, slug: str) -> AreaCaller:
    """Return the caller of a session for an address. Raises Unauthenticated, Forbidden for a suspended account.

    Reads the session and the person, and notes the call at most once in NOTED_EVERY.
    """
    session = table.get_session(digest(secret)) if secret else None
    if session is None or session.slug != slug:
        raise Unauthenticated(_SIGN_IN)
    moment = now()
    if session.is_over(moment):
        raise Unauthenticated(_ENDED)
    person = table.get_person(session.account_id, session.person_id)
    if person is None or not lets_in(person, session):
        raise Unauthenticated(_ENDED)
    demand_not_suspended(load_tenant(person.account_id))
    table.note_call(session, moment)
    return AreaCaller.of(person, session)


def lets_in(person: AreaPerson, session: AreaSession) -> bool:
    """Return True if a person may go on with a session: it was not ended with all others."""
    ended = person.sessions_valid_after
    return person.may_sign_in and (ended is None or session.began_at > ended)


def end(session: AreaSession) -> None:
    """End a session; harmless if it has ended."""
    table.delete_session(session)
    access_ended(session.account_id, actor_of(AreaMember(session.person_id)), session=session.sha256)


def list_sessions(person: AreaPerson) -> list[AreaSession]:
    """Return the sessions of a person that have not ended, latest first."""
    moment = now()
    found = table.list_sessions(person.account_id, person.id)
    return [each for each in found if not each.is_over(moment) and lets_in(person, each)]


def end_by_id(person: AreaPerson, session_id: str) -> None:
    """End a session of a person. Raises NotFound."""
    found = next((each for each in list_sessions(person) if each.id == session_id), None)
    if found is None:
        raise NotFound(_NO_SESSION)
    end(found)


def end_of_all(person: AreaPerson) -> datetime:
    """Return the moment from which all sessions that have begun are over, those of this instant too."""
    ended = person.sessions_valid_after
    return now() if ended is None else max(now(), ended + timedelta(microseconds=2))


def digest(secret: str) -> str:
    """Return the stored form of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _after_the_last_end(person: AreaPerson) -> datetime:
    """Return the present moment, or the first in which a session is not over yet. Clocks stand still, or differ."""
    ended = person.sessions_valid_after
    return now() if ended is None else max(now(), ended + timedelta(microseconds=1))
