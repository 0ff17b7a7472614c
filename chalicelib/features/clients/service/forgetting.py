"""Erasure of a client on request: all of it, or all but a rest that a law demands to keep."""

from datetime import date
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.export_keys import exports_prefix
from chalicelib.features.clients.model import Client, ClientKind, Facts
from chalicelib.features.clients.personal import Blocked, Erasure
from chalicelib.features.clients.refusals import not_found
from chalicelib.features.clients.rules import today_in
from chalicelib.features.clients.service import erasing
from chalicelib.features.clients.service.listing import Page
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.settings import ClientSettings, Retention, usual_retention
from chalicelib.features.clients.table import erasures
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Codes of data that go at once, and of those that are kept until the end of a retention.
GONE = ("contacts", "comment", "search", "consents", "history_values")
KEPT_OF_PERSONS = ("name", "birth_date", "document")
KEPT_OF_COMPANIES = ("name", "tax_number")
KEPT = ("history", "reveals", "binding")


class Plan(NamedTuple):
    """The outcome of an erasure: codes of data that go, and of those kept until a day by a law."""

    gone: tuple[str, ...]
    kept: tuple[str, ...] = ()
    until: date | None = None
    law: str = ""


def erase_client(caller: Caller, client_id: str, *, reason: str) -> Erasure:
    """Erase a client, and return the proof. Idempotent: a second call returns the first one's proof.

    Raises Invalid, NotFound, Conflict if no law is named for a client with cases or policies.
    """
    said = line(reason)
    if not said:
        raise Invalid([FieldError("/reason", N_("Write why the client is erased: it is kept as proof."))])
    proof = retry_stale(lambda: _erase(caller, client_id, said))
    erasing.go_on(caller.account_id, client_id)
    photo_bucket.erase_under(exports_prefix(caller.account_id, client_id))
    return proof


def plan_erasure(caller: Caller, client_id: str) -> Plan:
    """Return the outcome that an erasure of a client would have. Raises NotFound, Conflict."""
    return _plan(accounts.load_account(caller.account_id), read_client(caller, client_id))


def plan_own_erasure(client: Client) -> Plan | None:
    """Return the outcome of an erasure of a client; None while no law is named that keeps the rest."""
    try:
        return _plan(accounts.load_account(client.account_id), client)
    except Conflict:
        return None


def list_erasures(caller: Caller, *, limit: int, position: str | None) -> Page[Erasure]:
    """Return a page of the proofs of erasures that the caller may know, the client that was added last first.

    A page may have fewer than `limit`, or none, and still be followed by another.
    """
    proofs, end = erasures.list_proofs(caller.account_id, after=position, limit=limit)
    base = view_of(caller).base
    return Page([each for each in proofs if base in (None, each.base)], end)


def _erase(caller: Caller, client_id: str, reason: str) -> Erasure:
    client, view = table.get_client(caller.account_id, client_id), view_of(caller)
    if client is None or not view.sees(client) or client.blocked is not None:
        return _proof_before(caller, client_id)
    plan = _plan(accounts.load_account(caller.account_id), client)
    proof = _proof_of(client, plan, actor=caller.actor, reason=reason)
    tx = Transaction()
    after = client.model_copy(update={"version": client.version + 1})
    if plan.until is None:
        table.delete_client(tx, client, otherwise=stale)
        erasing.release(tx, client)
    else:
        after = _blocked(client, plan)
        table.write_client(tx, after, replacing=client, otherwise=stale)
        erasing.give_way(tx, client)
        note(tx, after, actor=caller.actor, type="erased")
    erasing.begin(tx, client, actor=caller.actor, proof=proof)
    publish(tx, after, "client.erased", kept_until=plan.until and plan.until.isoformat())
    tx.commit()
    return proof


def _proof_before(caller: Caller, client_id: str) -> Erasure:
    proof = erasures.get_proof(caller.account_id, client_id)
    if proof is None or view_of(caller).base not in (None, proof.base):
        raise not_found()
    return proof


def _plan(account: Account, client: Client) -> Plan:
    kept = KEPT_OF_PERSONS if client.facts.kind is ClientKind.PERSON else KEPT_OF_COMPANIES
    longest = _retention(account, client)
    if longest is None:
        return Plan((*kept, *GONE, *KEPT))
    today = today_in(account)
    return Plan(GONE, (*kept, *KEPT), _years_later(today, longest.years), longest.law)


def _retention(account: Account, client: Client) -> Retention | None:
    """Return the longest retention that holds for a client; None for one without cases and policies."""
    chosen = sections.show(account.id, ClientSettings).value
    named = ((client.policies, chosen.policies), (client.cases, chosen.cases))
    usual = usual_retention(account)
    holding = [own or usual for count, own in named if count]
    if None in holding:
        raise Conflict(
            N_(
                "Cases or policies name this client, and nothing says for how many years which law demands to keep it. "
                "An administrator writes that under Settings, Clients."
            ),
            extra={"reason": "no-retention"},
        )
    return max(filter(None, holding), key=lambda each: each.years, default=None)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _blocked(client: Client, plan: Plan) -> Client:
    facts = client.facts
    kept = Facts(
        kind=facts.kind,
        surname=facts.surname,
        given_name=facts.given_name,
        patronymic=facts.patronymic,
        no_patronymic=facts.no_patronymic,
        birth_date=facts.birth_date,
        document=facts.document,
        name=facts.name,
        tax_country=facts.tax_country,
        tax_number=facts.tax_number,
    )
    moment = now()
    changed = {
        "facts": kept,
        "phone_confirmed_at": None,
        "blocked": Blocked(at=moment, until=plan.until or moment.date(), law=plan.law),
        "changed_at": moment,
        "version": client.version + 1,
    }
    return client.model_copy(update=changed)


def _proof_of(client: Client, plan: Plan, *, actor: str, reason: str) -> Erasure:
    moment = now()
    return Erasure(
        client_id=client.id,
        at=moment,
        actor=actor,
        base=client.base,
        kind=client.facts.kind,
        reason=reason,
        gone=plan.gone,
        kept=plan.kept,
        kept_until=plan.until,
        law=plan.law,
        finished_at=moment if plan.until is None else None,
    )
