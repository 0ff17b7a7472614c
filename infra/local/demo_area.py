"""The client area of a new system on this machine, with a policyholder who has a password."""

import re
import secrets
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import Conflict
from chalicelib.features.cabinet.area_changing import change_area, show_area
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.service import list_clients
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.clients.service.ruling import NewText, RuleChanges, change_rules, show_rules
from chalicelib.frame.area.site import page_path
from chalicelib.identity.area import people
from chalicelib.identity.area.model import LoginKind, Membership, Registration
from chalicelib.identity.area.permissions import MembershipKind, MembershipRole
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember

_SHORTEST = 3
#: Texts for trying, no lawyer's.
_CONSENTS = (
    NewText(
        Purpose.PERSONAL_DATA,
        "ru",
        "Я согласен на обработку моих персональных данных, чтобы страховщик открыл мне личный кабинет, исполнял "
        "договоры и урегулировал убытки. Согласие действует, пока открыт кабинет; его можно отозвать.",
    ),
    NewText(
        Purpose.PERSONAL_DATA,
        "es",
        "Consiento que la aseguradora trate mis datos personales para abrir mi área de clientes, cumplir los "
        "contratos y tramitar los siniestros. El consentimiento vale mientras el área esté abierta; se puede retirar.",
    ),
    NewText(
        Purpose.PERSONAL_DATA,
        "en",
        "I agree that the insurer processes my personal data to open my client area, to perform contracts and to "
        "settle claims. The consent holds while the area is open, and can be withdrawn.",
    ),
    NewText(
        Purpose.ADVERTISING,
        "ru",
        "Я согласен получать предложения страховщика, в том числе о продлении полисов, по SMS и эл. почте.",
    ),
    NewText(
        Purpose.ADVERTISING,
        "es",
        "Consiento recibir ofertas de la aseguradora, también sobre renovaciones, por SMS y correo electrónico.",
    ),
    NewText(
        Purpose.ADVERTISING,
        "en",
        "I agree to receive offers of the insurer, also about renewals, by text message and e-mail.",
    ),
)


def add_area(account_id: str, domain: str) -> dict[str, Any]:
    """Open an account's client area, and register a client with policies; return the address and the login."""
    admin = Caller(account_id=account_id, principal=StaffMember("demo"), role=Role.ADMIN)
    slug = _slug_of(domain)
    rules = {"slug": slug, "on": True, "welcome": {"ru": "Здесь ваши полисы, убытки и платежи."}}
    change_area(admin, rules, version=show_area(admin).version)
    change_rules(admin, RuleChanges(texts=_CONSENTS), version=show_rules(admin).version)
    client = list_clients(admin, Wanted(q="Сидоров"), limit=1, position=None).items[0].client
    email, password = f"client@{domain}", f"demo-{secrets.token_urlsafe(9)}"
    person = people.new_person(
        account_id,
        name=" ".join(filter(None, (client.facts.given_name, client.facts.patronymic))),
        email=email,
        phone=client.facts.phone,
        language="ru",
        memberships=(Membership(kind=MembershipKind.HOLDER, client_id=client.id, role=MembershipRole.HOLDER),),
        registration=Registration.PREPARED,
    )
    tx = Transaction()
    people.register(tx, person, password=password, taken={kind: lambda _: Conflict("taken") for kind in LoginKind})
    tx.commit()
    return {"slug": slug, "path": page_path(slug), "email": email, "phone": client.facts.phone, "password": password}


def _slug_of(domain: str) -> str:
    """Return an address made of the first part of a domain."""
    slug = re.sub("[^a-z0-9]+", "-", domain.partition(".")[0].lower()).strip("-")
    return slug if len(slug) >= _SHORTEST else f"{slug}-area"
