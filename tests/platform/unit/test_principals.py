import re

import pytest

from chalicelib.features.photos.principals import LinkOwner
from chalicelib.identity.principals import (
    ApiClient,
    Operator,
    Principal,
    StaffMember,
    System,
    actor_of,
    label_of,
    principal_of,
    user_id_of,
)
from tests.architecture.source import ROOT

NOTATIONS: dict[str, Principal] = {
    "user:0b7c": StaffMember("0b7c"),
    "key:key_1": ApiClient("key_1"),
    "owner": LinkOwner(),
    "system": System(),
    "operator": Operator(),
}


@pytest.mark.parametrize(("actor", "principal"), NOTATIONS.items())
def test_a_principal_has_one_notation_and_is_read_back_from_it(actor: str, principal: Principal) -> None:
    assert (actor_of(principal), principal_of(actor)) == (actor, principal)


def test_only_staff_have_an_id_of_a_user() -> None:
    assert {actor: user_id_of(actor) for actor in NOTATIONS} == dict.fromkeys(NOTATIONS) | {"user:0b7c": "0b7c"}


def test_principals_of_two_kinds_are_never_equal() -> None:
    assert len({StaffMember("1"), ApiClient("1"), System(), LinkOwner()}) == 4


def test_a_kind_that_no_feature_has_is_nobody_and_called_a_colleague() -> None:
    assert (principal_of("robot:1"), principal_of(""), label_of("robot:1")) == (None, None, "A colleague")


def test_no_other_module_takes_the_notation_apart_or_puts_it_together() -> None:
    by_hand = re.compile(r"""f"(user|key):\{|(startswith|removeprefix)\("(user|key):|actor\.partition""")
    files = [path for path in (ROOT / "chalicelib").rglob("*.py") if path.name != "principals.py"]

    assert [str(path) for path in files if by_hand.search(path.read_text())] == []
    assert len(files) > 300
