"""Pages of clients that may be the same person."""

from tests.clients.bodies import PERSON, added, named, person
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

LIST = "/console/clients"


def test_r22_two_cards_are_merged_by_hand(api: People) -> None:
    first = added(api.agent, PERSON)
    second = added(api.agent, person(surname="Гевердаве", document=None, email="new@example.org"))
    desk = at_desk(api.agent).speaking("en")
    assert "Гевердаве Вера Сергеевна, 23 Jan 1986" in seen(desk.get(f"{LIST}/{first}?tab=duplicates"))

    page = desk.get(f"{LIST}/{first}/merge?other={second}")
    assert "new@example.org" in seen(page)
    done = desk.post(
        f"{LIST}/{first}/merge",
        {"other": second, "version": "1", "keep-email": second, "keep-surname": first, "keep-document": first},
    )

    assert (done.status, done.headers["location"]) == (303, f"{LIST}/{first}")
    client = api.agent.get(f"/v1/clients/{first}").json
    assert (client["surname"], client["email"]) == ("Гевердава", "new@example.org")


def test_a_merge_that_somebody_overtook_is_shown_again_with_its_choices(api: People) -> None:
    first = added(api.agent, PERSON)
    second = added(api.agent, person(surname="Гевердаве", document=None, email="new@example.org"))
    api.agent.patch(f"/v1/clients/{first}", {"version": 1, "comment": "!"}).expect(200)

    answer = at_desk(api.agent).post(f"{LIST}/{first}/merge", {"other": second, "version": "1", "keep-email": second})

    assert answer.status == 409
    assert f'name="keep-email" value="{second}" checked' in answer.text
    assert api.agent.get(f"/v1/clients/{second}").status == 200


def test_an_administrator_tells_two_persons_apart_with_a_reason(api: People) -> None:
    first = added(api.admin, PERSON)
    second = added(api.agent, person(document={"kind": "passport_ru", "number": "4517 654321"}, phone=None))
    relative = added(api.admin, named("Гевердава Иван", phone=PERSON["phone"]))
    desk = at_desk(api.admin).speaking("en")
    tab = desk.get(f"{LIST}/{first}?tab=duplicates").text

    assert (f"not-same?other={second}" in tab, f"not-same?other={relative}" in tab) == (True, False)
    assert desk.post(f"{LIST}/{first}/not-same", {"other": second, "reason": " "}).status == 422
    done = desk.post(f"{LIST}/{first}/not-same", {"other": second, "reason": "saw both passports"})

    assert done.status == 303
    assert second not in desk.get(f"{LIST}/{first}?tab=duplicates").text


def test_an_agent_may_not_tell_apart_and_merges_with_nobody_of_another_base(api: People) -> None:
    first, theirs = added(api.agent, PERSON), added(api.admin, named("Гевердава Иван"))
    desk = at_desk(api.agent)

    assert desk.get(f"{LIST}/{first}/not-same?other={theirs}").status == 403
    assert desk.get(f"{LIST}/{first}/merge?other={theirs}").status == 404
    assert desk.post(f"{LIST}/{first}/merge", {"other": theirs, "version": "1"}).status == 404
