"""A client area, and people in it, for tests."""

from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.recent import clear_recent
from chalicelib.frame.area.settings import AreaSettings
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import AreaPerson, LoginKind, Membership, Registration
from chalicelib.identity.area.permissions import HANDLING_CLAIMS, MembershipKind, MembershipRole
from chalicelib.identity.table import area as table
from chalicelib.tenancy import sections

SLUG, PASSWORD = "ingos", "correct horse battery"
EMAIL, PHONE = "vera@mail.example", "+79161234567"
_TAKEN = {kind: (lambda _: AssertionError("taken")) for kind in LoginKind}


def holder(client_id: str) -> Membership:
    """Return the membership of a policyholder."""
    return Membership(kind=MembershipKind.HOLDER, client_id=client_id, role=MembershipRole.HOLDER)


def company_user(
    client_id: str, *, administrator: bool = False, permissions: frozenset[str] = HANDLING_CLAIMS, **chosen: Any
) -> Membership:
    """Return the membership of a company's user, who may handle claims unless other permissions are named."""
    role = MembershipRole.ADMINISTRATOR if administrator else MembershipRole.USER
    return Membership(kind=MembershipKind.COMPANY, client_id=client_id, role=role, permissions=permissions, **chosen)


def open_area(account_id: str, slug: str = SLUG, **changes: object) -> None:
    """Open an account's client area."""
    tx = Transaction()
    table.insert_slug(tx, slug, account_id, taken=lambda _: AssertionError("taken"))  # type: ignore[arg-type,return-value]
    tx.commit()
    present = sections.show(account_id, AreaSettings)
    wanted = AreaSettings.model_validate({**dict(present.value), "slug": slug, "on": True, **changes})
    sections.change(account_id, wanted, since=present.version)
    clear_recent()


def registered(
    account_id: str,
    *memberships: Membership,
    email: str | None = EMAIL,
    phone: str | None = PHONE,
    password: str = PASSWORD,
) -> AreaPerson:
    """Register a person."""
    person = people.new_person(
        account_id,
        name="Вера Сергеевна",
        email=email,
        phone=phone,
        language="ru",
        memberships=memberships or (holder("cli_01J9Z6K3V8QWERTY0123456789"),),
        registration=Registration.ALONE,
    )
    tx = Transaction()
    people.register(tx, person, password=password, taken=_TAKEN)  # type: ignore[arg-type]
    tx.commit()
    return person


def signed_in(person: AreaPerson, slug: str = SLUG) -> str:
    """Begin a session of a person, and return its secret."""
    tx = Transaction()
    begun = sessions.begin(tx, person, slug=slug, device="Firefox, Windows")
    tx.commit()
    return begun.secret
