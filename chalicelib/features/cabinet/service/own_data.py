"""The own data of a person: consents, one file of everything, and the wish to be erased.

They are those of the clients that the person is the policyholder for. A company's data are not its users'.
"""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.ids import derived_ulid
from chalicelib.base.languages import N_, text
from chalicelib.features.cabinet.joining.consents import offered_consents
from chalicelib.features.cabinet.service.own import demand_password
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import Consent, Purpose
from chalicelib.features.clients.service.forgetting import Plan
from chalicelib.features.clients.service.person_exporting import Export
from chalicelib.features.clients.settings import ConsentText
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service.opening import NewTicket, open_ticket
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.tenancy import service as accounts

#: Consents that a person gives and withdraws by themselves. Without that to processing there is no cabinet: it ends
#: with the wish to be erased.
CHANGEABLE = (Purpose.ADVERTISING, Purpose.SHARING)
#: Files of a person in a day: each is made within the call.
EXPORTS, _DAY = 5, 86_400
_NOT_OFFERED = N_("There is no such consent here. Choose one that the list has.")
_OTHER_TEXT = N_("The text of this consent was changed meanwhile. Read the present one, and choose again.")
_COMPANY = N_("You act for a company here. Its data are given to its own people: write to us.")
_WISH = N_("I withdraw my consent to the processing of my personal data, and ask for their erasure.")


class OwnConsent(NamedTuple):
    """A consent of a person: the present text, and the one that was given, with the text as of then."""

    purpose: Purpose
    present: ConsentText | None
    given: Consent | None
    given_text: str = ""


class Erasing(NamedTuple):
    """The outcome that an erasure would have; the plan is None where the insurer has named no law yet."""

    client: Client
    plan: Plan | None


def list_consents(caller: AreaCaller) -> list[OwnConsent]:
    """Return the consents that a person has given, and those that can be given now."""
    known = [clients.consents_of(each) for each in _own_clients(caller)]
    account = accounts.load_account(caller.account_id)
    offered = offered_consents(account, caller.person.language) if known else {}
    given = {each.purpose: each for consents in known for each in reversed(consents.items) if each.is_given}
    texts = {sha256: said for consents in known for sha256, said in consents.texts.items()}
    return [
        OwnConsent(
            purpose,
            offered[purpose].text if purpose in offered else None,
            given.get(purpose),
            texts.get(given[purpose].sha256, "") if purpose in given else "",
        )
        for purpose in Purpose
        if purpose in given or (purpose in offered and purpose in CHANGEABLE)
    ]


def change_consent(caller: AreaCaller, purpose: Purpose, *, given: bool, version: int | None) -> list[OwnConsent]:
    """Record a consent to the text of a version, or withdraw it, for all own clients. Idempotent.

    Raises Invalid at /purpose, Conflict if the text has another version by now, or for a person of a company.
    """
    account = accounts.load_account(caller.account_id)
    offered = offered_consents(account, caller.person.language).get(purpose)
    if purpose not in CHANGEABLE or (given and offered is None):
        raise Invalid([FieldError("/purpose", _NOT_OFFERED)])
    if given and offered is not None and offered.text.version != version:
        raise Conflict(_OTHER_TEXT, extra={"reason": "text-changed"})
    for client in _demand_own_clients(caller):
        if not given:
            clients.withdraw_own_consents(client, purpose, actor=caller.actor)
        elif offered is not None and not clients.has_consented(client, purpose):
            said, tx = offered.text, Transaction()
            clients.add_own_consent(
                tx, client, purpose=purpose, language=said.language, sha256=said.sha256, actor=caller.actor
            )
            tx.commit()
    return list_consents(caller)


def export(caller: AreaCaller, *, password: str) -> list[Export]:
    """Make a file of everything that is held about a person for each of their clients; usually there is one.

    Raises Invalid at /password, Conflict for a person of a company, QuotaExceeded.
    """
    owned = _demand_own_clients(caller)
    demand_password(caller, password, pointer="/password")
    count_attempt("area-export", f"{caller.account_id}#{caller.person.id}", limit=EXPORTS, seconds=_DAY)
    return [clients.export_own(caller.account_id, each.id, by=caller.principal) for each in owned]


def plan_erasure(caller: AreaCaller) -> list[Erasing]:
    """Return the outcomes that the erasure of a person would have. Raises Conflict for a person of a company."""
    return [Erasing(each, clients.plan_own_erasure(each)) for each in _demand_own_clients(caller)]


def ask_erasure(caller: AreaCaller, *, password: str) -> Ticket:
    """Withdraw the consents of a person, and open a request for the erasure of their data. Once a day.

    Why a request: people look whether a contract, a claim or a law keeps data. The withdrawal sets their term.
    Raises Invalid at /password, Conflict for a person of a company, QuotaExceeded.
    """
    owned = _demand_own_clients(caller)
    demand_password(caller, password, pointer="/password")
    topics = feedback_settings(caller.account_id).offered_topics
    topic = next((each for each in topics if each.kind == "question"), topics[0])
    said = text(caller.person.language, _WISH)
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    wish = NewTicket(
        id=derived_ulid(f"erasure#{caller.person.id}", moment=midnight),
        topic=topic.code,
        text=said,
        client_id=owned[0].id,
        person_id=caller.person.id,
    )
    opened = open_ticket(caller.account_id, wish, actor=caller.actor)
    for client in owned:
        for purpose in Purpose:
            clients.withdraw_own_consents(client, purpose, actor=caller.actor, reason=said)
    return opened


def own_client_ids(caller: AreaCaller) -> tuple[str, ...]:
    """Return the clients that a person is the policyholder for."""
    held = [each.client_id for each in caller.person.memberships if each.kind is MembershipKind.HOLDER]
    return tuple(dict.fromkeys(held))


def _own_clients(caller: AreaCaller) -> list[Client]:
    found = [clients.find_client(caller.account_id, each) for each in own_client_ids(caller)]
    return [each for each in found if each is not None and each.blocked is None]


def _demand_own_clients(caller: AreaCaller) -> list[Client]:
    if not (owned := _own_clients(caller)):
        raise Conflict(_COMPANY, extra={"reason": "no-own-data"})
    return owned
