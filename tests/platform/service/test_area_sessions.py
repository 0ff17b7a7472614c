"""Sessions of the client area: their ends, and that they open one area of one account only."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import DomainError, Forbidden, NotFound, Stale, Unauthenticated
from chalicelib.frame.area.audience import area
from chalicelib.http.cookies import SESSION, area_session
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import AreaCaller, LoginKind, PersonState
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.audiences import Presented, authorize
from chalicelib.identity.table import area as table
from chalicelib.tenancy import service as accounts
from tests.support.area import EMAIL, PHONE, SLUG, company_user, open_area, registered, signed_in
from tests.support.world import World

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def presented(secret: str, slug: str = SLUG, **headers: str) -> Presented:
    cookie = f"{area_session(slug)}={secret}"
    return Presented(headers={"cookie": cookie, **headers}, parameters={"slug": slug})


def test_case_13_a_session_ends_after_30_minutes_without_a_call(world: World) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        secret = signed_in(registered(world.account.id))
        clock.shift(timedelta(minutes=29, seconds=59))
        sessions.resume(secret, slug=SLUG)
        clock.shift(timedelta(minutes=30))
        sessions.resume(secret, slug=SLUG)
        clock.shift(timedelta(minutes=30, seconds=1))
        with pytest.raises(Unauthenticated):
            sessions.resume(secret, slug=SLUG)


def test_case_13_a_session_in_use_ends_after_12_hours(world: World) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        secret = signed_in(registered(world.account.id))
        for _ in range(36):
            clock.shift(timedelta(minutes=19, seconds=59))
            sessions.resume(secret, slug=SLUG)
        clock.move_to(BEGAN + timedelta(hours=12, seconds=1))
        with pytest.raises(Unauthenticated):
            sessions.resume(secret, slug=SLUG)


def test_a_call_is_noted_at_most_once_a_minute(world: World) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        secret = signed_in(registered(world.account.id))
        clock.shift(timedelta(seconds=59))
        sessions.resume(secret, slug=SLUG)
        before = table.get_session(sessions.digest(secret))
        clock.shift(timedelta(seconds=1))
        sessions.resume(secret, slug=SLUG)
        after = table.get_session(sessions.digest(secret))

    assert before is not None
    assert after is not None
    assert (before.seen_at, after.seen_at) == (BEGAN, BEGAN + timedelta(minutes=1))


def test_a_call_under_way_brings_no_ended_session_back(world: World) -> None:
    with time_machine.travel(BEGAN, tick=False):
        secret = signed_in(registered(world.account.id))
        session = sessions.resume(secret, slug=SLUG).session
        sessions.end(session)
        table.note_call(session, BEGAN + timedelta(minutes=5))

    assert table.get_session(session.sha256) is None


def test_case_17_the_end_of_all_sessions_ends_those_of_the_same_instant_and_no_later_ones(world: World) -> None:
    with time_machine.travel(BEGAN, tick=False):
        person = registered(world.account.id)
        former = signed_in(person)
        tx = Transaction()
        credentials = table.get_credentials(world.account.id, person.id)
        assert credentials is not None
        changed = people.change(tx, credentials, {}, password="another good one")
        tx.commit()
        with pytest.raises(Unauthenticated):
            sessions.resume(former, slug=SLUG)
        later = signed_in(changed)

        assert sessions.resume(later, slug=SLUG).person.version == 2
        assert [each.sha256 for each in sessions.list_sessions(changed)] == [sessions.digest(later)]


def test_a_disabled_person_is_out_at_once(world: World) -> None:
    person = registered(world.account.id)
    secret = signed_in(person)
    credentials, tx = table.get_credentials(world.account.id, person.id), Transaction()
    assert credentials is not None
    people.change(tx, credentials, {"state": PersonState.DISABLED})
    tx.commit()

    with pytest.raises(Unauthenticated):
        sessions.resume(secret, slug=SLUG)


def test_a_session_is_ended_by_its_id_and_by_no_other_person(world: World) -> None:
    person = registered(world.account.id)
    other = registered(world.account.id, email="other@mail.example", phone=None)
    session = sessions.resume(signed_in(person), slug=SLUG).session

    with pytest.raises(NotFound):
        sessions.end_by_id(other, session.id)
    sessions.end_by_id(person, session.id)

    assert table.get_session(session.sha256) is None
    assert sessions.list_sessions(person) == []


def test_case_12_one_e_mail_has_people_at_two_insurers(world: World) -> None:
    one, two = registered(world.account.id), registered(world.other_account.id)

    found = [
        table.find_login(each, LoginKind.EMAIL, EMAIL.upper()) for each in (world.account.id, world.other_account.id)
    ]

    assert found == [one.id, two.id]


def test_a_changed_name_leads_to_the_person_and_the_former_one_to_nobody(world: World) -> None:
    person, tx = registered(world.account.id), Transaction()
    credentials = table.get_credentials(world.account.id, person.id)
    assert credentials is not None
    people.change(tx, credentials, {"phone": "+79031112233"})
    tx.commit()

    assert table.find_login(world.account.id, LoginKind.PHONE, PHONE) is None
    assert table.find_login(world.account.id, LoginKind.PHONE, "+79031112233") == person.id
    assert table.find_login(world.account.id, LoginKind.EMAIL, EMAIL) == person.id


def test_a_person_who_changed_meanwhile_is_not_written_over(world: World) -> None:
    person = registered(world.account.id)
    read = table.get_credentials(world.account.id, person.id)
    assert read is not None
    for late in (False, True):
        tx = Transaction()
        people.change(tx, read, {"name": "Вера"})
        if late:
            with pytest.raises(Stale):
                tx.commit()
        else:
            tx.commit()


def test_people_of_a_client_are_found(world: World) -> None:
    person = registered(world.account.id, company_user("cli_1"), company_user("cli_2"))
    credentials, tx = table.get_credentials(world.account.id, person.id), Transaction()
    assert credentials is not None
    people.change(tx, credentials, {"memberships": (company_user("cli_1"),)})
    tx.commit()

    assert table.list_people_of_client(world.account.id, "cli_1") == [person.id]
    assert table.list_people_of_client(world.account.id, "cli_2") == []


def test_the_caller_of_an_area_has_account_person_and_clients_of_the_session(world: World) -> None:
    open_area(world.account.id)
    person = registered(world.account.id)

    caller = authorize(area(AreaPermission.POLICIES), presented(signed_in(person)))

    assert isinstance(caller, AreaCaller)
    assert (caller.account_id, caller.actor, caller.person.id) == (world.account.id, f"person:{person.id}", person.id)
    assert caller.client_ids(AreaPermission.POLICIES) == (person.memberships[0].client_id,)


def test_a_person_without_the_permission_is_refused(world: World) -> None:
    open_area(world.account.id)
    secret = signed_in(registered(world.account.id))

    with pytest.raises(NotFound):
        authorize(area(AreaPermission.PEOPLE), presented(secret))


@pytest.mark.parametrize("how", ["other area", "cookie of staff", "bearer", "nothing", "unknown secret"])
def test_case_15_no_other_credentials_open_an_area(world: World, how: str) -> None:
    open_area(world.account.id)
    open_area(world.other_account.id, "seguros")
    secret = signed_in(registered(world.account.id))
    shown = {
        "other area": presented(secret, "seguros"),
        "cookie of staff": Presented(headers={"cookie": f"{SESSION}={secret}"}, parameters={"slug": SLUG}),
        "bearer": Presented(headers={"authorization": f"Bearer {secret}"}, parameters={"slug": SLUG}),
        "nothing": Presented(headers={}, parameters={"slug": SLUG}),
        "unknown secret": presented("x" * 43),
    }

    with pytest.raises(Unauthenticated):
        authorize(area(AreaPermission.ME), shown[how])


@pytest.mark.parametrize("how", ["off", "moved", "suspended"])
def test_an_area_that_is_closed_lets_nobody_in(world: World, how: str) -> None:
    secret = signed_in(registered(world.account.id))
    open_area(world.account.id, on=how != "off")
    if how == "moved":
        open_area(world.account.id, "elsewhere")
    if how == "suspended":
        accounts.set_by_operator(world.account.id, lambda _: {"suspended_at": BEGAN})

    with pytest.raises(DomainError) as refused:
        authorize(area(AreaPermission.ME), presented(secret))

    assert isinstance(refused.value, Unauthenticated | Forbidden)
