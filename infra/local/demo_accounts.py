"""The demo accounts of a new deployment on this machine.

`python -m infra.local.demo_accounts` prints the result of `seed`; with a file of logins, that of `complete`. It runs
with the environment of the API's function, so production code is used here as it is.
"""

import json
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.payments.providers.stripe import StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassaKeys
from chalicelib.features.payments.service import ruling
from chalicelib.identity import hook_keys, people
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Caller, Role, Scope
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account, CategoryChoice, Process, ProcessField, SupportPhone, Template
from infra.local.demo_area import add_area
from infra.local.demo_clients import add_clients
from infra.local.demo_company import add_cargo_insurer
from infra.local.demo_policies import add_policies
from infra.reindex import reindex

_POLICY_NUMBER = ProcessField(
    code="policy_number", labels={"ru": "Номер полиса", "es": "Número de póliza", "en": "Policy number"}
)
_LOSS_DATE = ProcessField(
    code="loss_date", labels={"ru": "Дата события", "es": "Fecha del siniestro", "en": "Date of loss"}, type="date"
)
_DEDUCTIBLE = ProcessField(
    code="deductible", labels={"ru": "Франшиза", "es": "Franquicia", "en": "Deductible"}, type="number", required=False
)
_INJURED_POLICY = ProcessField(
    code="injured_party_policy",
    labels={"ru": "Полис потерпевшего", "es": "Póliza del perjudicado", "en": "Injured party's policy"},
    required=False,
)


def seed(*, ours: str = "demo.example", theirs: str = "other.example") -> dict[str, Any]:
    """Create the accounts, their staff and an API key; return the logins as run.json gives them.

    `ours` and `theirs` are the domains of the staff's e-mails: an e-mail is one person's in all of a deployment.
    """
    insurer = service.create_account(demo_insurer())
    workshop = service.create_account(demo_workshop())
    key, api_key = api_keys.add_api_key(
        account_id=insurer.id, name="Demo back-end", scopes=all_scopes() - {Scope.ACCOUNT_WRITE}
    )
    admin = Caller(account_id=insurer.id, principal=StaffMember("demo"), role=Role.ADMIN)
    hook_keys.rotate_hook_secret(admin, key.id, former_lives=timedelta(0))
    return {
        "account_id": insurer.id,
        "staff": add_user(insurer.id, f"staff@{ours}", Role.ADMIN),
        "adjuster": add_user(insurer.id, f"adjuster@{ours}", Role.STAFF),
        "viewer": add_user(insurer.id, f"viewer@{ours}", Role.VIEWER),
        **add_agents(insurer.id, ours),
        "shops": add_shops(insurer.id),
        "area": add_area(insurer.id, ours),
        "cargo": add_cargo(ours),
        "api_key": api_key,
        "api_key_id": key.id,
        "webhook_secret": hook_keys.secret_of(key.id, generation=1),
        "other_account": {"account_id": workshop.id, "staff": add_user(workshop.id, f"staff@{theirs}", Role.ADMIN)},
    }


def add_agents(account_id: str, domain: str) -> dict[str, Any]:
    """Create two insurance agents of an account with clients and policies; return their logins."""
    agent, login = _added(account_id, f"agent@{domain}", Role.AGENT, name="Лебедева Анна Игоревна")
    other, other_login = _added(account_id, f"other-agent@{domain}", Role.AGENT, name="Сафин Олег Маратович")
    house = Caller(account_id=account_id, principal=StaffMember("demo"), role=Role.STAFF)
    add_clients(agent, other, house)
    add_policies(Caller(account_id=account_id, principal=StaffMember("demo"), role=Role.ADMIN), agent)
    return {"agent": login, "other_agent": other_login}


def add_cargo(domain: str) -> dict[str, Any]:
    """Create the insurer of cargo with its client company and a member of its staff; return their logins."""
    made = add_cargo_insurer(domain)
    _, login = _added(made["account_id"], f"gestora@{domain}", Role.ADMIN, name="Elena Roig")
    return {**made, "staff": login}


def add_shops(account_id: str) -> dict[str, Any]:
    """Enter keys of two shops at the training bank for an account; return the shops as the bank registers them."""
    yookassa = YooKassaKeys(
        shop_id=str(100_000 + secrets.randbelow(900_000)), secret_key=f"test_{secrets.token_hex(16)}"
    )
    stripe = StripeKeys(secret_key=f"sk_test_{secrets.token_hex(16)}", signing_secret=f"whsec_{secrets.token_hex(16)}")
    admin = Caller(account_id=account_id, principal=StaffMember("demo"), role=Role.ADMIN)
    entered = ruling.RuleChanges(settings={"provider": "yookassa"}, keys={"yookassa": yookassa, "stripe": stripe})
    ruling.change_rules(admin, entered, version=ruling.show_rules(admin).version)
    shops = {
        "yookassa": {"id": yookassa.shop_id, "secret_key": yookassa.secret_key},
        "stripe": {"id": "stripe", **stripe.model_dump()},
    }
    return {
        code: {**shops[code], "protocol": code, "notice_url": ruling.notice_url(account_id, code)}
        for code in ruling.PROVIDERS
    }


def complete(known: dict[str, Any]) -> dict[str, Any]:
    """Return the logins of an older deployment, with the agents, shops, area and insurer of cargo that it lacks."""
    domain = known["staff"]["email"].partition("@")[2]
    made = known if "agent" in known else {**known, **add_agents(known["account_id"], domain)}
    made = made if "shops" in made else {**made, "shops": add_shops(known["account_id"])}
    made = made if "area" in made else {**made, "area": add_area(known["account_id"], domain)}
    return made if "cargo" in made else {**made, "cargo": add_cargo(domain)}


def demo_insurer() -> Account:
    """Return a Russian insurer with two processes, a category and a template of its own."""
    return Account(
        id=new_id("acc"),
        name="Верный Полис",
        support_phones=(SupportPhone(number="+78005553535", note="круглосуточно"),),
        signature="С уважением,\n«Верный Полис»",
        reply_to="claims@demo.example",
        processes=(
            Process(
                code="osago",
                labels={"ru": "ОСАГО", "es": "OSAGO (RC obligatoria)", "en": "OSAGO (compulsory liability)"},
                fields=(_POLICY_NUMBER, _LOSS_DATE, _INJURED_POLICY),
            ),
            Process(
                code="kasko",
                labels={"ru": "КАСКО", "es": "KASKO (daños propios)", "en": "KASKO (own damage)"},
                fields=(_POLICY_NUMBER, _LOSS_DATE, _DEDUCTIBLE),
            ),
        ),
        own_categories=(
            Category(
                code="keys",
                labels={"ru": "Ключи", "es": "Llaves", "en": "Keys"},
                hints={"ru": "Все комплекты ключей рядом, обеими сторонами."},
                max=4,
            ),
        ),
        templates=(
            Template(
                code="full",
                name="Полный осмотр",
                categories=(
                    CategoryChoice(code="exterior", min=4),
                    CategoryChoice(code="damage", min=2),
                    CategoryChoice(code="vin"),
                    CategoryChoice(code="odometer"),
                ),
            ),
        ),
        created_at=now(),
    )


def demo_workshop() -> Account:
    """Return a Spanish workshop: the second tenant."""
    return Account(
        id=new_id("acc"),
        name="Taller Ejemplo",
        languages=("es", "en"),
        time_zone="Europe/Madrid",
        support_phones=(SupportPhone(number="+34910000000"),),
        processes=(Process(code="repair", labels={"es": "Reparación", "en": "Repair"}),),
        created_at=now(),
    )


def add_user(account_id: str, email: str, role: Role) -> dict[str, str]:
    """Create a user of the staff with a lasting password; return e-mail and password."""
    return _added(account_id, email, role)[1]


def _added(account_id: str, email: str, role: Role, *, name: str = "") -> tuple[Caller, dict[str, str]]:
    password = f"Demo-{secrets.token_urlsafe(9)}-1a"
    user = people.add_user(account_id=account_id, email=email, role=role, name=name, password=password)
    caller = Caller(account_id=account_id, principal=StaffMember(user.id), role=role)
    return caller, {"email": email, "password": password}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        logins = complete(json.loads(Path(sys.argv[1]).read_text()))
    else:
        list(reindex())  # a new system has nothing to re-index, and knows it by this
        logins = seed()
    json.dump(logins, sys.stdout, indent=2)
