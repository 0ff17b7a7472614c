"""The second step: name, contacts and consents, decided at once by the table; and the answer to a question."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.emails import ascii_address
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.cabinet.joining.consents import offered_consents, wrong_consents
from chalicelib.features.cabinet.joining.decision import course_of
from chalicelib.features.cabinet.joining.model import MOST_DETAILS, Given, Join, JoinStep
from chalicelib.features.cabinet.joining.names import FullName
from chalicelib.features.cabinet.joining.pacing import evenly
from chalicelib.features.cabinet.joining.questions import MAX_ANSWER, Question, is_right, question_for
from chalicelib.features.cabinet.joining.refusals import out_of_turn
from chalicelib.features.cabinet.joining.service import limits, telling
from chalicelib.features.cabinet.joining.service.looking_up import is_registered, look_up, match
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.features.cabinet.joining.tries import Tries
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients.model import Client
from chalicelib.frame.area.site import Site

_NO_NAME = N_("Write it as it stands in the policy.")
_NO_ANSWER = N_("Write the answer: digits are enough.")


class TypedDetails(NamedTuple):
    """The details as they were typed; `consents` are purposes."""

    surname: str
    given_name: str
    patronymic: str
    phone: str
    email: str
    consents: Collection[str]


class Asked(NamedTuple):
    """A registration, its question, and the number of answers that may still be given."""

    join: Join
    question: Question
    tries_left: int


def give_details(site: Site, secret: str, typed: TypedDetails, *, address: str) -> Asked:
    """Decide about a registration by its details. Raises Invalid, Gone, Conflict, QuotaExceeded.

    Reads and writes are the same for each registration that gets a question.
    """
    limits.count_step(address)
    join = read_join(site, secret)
    given = read_details(site, join.language, typed)
    with evenly():
        asked = retry_stale(lambda: _decide(site, secret, given))
        if asked.join.step is not JoinStep.CODES:
            limits.count_failure(site.account.id)
    return asked


def answer_question(site: Site, secret: str, answer: str, *, address: str) -> Asked:
    """Judge the answer to a question. Raises Invalid, Gone, Conflict, QuotaExceeded.

    A right answer that leads to the desk looks like a wrong one.
    """
    limits.count_step(address)
    demand_answer(answer)
    with evenly():
        asked = retry_stale(lambda: _judge(site, secret, answer))
        if asked.join.step is not JoinStep.CODES:
            limits.count_failure(site.account.id)
    return asked


def demand_answer(answer: str) -> None:
    """Raise Invalid for an answer without letters and digits, or one of too many."""
    if not fold(answer) or len(answer) > MAX_ANSWER:
        raise Invalid([FieldError("/answer", _NO_ANSWER)])


def show_question(site: Site, secret: str) -> Asked:
    """Return a registration with its question: the same reads for each. Raises Gone."""
    join = read_join(site, secret)
    return _asked(join, table.get_tries(join.account_id, join.number), now())


def read_details(site: Site, language: Language, typed: TypedDetails) -> Given:
    """Return the details. Raises Invalid with everything that is wrong."""
    found, account = Findings(), site.account
    for field, value in (("surname", typed.surname), ("given_name", typed.given_name)):
        found.add([] if fold(value) else [FieldError(f"/{field}", _NO_NAME)])
    countries = account.sms.countries
    phone = found.attempt(
        lambda: parse_phone(typed.phone, countries=countries, pointer="/phone", allowed_only=True), otherwise=""
    )
    email = found.attempt(lambda: _read_email(typed.email), otherwise="")
    offered = offered_consents(account, language)
    found.add(wrong_consents(offered, typed.consents))
    found.demand_none()
    agreed = tuple(each.agreed for purpose, each in offered.items() if purpose in typed.consents)
    name = FullName(typed.surname, typed.given_name, typed.patronymic)
    return Given(name=name, phone=phone, email=email, consents=agreed)


def _decide(site: Site, secret: str, given: Given) -> Asked:
    before, moment = read_join(site, secret), now()
    if before.step not in {JoinStep.DETAILS, JoinStep.QUESTION}:
        raise out_of_turn(before.step)
    found = look_up(before.account_id, before.number)
    tries = table.get_tries(before.account_id, before.number)
    course = course_of(match(found, given))
    facts = {
        "given": given,
        "course": course,
        "client_id": found.client.id if found.client else None,
        "policy_id": found.policy.id if found.policy else None,
        "is_registered": is_registered(before.account_id, found),
        "details_sent": before.details_sent + 1,
        "version": before.version + 1,
    }
    rests = tries.rests(moment) or before.details_sent >= MOST_DETAILS
    step = JoinStep.STAFF if rests else JoinStep.QUESTION if course.asks else JoinStep.CODES
    tx = Transaction()
    after = _moved(tx, before.model_copy(update=facts), step)
    table.replace_join(tx, after, replacing=before)
    tx.commit()
    return _asked(after, tries, moment)


def _judge(site: Site, secret: str, answer: str) -> Asked:
    before, moment = read_join(site, secret), now()
    if before.step is not JoinStep.QUESTION or before.course is None:
        raise out_of_turn(before.step)
    found = look_up(before.account_id, before.number)
    tries = table.get_tries(before.account_id, before.number)
    right = is_right(question_for(before.account_id, before.number), answer, found.facts)
    right = right and found.client is not None and found.client.id == before.client_id
    counts = right and not tries.rests(moment)
    tx = Transaction()
    if counts and before.course.opens:
        told = {"on_file": _on_file(found.client, before.course.tells)}
        after = _moved(tx, _raised(before).model_copy(update=told), JoinStep.CODES)
    else:
        tries, after = _refuse(tx, before, tries, moment, is_for_desk=counts and before.course.desk)
    table.replace_join(tx, after, replacing=before)
    tx.commit()
    return _asked(after, tries, moment)


def _refuse(tx: Transaction, before: Join, tries: Tries, moment: datetime, *, is_for_desk: bool) -> tuple[Tries, Join]:
    """Count a wrong answer, or one that is for the desk: the same writes for both."""
    after = tries if tries.rests(moment) else tries.after_wrong(moment)
    table.replace_tries(
        tx, before.account_id, before.number, after.model_copy(update={"version": tries.version + 1}), replacing=tries
    )
    telling.queue_judged(tx, before)
    step = JoinStep.STAFF if after.rests(moment) else JoinStep.QUESTION
    told = {"step": step, "desk_told": before.desk_told or is_for_desk}
    return after, _raised(before).model_copy(update=told)


def _moved(tx: Transaction, join: Join, step: JoinStep) -> Join:
    """Return a registration at its next step; codes leave in the transaction."""
    moved = join.model_copy(update={"step": step})
    if step is not JoinStep.CODES:
        return moved
    asked = moved.model_copy(update={"demanded": ("sms", "email")})
    telling.queue_notice(tx, asked)
    telling.queue_codes(tx, asked)
    return asked


def _on_file(client: Client | None, channel: Channel | None) -> str:
    """Return the contact of a client for a channel; empty if there is none."""
    if client is None or channel is None:
        return ""
    return (client.facts.phone if channel == "sms" else client.facts.email) or ""


def _raised(join: Join) -> Join:
    return join.model_copy(update={"version": join.version + 1})


def _asked(join: Join, tries: Tries, moment: datetime) -> Asked:
    return Asked(join, question_for(join.account_id, join.number), tries.left(moment))


def _read_email(typed: str) -> str:
    try:
        return ascii_address(typed)
    except ValueError as error:
        raise Invalid([FieldError("/email", str(error))]) from None
