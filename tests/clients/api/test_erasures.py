"""Erasure of clients: everything, or all but a rest that a law demands to keep."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.clients import table
from chalicelib.features.clients.service import erasing
from chalicelib.features.clients.settings import ClientSettings, Retention
from chalicelib.tenancy import sections
from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, names, other_agent, person
from tests.clients.personal_data import rows_of, use, write_text
from tests.support.api.people import People
from tests.support.faults import Crash
from tests.support.outbox import events
from tests.support.sweeping import sweep_cases

ASKED = {"reason": "отзыв согласия"}
GIVEN = {"purpose": "personal_data", "channel": "paper"}


def _erase(api: People, client: str) -> dict[str, object]:
    answer: dict[str, object] = api.admin.post(f"/v1/clients/{client}/erasure", ASKED).expect(200)
    return answer


def test_case_58_an_erased_prospect_leaves_a_proof_and_no_row(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    api.agent.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)
    api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "x"}).expect(200)

    proof = _erase(api, client)

    left = [row for row in rows_of(api.account.id) if not row.pk.endswith("#texts")]
    assert [(row.pk, row.sk) for row in left] == [(f"{api.account.id}#erased", client)]
    assert (proof["reason"], proof["kept"], proof["kept_until"]) == (ASKED["reason"], [], None)
    assert proof["finished_at"] is not None
    assert api.admin.get(f"/v1/clients/{client}").status == 404


def test_repeating_an_erasure_answers_the_same(api: People) -> None:
    client = added(api.agent, PERSON)

    assert _erase(api, client) == _erase(api, client)
    assert [each["client_id"] for each in api.admin.get("/v1/client-erasures").expect(200)["items"]] == [client]


def test_an_erased_client_with_a_case_keeps_name_and_document_by_law(api: People) -> None:
    write_text(api.account.id)
    client = added(api.key, person(comment="звонить утром"))
    api.staff.post(f"/v1/clients/{client}/consents", GIVEN).expect(201)
    api.staff.patch(f"/v1/clients/{client}", {"version": 1, "comment": "другое"}).expect(200)
    use(api.account.id, client, cases=1)

    proof = _erase(api, client)

    shown = api.admin.get(f"/v1/clients/{client}").expect(200)
    assert (shown["surname"], shown["birth_date"], shown["document"]["masked"]) == (
        "Гевердава",
        "1986-01-23",
        "45** ****56",
    )
    assert (shown["email"], shown["phone"], shown["comment"]) == (None, None, None)
    assert shown["blocked"]["until"] == proof["kept_until"]
    assert shown["blocked"]["law"].startswith("402-ФЗ")
    assert api.admin.get(f"/v1/clients/{client}/consents").expect(200)["items"] == []
    history = api.admin.get(f"/v1/clients/{client}/history").expect(200)["items"]
    assert [each["type"] for each in history] == ["erased", "updated", "consent_given", "created"]
    assert history[1]["fields"] == {"comment": [None, None]}


def test_an_erased_client_is_found_nowhere_and_changed_by_nobody(api: People) -> None:
    client = added(api.agent, PERSON)
    use(api.account.id, client, policies=1)

    _erase(api, client)

    assert names(api.admin, "order=name") == names(api.admin, "order=recent") == names(api.admin, "phone=0341") == []
    assert api.agent.get(f"/v1/clients/{client}").status == 404
    version = api.admin.get(f"/v1/clients/{client}").expect(200)["version"]
    changed = api.admin.patch(f"/v1/clients/{client}", {"version": version, "comment": "x"})
    assert (changed.status, changed.json["reason"]) == (409, "client-blocked")
    assert api.staff.post(f"/v1/clients/{client}/reveal", {"reason": "x"}).status == 409
    kept = api.admin.post("/v1/clients/delete", {"ids": [client]}).expect(200)["kept"]
    assert kept == [{"id": client, "reason": "kept_by_law"}]
    assert added(api.agent, PERSON) != client


def test_the_rest_goes_at_the_end_of_its_term(api: People) -> None:
    client = added(api.key, PERSON)
    use(api.account.id, client, cases=1)
    _erase(api, client)
    use(api.account.id, client, cases=-1)

    with time_machine.travel(now() + timedelta(days=365 * 5 + 3), tick=True):
        sweep_cases()

    assert [row.pk for row in rows_of(api.account.id)] == [f"{api.account.id}#erased"]
    proof = api.admin.get("/v1/client-erasures").expect(200)["items"][0]
    assert (proof["kept"], proof["finished_at"] is not None) == ([], True)


def test_the_rest_goes_on_the_day_until_which_it_is_kept_and_frees_the_person(api: People) -> None:
    theirs = added(api.agent, PERSON)
    bind(api, f"sub-agent-{api.account.id}", theirs)
    use(api.account.id, theirs, policies=1)
    mine = added(other_agent(api), PERSON)
    until = date.fromisoformat(str(_erase(api, theirs)["kept_until"]))
    use(api.account.id, theirs, policies=-1)

    with time_machine.travel(datetime.combine(until, time(), UTC) - timedelta(seconds=1), tick=False):
        sweep_cases()
    assert api.admin.get(f"/v1/clients/{theirs}").expect(200)["surname"] == "Гевердава"
    assert api.admin.get(f"/v1/clients/{mine}").expect(200)["standing"] == "bound_elsewhere"

    with time_machine.travel(datetime.combine(until, time(), UTC), tick=False):
        sweep_cases()
    assert api.admin.get(f"/v1/clients/{theirs}").status == 404
    assert api.admin.get(f"/v1/clients/{mine}").expect(200)["standing"] == "prospect"


def test_a_deletion_that_died_half_way_is_finished_by_the_sweep(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = added(api.agent, PERSON)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", dies)
        with pytest.raises(Crash):
            api.agent.post("/v1/clients/delete", {"ids": [client]})
    assert len(rows_of(api.account.id)) > 1

    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        sweep_cases()

    assert [row.pk for row in rows_of(api.account.id)] == [f"{api.account.id}#erased"]


def dies(*_: object) -> None:
    raise Crash


def test_an_empty_client_stays_as_long_as_a_case_names_it(api: People) -> None:
    client = added(api.key, PERSON)
    use(api.account.id, client, cases=1)
    _erase(api, client)

    with time_machine.travel(now() + timedelta(days=365 * 5 + 3), tick=True):
        erasing.go_on(api.account.id, client)

    left = table.get_client(api.account.id, client)
    assert left is not None
    assert (left.facts.full_name, left.facts.document, left.cases) == ("", None, 1)
    assert {row.sk for row in rows_of(api.account.id)} == {"client", client}


def test_the_account_says_how_long_by_which_law(api: People) -> None:
    rules = ClientSettings(policies=Retention(years=10, law="Ley 10/2010"), cases=Retention(years=1, law="x"))
    sections.change(api.account.id, rules, since=0)
    client = added(api.key, PERSON)
    use(api.account.id, client, cases=1, policies=1)

    proof = _erase(api, client)

    assert (str(proof["kept_until"])[:4], proof["law"]) == (str(now().year + 10), "Ley 10/2010")


def test_only_administrators_erase(api: People) -> None:
    client = added(api.agent, PERSON)

    for who in (api.staff, api.agent, api.viewer):
        assert who.post(f"/v1/clients/{client}/erasure", ASKED).status == 403
        assert who.get("/v1/client-erasures").status == 403
    assert api.stranger.post(f"/v1/clients/{client}/erasure", ASKED).status == 404
    assert api.admin.post(f"/v1/clients/{client}/erasure", {"reason": " "}).pointers == ["/reason"]


def test_a_back_end_learns_of_erasures_in_the_own_base_alone(api: People) -> None:
    theirs, own = added(api.agent, PERSON), added(api.key, PERSON)
    for client in (theirs, own):
        _erase(api, client)

    assert [each["client_id"] for each in api.key.get("/v1/client-erasures").expect(200)["items"]] == [own]
    assert len(api.admin.get("/v1/client-erasures").expect(200)["items"]) == 2


def test_back_ends_are_told_until_when_a_rest_is_kept(api: People) -> None:
    client = added(api.key, PERSON)
    use(api.account.id, client, cases=1)

    proof = _erase(api, client)

    told = events("client.erased")
    assert [each["data"]["kept_until"] for each in told] == [proof["kept_until"]]


def test_an_erased_client_is_counted_no_more(api: People) -> None:
    client = added(api.key, PERSON)
    use(api.account.id, client, cases=1)

    _erase(api, client)

    counted = table.read_counts(api.account.id)
    assert (counted.house, counted.with_phone) == (0, 0)
