"""The people of an account at the console: inviting, roles, shutting out; and the administrator who always stays."""

import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from chalicelib.aws import messaging
from chalicelib.base.errors import Conflict, Forbidden
from chalicelib.base.settings import settings
from chalicelib.features.staff import notices
from chalicelib.identity import people, table
from chalicelib.identity import people as staff_people
from chalicelib.identity.administrators import list_administrators
from chalicelib.identity.model import Caller, Role, Standing, User
from chalicelib.identity.principals import ApiClient
from chalicelib.outbox import service as outbox
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.client import Api
from tests.support.api.desk import Desk, seen
from tests.support.api.office import (
    LASTING,
    NEWCOMER,
    PEOPLE,
    acting,
    colleague,
    elsewhere,
    in_pool,
    invited,
    keys,
    person,
    pool_refuses,
    signed_in,
    with_temporary,
)
from tests.support.faults import between, counted
from tests.support.world import World

__all__ = ["keys", "pool"]


def test_an_invitation_leads_to_a_colleague_with_a_password_of_their_own(keys: World) -> None:
    admin = signed_in()
    with pool_refuses() as calls:
        answer = invited(admin, name=" Ольга ")
    assert (answer.status, answer.headers["location"]) == (303, PEOPLE)
    (mailed,) = [parameters for operation, parameters in calls if operation == "AdminCreateUser"]
    assert (mailed["DesiredDeliveryMediums"], "MessageAction" in mailed) == (["EMAIL"], False)
    listed = seen(admin.get(PEOPLE))
    assert "The invitation is on its way." in listed
    assert f"Ольга {NEWCOMER} Staff Invited" in listed

    newcomer = Desk()
    newcomer.post("/console/sign-in", {"email": NEWCOMER, "password": with_temporary(NEWCOMER)})
    newcomer.post("/console/password", {"password": LASTING, "again": LASTING})

    assert "Ольга" in seen(newcomer.get("/console/me"))
    assert f"Ольга {NEWCOMER} Staff Has access" in seen(admin.get(PEOPLE))
    assert in_pool(NEWCOMER)["Groups"] == ["staff"]
    assert person(keys, NEWCOMER).signed_in_at is not None


def test_signing_in_to_the_api_counts_as_signing_in(keys: World) -> None:
    Api().post("/v1/sessions", {"email": EMAIL, "password": PASSWORD}).expect(200)

    assert person(keys, EMAIL).signed_in_at is not None


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"name": " "}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "Must have at most 120"),
        ({"email": "olga"}, "email", "Must be an e-mail address"),
        ({"role": ""}, "role", "Must be one of"),
        ({"role": "owner"}, "role", "Must be one of"),
        ({"email": EMAIL}, "email", "There is a user with this e-mail already."),
    ],
)
def test_an_invitation_that_will_not_do_stays_in_the_form(
    keys: World, fields: dict[str, str], at: str, problem: str
) -> None:
    sent = {"name": "Ольга", "email": NEWCOMER, "role": "viewer", **fields}

    answer = signed_in().post(f"{PEOPLE}/invite", sent)

    assert answer.status == (409 if "already" in problem else 422)
    assert f'id="{at}-wrong">{problem}' in answer.text
    assert f'value="{sent["email"]}"' in answer.text
    assert [user.email for user in table.list_users(keys.account.id)] == [EMAIL]


def letters_to(email: str) -> list[str]:
    """Dispatch the outbox and return the subjects of letters that this address got meanwhile."""
    letters: list[messaging.Mail] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messaging, "send_mail", lambda mail: letters.append(mail) or "id")  # type: ignore[func-returns-value]
        outbox.dispatch_due()
    return [letter.subject for letter in letters if letter.to == email]


def test_whether_an_e_mail_has_access_elsewhere_is_told_to_its_owner_alone(keys: World) -> None:
    theirs = staff_people.add_user(
        account_id=keys.other_account.id, email=NEWCOMER, role=Role.STAFF, name="Olga García", password=PASSWORD
    )
    admin, nobodys = signed_in(), "nobody@insurer.example"

    answers = invited(admin, email=NEWCOMER), invited(admin, email=nobodys)

    assert {(answer.status, answer.headers["location"]) for answer in answers} == {(303, PEOPLE)}
    listed = seen(admin.get(PEOPLE))
    assert f"Ольга {NEWCOMER} Staff Invited" in listed
    assert f"Ольга {nobodys} Staff Invited" in listed
    again = invited(admin, email=NEWCOMER.upper()), invited(admin, email=nobodys.upper())
    assert [answer.status for answer in again] == [409, 409]
    assert table.get_user(theirs.id) == theirs
    assert in_pool(NEWCOMER)["Groups"] == ["staff"]
    assert letters_to(NEWCOMER) == [f"{keys.account.name} приглашает вас в Osmotr"]


def test_an_invitation_to_someone_elsewhere_is_handled_as_any_other(keys: World) -> None:
    staff_people.add_user(account_id=keys.other_account.id, email=NEWCOMER, role=Role.STAFF, password=PASSWORD)
    admin, nobodys = signed_in(), "nobody@insurer.example"
    seen_of = {}

    for email in (NEWCOMER, nobodys):
        invited(admin, email=email)
        address = f"{PEOPLE}/{person(keys, email).id}"
        answers = [
            admin.post(f"{address}/invite"),
            admin.post(address, {"name": "Ольга", "role": "admin"}),
            admin.post(f"{address}/disable"),
            admin.post(f"{address}/invite"),
            admin.post(f"{address}/enable"),
        ]
        page = re.sub(r"\d+", "", seen(admin.get(address)).replace(email, ""))  # times differ by a minute at times
        seen_of[email] = [answer.status for answer in answers], page

    assert seen_of[NEWCOMER] == seen_of[nobodys]
    assert len(letters_to(NEWCOMER)) == 2
    assert {user.email for user in list_administrators(keys.account.id)} == {EMAIL, nobodys}
    assert in_pool(NEWCOMER)["Enabled"]
    assert signed_in(NEWCOMER, PASSWORD)


def test_an_invitation_that_crashed_in_between_can_be_made_again(keys: World) -> None:
    admin = signed_in()
    boto3.client("cognito-idp").admin_create_user(UserPoolId=settings().staff_user_pool_id, Username=NEWCOMER)

    with pool_refuses() as calls:
        answer = invited(admin, role="viewer")

    assert answer.status == 303
    assert ("AdminCreateUser", "RESEND") in [(name, sent.get("MessageAction")) for name, sent in calls]
    assert in_pool(NEWCOMER)["Groups"] == ["viewer"]
    assert person(keys, NEWCOMER).standing is Standing.INVITED


def test_inviting_again_is_for_who_has_not_come_yet(keys: World) -> None:
    admin = signed_in()
    invited(admin)
    address = f"{PEOPLE}/{person(keys, NEWCOMER).id}"
    before = person(keys, NEWCOMER).invited_at
    assert "Invite again" in seen(admin.get(address))

    with pool_refuses() as calls:
        answer = admin.post(f"{address}/invite")

    assert (answer.status, answer.headers["location"]) == (303, address)
    assert [sent["MessageAction"] for name, sent in calls if name == "AdminCreateUser"] == ["RESEND"]
    after = person(keys, NEWCOMER).invited_at
    assert before
    assert after
    assert after > before
    refused = admin.post(f"{PEOPLE}/{person(keys, EMAIL).id}/invite")
    assert refused.status == 409
    assert "signed in already" in seen(refused)


def test_a_role_takes_effect_at_once_and_ends_the_sessions_of_the_former_one(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys, Role.ADMIN)
    theirs = signed_in(NEWCOMER)
    assert theirs.get(PEOPLE).status == 200

    answer = admin.post(f"{PEOPLE}/{someone.id}", {"name": "Ольга", "role": "viewer"})

    assert (answer.status, answer.headers["location"]) == (303, f"{PEOPLE}/{someone.id}")
    elsewhere()
    assert theirs.get(PEOPLE).headers["location"].startswith("/console/sign-in")
    assert in_pool(NEWCOMER)["Groups"] == ["viewer"]
    again = signed_in(NEWCOMER)
    assert (again.get(PEOPLE).status, again.get("/console").status) == (403, 200)
    assert person(keys, NEWCOMER).name == "Ольга"


def test_who_is_disabled_is_out_until_enabled_and_old_sessions_stay_ended(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys)
    theirs = signed_in(NEWCOMER)
    address = f"{PEOPLE}/{someone.id}"
    asked = admin.get(f"{address}/disable")
    assert "Take this person&#39;s access?" in asked.text
    assert NEWCOMER in seen(asked)

    assert admin.post(f"{address}/disable").headers["location"] == address

    elsewhere()
    assert theirs.get("/console").status == 403
    assert in_pool(NEWCOMER)["Enabled"] is False
    assert Desk().post("/console/sign-in", {"email": NEWCOMER, "password": PASSWORD}).status == 422
    assert "No access" in seen(admin.get(PEOPLE))

    assert admin.post(f"{address}/enable").headers["location"] == address
    elsewhere()
    assert theirs.get("/console").headers["location"].startswith("/console/sign-in")
    assert signed_in(NEWCOMER).get("/console").status == 200


def test_nobody_demotes_or_disables_themselves(keys: World) -> None:
    admin, own = signed_in(), f"{PEOPLE}/{person(keys, EMAIL).id}"
    colleague(keys, Role.ADMIN)

    demoted, disabled = admin.post(own, {"name": "Ирина", "role": "viewer"}), admin.post(f"{own}/disable")

    for answer in (demoted, disabled):
        assert answer.status == 409
        assert "Nobody can take away their own rights." in seen(answer)
    assert (person(keys, EMAIL).role, person(keys, EMAIL).disabled) == (Role.ADMIN, False)
    assert 'name="role"' not in admin.get(own).text
    assert admin.post(own, {"name": "Ирина"}).status == 303
    assert person(keys, EMAIL).name == "Ирина"


Deed = Callable[[Caller, User], object]


def disable(caller: Caller, user: User) -> object:
    return people.disable_user(caller, user.id)


def demote(caller: Caller, user: User) -> object:
    return people.change_role(caller, user.id, role=Role.STAFF)


@pytest.mark.parametrize("second", [disable, demote])
@pytest.mark.parametrize("first", [disable, demote])
def test_of_two_administrators_who_shut_out_each_other_at_once_one_stays(
    keys: World, first: Deed, second: Deed
) -> None:
    one, other = person(keys, EMAIL), colleague(keys, Role.ADMIN)
    came_between = False

    def interpose(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        nonlocal came_between
        if operation == "TransactWriteItems" and not came_between:
            came_between = True
            second(acting(other), one)  # the whole of it, after the first has read everything
        return call()

    with between(interpose), pytest.raises(Forbidden):
        first(acting(one), other)

    admins = [user for user in table.list_users(keys.account.id) if user.role is Role.ADMIN and not user.disabled]
    assert [user.id for user in admins] == [other.id]


def test_who_has_just_lost_the_role_changes_nobody_though_it_is_not_known_everywhere_yet(keys: World) -> None:
    one, other = person(keys, EMAIL), colleague(keys, Role.ADMIN)
    late = signed_in(NEWCOMER)
    late.get(PEOPLE)
    table.change_user(other.model_copy(update={"role": Role.VIEWER}), by=one)

    with pool_refuses() as calls:
        answers = [late.post(f"{PEOPLE}/{one.id}/{deed}") for deed in ("disable", "enable", "invite")]

    assert [answer.status for answer in answers] == [403, 403, 403]
    assert calls == []
    assert person(keys, EMAIL).disabled is False
    assert invited(late, "x@insurer.example").status == 403


@pytest.mark.parametrize(("deed", "operation"), [(disable, "AdminDisableUser"), (demote, "AdminAddUserToGroup")])
def test_what_the_pool_did_not_take_ends_the_access_all_the_same_and_can_be_repeated(
    keys: World, deed: Deed, operation: str
) -> None:
    admin, someone = signed_in(), colleague(keys, Role.ADMIN)
    theirs = signed_in(NEWCOMER)
    address = f"{PEOPLE}/{someone.id}"

    def send() -> int:
        return (admin.post(f"{address}/disable") if deed is disable else admin.post(address, PERSON)).status

    with pool_refuses(**{operation: "InternalErrorException"}):
        assert send() == 503

    elsewhere()
    assert theirs.get(PEOPLE).status in {303, 403}
    assert send() == 303
    assert in_pool(NEWCOMER)["Enabled"] is (deed is demote)
    assert in_pool(NEWCOMER)["Groups"] == (["staff"] if deed is demote else ["admin"])


PERSON = {"name": "Ольга", "role": "staff"}


def test_the_list_is_one_query_and_one_batch(keys: World) -> None:
    for n in range(3):
        colleague(keys, email=f"staff-{n}@insurer.example")
    caller = acting(person(keys, EMAIL))

    with counted() as operations:
        listed = people.list_users(caller)

    assert operations == ["Query", "BatchGetItem"]
    assert len(listed) == 4


def test_another_accounts_people_are_nobody(keys: World) -> None:
    admin, missing = signed_in(), "5f2d6b8e-0000-4000-8000-000000000000"
    theirs = User(
        id="sub-theirs",
        account_id=keys.other_account.id,
        email="a@other.example",
        role=Role.ADMIN,
        created_at=keys.account.created_at,
    )
    table.put_user(theirs)

    for deed in ("", "/invite", "/disable", "/enable"):
        foreign = admin.post(f"{PEOPLE}/{theirs.id}{deed}", PERSON)
        assert foreign.status == 404
        assert seen(foreign) == seen(admin.post(f"{PEOPLE}/{missing}{deed}", PERSON))
    assert table.get_user(theirs.id) == theirs


def test_invitations_are_limited(keys: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "INVITATIONS", 2)
    admin = signed_in()

    answers = [invited(admin, f"user-{n}@insurer.example") for n in range(3)]

    assert [answer.status for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_back_end_changes_nobody(keys: World) -> None:
    key = Caller(account_id=keys.account.id, principal=ApiClient("key_1"))

    with pytest.raises(Forbidden):
        people.rename_user(key, person(keys, EMAIL).id, name="x")
    with pytest.raises(Conflict):
        people.invite_again(acting(person(keys, EMAIL)), person(keys, EMAIL).id, tell=notices.queue_invitation)


@pytest.mark.parametrize(
    ("known", "like"),
    [
        ([], r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        (["sub-of-no-pool"], r"[0-9a-f]{8}-[0-9a-f]{4}-4.*"),
        (["b364d812-30b1-70f5-f7a1-0123456789ab"], r"[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-f[0-9a-f]{3}-[0-9a-f]{12}"),
        (
            ["b364d812-30b1-70f5-f7a1-0123456789ab", "0314c892-2051-7094-0d0a-ba9876543210"],
            r".3.4.8.2-.0.1-70..-[0-9a-f]{4}-[0-9a-f]{12}",
        ),
    ],
)
def test_the_id_of_who_is_elsewhere_looks_as_any_other(known: list[str], like: str) -> None:
    made = {people.id_like(known) for _ in range(20)}

    assert [each for each in made if not re.fullmatch(like, each)] == []
    assert len(made) == 20
