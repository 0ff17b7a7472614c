"""Memberships and permissions, passwords, and words for devices of the client area."""

import pytest

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.model import AreaMember, AreaPerson, Membership, Registration
from chalicelib.identity.area.passwords import check_password, hash_password, is_password_of
from chalicelib.identity.area.permissions import HANDLING_CLAIMS, AreaPermission, MembershipKind, MembershipRole
from chalicelib.identity.principals import actor_of, principal_of
from tests.support.area import company_user, holder


def person(*memberships: Membership) -> AreaPerson:
    return AreaPerson(
        id="per_1",
        account_id="acc_1",
        language="ru",
        memberships=memberships,
        registration=Registration.ALONE,
        registered_at=now(),
    )


def test_a_person_of_a_client_and_of_a_company_has_the_permissions_of_both_for_their_own_clients() -> None:
    both = person(holder("cli_1"), company_user("cli_2"))

    assert both.client_ids(AreaPermission.POLICIES) == ("cli_1",)
    assert both.client_ids(AreaPermission.CLAIMS) == ("cli_1", "cli_2")
    assert AreaPermission.PEOPLE not in both.permissions
    assert AreaPermission.PEOPLE in person(company_user("cli_2", administrator=True)).permissions


def test_a_company_narrows_the_permissions_of_its_user_and_never_widens_them() -> None:
    chosen = frozenset({AreaPermission.CLAIMS, AreaPermission.PEOPLE})
    narrowed = person(company_user("cli_2", permissions=chosen))

    assert narrowed.permissions == {AreaPermission.ME, AreaPermission.CLAIMS}
    assert person().permissions == {AreaPermission.ME}


def test_a_new_user_of_a_company_has_no_permission_until_one_is_granted() -> None:
    ids = {"kind": MembershipKind.COMPANY, "client_id": "cli_2"}
    new = person(Membership(role=MembershipRole.USER, **ids))

    assert new.permissions == {AreaPermission.ME}
    assert new.client_ids(AreaPermission.CLAIMS) == ()


def test_an_administrator_has_all_permissions_whatever_was_granted_until_disabled() -> None:
    ana = company_user("cli_2", administrator=True, permissions=frozenset())

    assert ana.granted == HANDLING_CLAIMS | {AreaPermission.PEOPLE}
    assert ana.model_copy(update={"disabled": True}).granted == frozenset()


def test_somebody_disabled_for_every_client_may_not_sign_in_and_for_one_of_two_they_may() -> None:
    assert not person(company_user("cli_2", disabled=True)).may_sign_in
    assert person(company_user("cli_2", disabled=True), holder("cli_1")).may_sign_in


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_the_decision() -> None:
    hashed = hash_password("correct horse")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_password_of(hashed, "correct horse")
    assert not is_password_of(hashed, "correct horsf")


def test_nobody_has_an_empty_hash_or_one_that_cannot_be_read() -> None:
    assert not is_password_of("", "correct horse")
    assert not is_password_of("$argon2id$x", "correct horse")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "x" * 201, "vera@mail.example1", "my VERA@mail.example"])
def test_a_weak_password_is_refused_at_its_field(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, contacts=("vera@mail.example",))

    assert [each.pointer for each in refused.value.errors] == ["/password"]


def test_a_person_is_a_principal_of_their_own_kind() -> None:
    assert actor_of(AreaMember("per_1")) == "person:per_1"
    assert principal_of("person:per_1") == AreaMember("per_1")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 "
            "YaBrowser/24.1 Safari/537.36",
            "Yandex Browser, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox, Linux"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_named_by_its_browser_and_system(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
