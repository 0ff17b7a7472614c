"""The demo of cargo claims: an insurer in Spain, and a client company with two people in its client area."""

import secrets
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.ids import new_id
from chalicelib.features.cabinet.area_changing import change_area, show_area
from chalicelib.features.cargo.rates.changing import change_rates, show_rates
from chalicelib.features.cargo.rates.model import UnitRate
from chalicelib.features.clients.model import ClientKind
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service import add_client
from chalicelib.frame.area.site import page_path
from chalicelib.identity import keys as api_keys
from chalicelib.identity.area import people
from chalicelib.identity.area.model import LoginKind, Membership, Registration
from chalicelib.identity.area.permissions import MembershipKind, MembershipRole
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service
from chalicelib.tenancy.model import Account, Process, SupportPhone

_COMPANY = TypedClient(
    kind=ClientKind.COMPANY,
    name="Conservas Ría, S.L.",
    tax_country="ES",
    tax_number="B83936666",
    contact="Marta Soler Vidal",
    help_email="logistica@conservas-ria.example",
    email="logistica@conservas-ria.example",
    phone="+34 986 000 001",
)
#: An example to try with, no rate of a day.
_SDR = UnitRate(unit="SDR", value=Decimal("1.2134"), currency="EUR", on=date(2026, 1, 1), source="Ejemplo de prueba")
_PEOPLE = {"administrator": ("Marta Soler", MembershipRole.ADMINISTRATOR), "user": ("Luis Pardo", MembershipRole.USER)}


def add_cargo_insurer(domain: str) -> dict[str, Any]:
    """Create an insurer of cargo with a key and a client company; return their logins.

    `domain`: of the staff's and the company's e-mails, which are one person's in all of a deployment.
    """
    account = service.create_account(cargo_insurer())
    admin = Caller(account_id=account.id, principal=StaffMember("demo"), role=Role.ADMIN)
    slug = f"levante-{domain.partition('.')[0].lower()}"
    rules = {"slug": slug, "on": True, "help_email": f"ayuda@levante.{domain}"}
    change_area(admin, rules, version=show_area(admin).version)
    rates = show_rates(admin)
    change_rates(admin, (*rates.value.rates, _SDR), version=rates.version)
    client_id = add_client(admin, _COMPANY).known.client.id
    _, api_key = api_keys.add_api_key(account_id=account.id, name="Demo back-end", scopes=all_scopes())
    members = {
        role: _add_person(account.id, client_id, f"{name.partition(' ')[0].lower()}@ria.{domain}", name, member)
        for role, (name, member) in _PEOPLE.items()
    }
    return {
        "account_id": account.id,
        "slug": slug,
        "path": page_path(slug),
        "client_id": client_id,
        "api_key": api_key,
        **members,
    }


def cargo_insurer() -> Account:
    """Return a Spanish insurer of cargo."""
    return Account(
        id=new_id("acc"),
        name="Seguros Levante",
        languages=("es", "en", "ru"),
        time_zone="Europe/Madrid",
        support_phones=(SupportPhone(number="+34960000000"),),
        processes=(Process(code="cargo", labels={"es": "Mercancías", "en": "Cargo", "ru": "Грузы"}),),
        created_at=now(),
    )


def _add_person(account_id: str, client_id: str, email: str, name: str, role: MembershipRole) -> dict[str, str]:
    """Register a person of the company; return e-mail and password."""
    password = f"demo-{secrets.token_urlsafe(9)}"
    person = people.new_person(
        account_id,
        name=name,
        email=email,
        phone=None,
        language="es",
        memberships=(Membership(kind=MembershipKind.COMPANY, client_id=client_id, role=role),),
        registration=Registration.COMPANY,
    )
    tx = Transaction()
    people.register(tx, person, password=password, taken={kind: lambda _: Conflict("taken") for kind in LoginKind})
    tx.commit()
    return {"email": email, "password": password}
