"""Commands of the deployment's operator: tenants are opened, and given administrators (`make account` and its like)."""

import re
from collections.abc import Callable, Iterator

import pytest

from chalicelib.identity import people
from chalicelib.identity import table as identity_table
from chalicelib.identity.model import Invitation, Role, Standing
from chalicelib.tenancy import operating
from infra import accounts, all_accounts
from tests.staff.api.test_sessions import EMAIL, pool
from tests.support.api.desk import Desk
from tests.support.api.office import (
    LASTING,
    NEWCOMER,
    acting,
    colleague,
    elsewhere,
    in_pool,
    keys,
    person,
    pool_refuses,
    with_temporary,
)
from tests.support.faults import Crash, Moment, between
from tests.support.stored_settings import read
from tests.support.world import World

__all__ = ["keys", "pool"]

ADMIN = "boss@new.example"
MAKE = ["make", "--name", "Новый Полис", "--admin", ADMIN, "--stage", "prod"]


@pytest.fixture(autouse=True)
def reached(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reach this process in place of every stage."""
    monkeypatch.setattr(accounts, "environment_of", lambda stage: {})
    yield
    elsewhere()


def run(capsys: pytest.CaptureFixture[str], *arguments: str, ends: int = 0) -> str:
    """Return the output of a command."""
    elsewhere()
    assert accounts.main([*arguments]) == ends
    out, err = capsys.readouterr()
    return str(err if ends else out)


def opened(said: str) -> str:
    """Return the id of the account that a command tells of."""
    found = re.search(r"acc_\w+", said)
    assert found, said
    return found[0]


def test_an_account_is_opened_and_its_administrator_begins(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    with pool_refuses() as calls:
        said = run(capsys, *MAKE, "--admin-name", "Вера", "--language", "es", "--time-zone", "Europe/Madrid")

    (mailed,) = [parameters for operation, parameters in calls if operation == "AdminCreateUser"]
    assert (mailed["Username"], mailed["DesiredDeliveryMediums"]) == (ADMIN, ["EMAIL"])
    account = read(opened(said))
    assert (account.name, account.languages, account.time_zone) == ("Новый Полис", ("es", "ru", "en"), "Europe/Madrid")
    (admin,) = identity_table.list_users(account.id)
    assert (admin.email, admin.name, admin.role, admin.standing) == (ADMIN, "Вера", Role.ADMIN, Standing.INVITED)
    for words in (f"made: {account.id}", "good for 3 days", "https://photos.example/console"):
        assert words in said

    desk = Desk()
    desk.post("/console/sign-in", {"email": ADMIN, "password": with_temporary(ADMIN)})
    desk.post("/console/password", {"password": LASTING, "again": LASTING})
    assert desk.get("/console/settings/people").status == 200


def test_a_second_run_makes_nothing_and_says_what_is_there(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, *MAKE)
    with pool_refuses() as calls:
        second = run(capsys, "make", "--name", " новый полис ", "--admin", ADMIN.upper())

    assert opened(second) == opened(first)
    assert second.startswith("is there already")
    assert [operation for operation, _ in calls] == ["AdminGetUser"]


@pytest.mark.parametrize(
    ("operation", "moment"),
    [("AdminCreateUser", "after"), ("AdminAddUserToGroup", "after"), ("TransactWriteItems", "before")],
)
def test_what_a_crash_left_half_done_the_second_run_completes(
    keys: World, capsys: pytest.CaptureFixture[str], operation: str, moment: Moment
) -> None:
    """All steps before a crash are done once in the end: one user of the pool, one account."""
    before = set(all_accounts.accounts())

    def die(called: str, _parameters: object, call: Callable[[], object]) -> object:
        if (called, moment) == (operation, "before"):
            raise Crash
        answer = call()
        if called == operation:
            raise Crash
        return answer

    with between(die), pytest.raises(Crash):
        accounts.main([*MAKE])
    assert set(all_accounts.accounts()) == before

    said = run(capsys, *MAKE)

    assert set(all_accounts.accounts()) - before == {opened(said)}
    assert in_pool(ADMIN)["Groups"] == ["admin"]
    assert [user.id for user in identity_table.list_users(opened(said))] == [in_pool(ADMIN)["Username"]]


@pytest.mark.parametrize(
    ("name", "email", "words"),
    [
        ("Новый Полис", EMAIL, f"{EMAIL} is a user of account acc_"),
        ("страхование", ADMIN, "has this name already"),
    ],
)
def test_what_belongs_to_another_account_is_refused_with_nothing_made(
    keys: World, capsys: pytest.CaptureFixture[str], name: str, email: str, words: str
) -> None:
    before = set(all_accounts.accounts())
    with pool_refuses() as calls:
        said = run(capsys, "make", "--name", name, "--admin", email, ends=1)

    assert words in said
    assert set(all_accounts.accounts()) == before
    assert {operation for operation, _ in calls} == {"AdminGetUser"}


def test_a_pool_that_sends_no_mail_leaves_no_account(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(all_accounts.accounts())
    with pool_refuses(AdminCreateUser="CodeDeliveryFailureException"):
        assert "CodeDeliveryFailureException" in run(capsys, *MAKE, ends=1)
    assert set(all_accounts.accounts()) == before


def test_accounts_are_listed_with_who_can_sign_in(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, *MAKE)
    said = run(capsys, "list")

    assert f"administrator {EMAIL}" in said
    assert "active, no second factor" in said
    assert f"administrator {ADMIN}, invited: the temporary password works until" in said
    assert said.count("no administrator has signed in yet") == 1
    assert said.count("no administrator can sign in: make administrator ACCOUNT=acc_") == 1  # the world's second
    assert said.splitlines()[-1] == "3 accounts"


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("nobody", "a new administrator: "),
        ("viewer", "made an administrator: "),
        ("disabled", "let in again, made an administrator: "),
        ("invited", "made an administrator, invited again: "),
        ("admin", "is an administrator already: "),
    ],
)
def test_a_locked_out_account_gets_an_administrator(
    keys: World, capsys: pytest.CaptureFixture[str], standing: str, words: str
) -> None:
    _stand(keys, standing)

    said = run(capsys, "administrator", "--account", keys.account.id, "--admin", NEWCOMER)

    user = person(keys, NEWCOMER)
    assert said.startswith(words)
    assert (user.role, user.disabled) == (Role.ADMIN, False)
    assert (in_pool(NEWCOMER)["Groups"], in_pool(NEWCOMER)["Enabled"]) == (["admin"], True)


def _stand(world: World, standing: str) -> None:
    """Put the newcomer into a state in the administrator's account."""
    admin = acting(person(world, EMAIL))
    if standing == "invited":
        people.invite_user(admin, Invitation(name="Ольга", email=NEWCOMER, role=Role.STAFF), tell=lambda tx, user: None)
    elif standing != "nobody":
        colleague(world, Role.ADMIN if standing == "admin" else Role.VIEWER)
    if standing == "disabled":
        people.disable_user(admin, person(world, NEWCOMER).id)


def test_an_administrator_of_another_account_is_nobodys_else(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "administrator", "--account", keys.other_account.id, "--admin", EMAIL, ends=1)
    unknown = run(capsys, "administrator", "--account", "acc_unknown", "--admin", ADMIN, ends=1)

    assert f"{EMAIL} is a user of another account" in said
    assert "There is no such account." in unknown
    assert identity_table.list_users(keys.other_account.id) == []


@pytest.mark.parametrize("standing", ["nobody", "viewer", "invited"])
def test_the_reset_of_a_second_factor_invites_and_promotes_nobody(
    keys: World, capsys: pytest.CaptureFixture[str], standing: str
) -> None:
    _stand(keys, standing)
    before = identity_table.list_users(keys.account.id)

    with pool_refuses() as calls:
        said = run(
            capsys, "administrator", "--account", keys.account.id, "--admin", NEWCOMER, "--factor", "reset", ends=1
        )

    assert f"{NEWCOMER} is no administrator of {keys.account.id}" in said
    assert (calls, identity_table.list_users(keys.account.id)) == ([], before)


def test_the_ceiling_is_shown_set_in_part_and_given_back(keys: World, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["ceiling", "--account", keys.account.id]
    run(capsys, *place, "--per-day", "50", "--countries", "kz,RU")
    said = run(capsys, *place, "--per-phone-per-day", "3")

    assert "SMS a day: 50, of these to one phone: 3" in said
    assert "countries: KZ, RU" in said
    assert "It sends now: 50 a day to RU" in said
    assert "countries: none" in run(capsys, *place, "--countries", "none")
    assert "SMS a day: 2000" in run(capsys, *place, "--per-day", "default", "--countries", "default")
    assert operating.show_tenant(keys.account.id).account.sms_ceiling.per_phone_per_day == 3
