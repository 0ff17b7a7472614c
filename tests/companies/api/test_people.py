"""People of a company by the API: permissions, notices, the last administrator, other companies."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import DomainError
from chalicelib.features.companies import managing
from chalicelib.features.companies.model import MemberChange
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.area.permissions import AreaPermission, MembershipRole
from chalicelib.identity.table import area as area_table
from tests.cabinet.visitors import at_area
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added, named
from tests.companies.people import Staffed, fresh, member, staffed
from tests.support.api.people import People
from tests.support.area import SLUG, company_user, holder, signed_in


@pytest.fixture
def firm(api: People) -> Staffed:
    return staffed(api)


def told(firm: Staffed) -> dict[str, str]:
    found = people_to_tell(firm.ana.account_id, firm.company_id, AreaPermission.CLAIMS)
    return {each.person.id: each.email for each in found}


def test_case_g2_a_grant_with_e_mail_holds_from_the_next_call_and_for_the_next_claim(firm: Staffed) -> None:
    assert firm.luis_at.call("GET", "/claims").status == 404
    assert firm.luis.id not in told(firm)

    changed = firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": True, "notify": "area_and_email"})

    assert (changed.expect(200)["claims"], changed.json["notify"]) == (True, "area_and_email")
    firm.luis_at.call("GET", "/claims").expect(200)
    assert told(firm)[firm.luis.id] == "luis@carga.example"


def test_case_g3_a_permission_that_is_taken_ends_at_once(firm: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = list[tuple[str, str]]()
    monkeypatch.setattr(people, "access_ended", lambda account, actor: closed.append((account, actor)))
    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": True}).expect(200)
    firm.luis_at.call("GET", "/claims").expect(200)
    assert closed == []

    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": False}).expect(200)

    assert closed == [(firm.luis.account_id, f"person:{firm.luis.id}")]
    assert firm.luis_at.call("GET", "/claims").status == 404
    assert firm.luis.id not in told(firm)


def test_case_g4_a_user_may_change_the_own_notices_and_not_the_own_permission(firm: Staffed) -> None:
    own = f"/people/{firm.luis.id}"

    for rights in (
        {"claims": True},
        {"role": "administrator"},
        {"disabled": False},
        {"claims": True, "notify": "area"},
    ):
        firm.luis_at.call("PATCH", own, rights).expect(403)
    assert firm.luis_at.call("PATCH", own, {"notify": "area"}).expect(200)["notify"] == "area"
    assert firm.luis_at.call("PATCH", f"/people/{firm.ana.id}", {"notify": "area"}).status == 404

    (membership,) = fresh(firm.luis).memberships
    assert (membership.granted, membership.notify) == (frozenset(), "area")


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "user"}])
def test_case_g5_the_last_administrator_stays(firm: Staffed, change: dict[str, object]) -> None:
    refused = firm.ana_at.call("PATCH", f"/people/{firm.ana.id}", change).expect(409)
    assert refused["reason"] == "last-administrator"

    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"role": "administrator"}).expect(200)
    firm.ana_at.call("PATCH", f"/people/{firm.ana.id}", change).expect(200)
    assert firm.luis_at.call("PATCH", f"/people/{firm.luis.id}", change).status == 409


def test_two_administrators_who_take_the_role_from_each_other_at_once_leave_one(firm: Staffed) -> None:
    account, company = firm.ana.account_id, firm.company_id
    managing.change_member(account, company, firm.luis.id, MemberChange(role=MembershipRole.ADMINISTRATOR))

    def demote(person_id: str) -> str:
        try:
            managing.change_member(account, company, person_id, MemberChange(role=MembershipRole.USER))
        except DomainError as error:
            return str(error.extra["reason"])
        return "done"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(demote, (firm.ana.id, firm.luis.id)))

    assert outcomes == ["done", "last-administrator"]


def test_an_administrator_who_is_disabled_while_another_one_steps_down_stays(
    firm: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, company, disabled = firm.ana.account_id, firm.company_id, list[str]()
    managing.change_member(account, company, firm.luis.id, MemberChange(role=MembershipRole.ADMINISTRATOR))
    really = area_table.check_unchanged

    def disabling(tx: Transaction, person: AreaPerson) -> None:
        if not disabled:
            disabled.append(person.id)
            managing.change_member(account, company, person.id, MemberChange(disabled=True))
        really(tx, person)

    monkeypatch.setattr(area_table, "check_unchanged", disabling)
    with pytest.raises(DomainError) as refused:
        managing.change_member(account, company, firm.ana.id, MemberChange(role=MembershipRole.USER))

    assert (disabled, refused.value.extra["reason"]) == ([firm.luis.id], "last-administrator")


def test_an_administrator_never_loses_claims_and_keeps_them_as_a_user_until_they_are_taken(firm: Staffed) -> None:
    luis = f"/people/{firm.luis.id}"
    assert (
        firm.ana_at.call("PATCH", f"/people/{firm.ana.id}", {"claims": False}).expect(409)["reason"] == "administrator"
    )
    firm.ana_at.call("PATCH", luis, {"role": "administrator"}).expect(200)

    assert firm.ana_at.call("PATCH", luis, {"role": "user"}).expect(200)["claims"] is True
    assert firm.ana_at.call("PATCH", luis, {"claims": False}).expect(200)["claims"] is False


def test_a_disabled_person_is_signed_out_and_signs_in_again_once_the_access_is_restored(firm: Staffed) -> None:
    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"disabled": True}).expect(200)
    assert firm.luis_at.call("GET", "/me").status == 401

    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"disabled": False}).expect(200)

    assert firm.luis_at.call("GET", "/me").status == 401  # the former session is over
    at_area(fresh(firm.luis)).call("GET", "/me").expect(200)


def test_somebody_disabled_for_one_company_goes_on_with_the_own_policies(api: People, firm: Staffed) -> None:
    eva = member(api.account.id, "eva", company_user(firm.company_id), holder(added(api.agent, named("Ева Орлова"))))
    visitor = at_area(eva)

    firm.ana_at.call("PATCH", f"/people/{eva.id}", {"disabled": True}).expect(200)

    assert visitor.call("GET", "/me").expect(200)["permissions"] == sorted(holder("cli_1").granted | {"area:me"})


def test_people_of_another_company_are_as_unknown_as_nobody(api: People, firm: Staffed) -> None:
    other = added(api.admin, {**CARD, "tax_number": "7728168971", "email": "other@carrier.example"})
    leo = member(api.account.id, "leo", company_user(other, administrator=True))

    assert firm.ana_at.call("PATCH", f"/people/{leo.id}", {"claims": False}).status == 404
    assert firm.ana_at.call("GET", f"/people?client_id={other}").status == 404
    assert [each["id"] for each in firm.ana_at.call("GET", "/people").expect(200)["items"]] == [
        firm.ana.id,
        firm.luis.id,
    ]


def test_somebody_who_administers_two_companies_names_one(api: People, firm: Staffed) -> None:
    other = added(api.admin, {**CARD, "tax_number": "7728168971", "email": "other@carrier.example"})
    both = company_user(firm.company_id, administrator=True), company_user(other, administrator=True)
    eva = at_area(member(api.account.id, "eva", *both))
    luis = member(api.account.id, "leo", company_user(other), company_user(firm.company_id))

    unnamed = eva.call("PATCH", f"/people/{luis.id}", {"claims": False})
    assert [each["pointer"] for each in unnamed.expect(422)["errors"]] == ["/client_id"]
    eva.call("PATCH", f"/people/{luis.id}", {"claims": False, "client_id": other}).expect(200)

    assert fresh(luis).client_ids(AreaPermission.CLAIMS) == (firm.company_id,)
    assert len(eva.call("GET", "/people").expect(200)["items"]) == 6
    assert len(eva.call("GET", f"/people?client_id={other}").expect(200)["items"]) == 2


def test_the_own_notices_and_language_are_changed_at_the_own_person(firm: Staffed) -> None:
    me = firm.luis_at.call("PATCH", "/me", {"notify": "area"}).expect(200)
    assert (me["language"], me["memberships"][0]["notify"]) == ("ru", "area")

    assert firm.luis_at.call("PATCH", "/me", {"language": "es"}).expect(200)["memberships"][0]["notify"] == "area"
    assert firm.luis_at.call("PATCH", "/me", {"notify": "area", "client_id": "cli_1"}).status == 404


def test_case_g6_a_cookie_of_the_area_opens_nothing_of_staff_and_staffs_nothing_of_the_area(
    api: People, firm: Staffed
) -> None:
    path = f"/v1/clients/{firm.company_id}/people"
    secret = signed_in(firm.ana)
    assert sessions.resume(secret, slug=SLUG).person.id == firm.ana.id

    assert firm.ana_at.get(path).status == 401
    assert api.admin.get(path).status == 200
    assert api.admin.get(f"/v1/area/{SLUG}/people").status == 401


def test_a_change_that_changes_nothing_writes_nothing(firm: Staffed) -> None:
    before = fresh(firm.luis).version
    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": False, "disabled": False}).expect(200)

    assert fresh(firm.luis).version == before


def test_staff_list_people_with_masked_contacts_for_those_who_see_no_whole_ones(api: People, firm: Staffed) -> None:
    path = f"/v1/clients/{firm.company_id}/people"

    assert [each["email"] for each in api.staff.get(path).expect(200)["items"]] == [
        "ana@carga.example",
        "luis@carga.example",
    ]
    assert [each["email"] for each in api.viewer.get(path).expect(200)["items"]] == [
        "a***@carga.example",
        "l***@carga.example",
    ]


def test_staff_make_and_disable_people_of_a_company_and_not_of_a_person(api: People, firm: Staffed) -> None:
    path = f"/v1/clients/{firm.company_id}/people"

    api.staff.patch(f"{path}/{firm.luis.id}", {"role": "administrator"}).expect(200)
    assert api.staff.patch(f"{path}/{firm.ana.id}", {"disabled": True}).expect(200)["disabled"] is True
    assert api.staff.patch(f"{path}/{firm.luis.id}", {"role": "user"}).expect(409)["reason"] == "last-administrator"
    person = added(api.admin, named("Сидоров Пётр"))
    assert api.staff.get(f"/v1/clients/{person}/people").expect(409)["reason"] == "not-a-company"
    assert api.stranger.get(path).status == 404


def test_people_who_left_by_an_erasure_meanwhile_are_unknown(firm: Staffed) -> None:
    before, tx = area_table.get_credentials(firm.luis.account_id, firm.luis.id), Transaction()
    assert before
    people.change(tx, before, {"memberships": (holder("cli_1"),)})
    tx.commit()

    assert firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": True}).status == 404
