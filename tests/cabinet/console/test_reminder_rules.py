"""The rules for reminders: in the console and by the API."""

from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE, RULES = "/console/settings/reminders", "/v1/account/reminders"


def base_of(page: str) -> str:
    return page.partition('name="base" value="')[2].partition('"')[0]


def typed(base: str, **changes: str) -> dict[str, str]:
    return {"base": base, "instalments": "cabinet", "renewals": "off", "deductibles": "message", **changes}


def test_instalments_and_deductibles_are_told_by_messages_unless_an_account_wants_less(api: People) -> None:
    assert api.key.get(RULES).expect(200) == {
        "instalments": "message",
        "renewals": "message",
        "deductibles": "message",
        "sms": True,
        "without_cabinet": True,
        "version": 0,
    }


def test_rules_are_chosen_by_kind(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")

    assert desk.post(PAGE, typed(base_of(desk.get(PAGE).text))).status == 303

    page = desk.get(PAGE)
    assert "Правила напоминаний сохранены." in seen(page)
    assert '<option value="cabinet" selected>только в кабинете</option>' in page.text
    rules = api.key.get(RULES).expect(200)
    assert (rules["instalments"], rules["renewals"], rules["sms"], rules["without_cabinet"]) == (
        "cabinet",
        "off",
        False,
        False,
    )


def test_a_way_that_there_is_not_is_told_at_its_field(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")

    answer = desk.post(PAGE, typed(base_of(desk.get(PAGE).text), renewals="fax", sms="yes"))

    assert answer.status == 422
    assert 'id="renewals-wrong"' in answer.text
    assert api.key.get(RULES).expect(200)["version"] == 0


def test_rules_that_somebody_changed_meanwhile_are_not_written_over(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    base = base_of(desk.get(PAGE).text)
    api.admin.patch(RULES, {"version": 0, "renewals": "cabinet"}).expect(200)

    answer = desk.post(PAGE, typed(base))

    assert (answer.status, api.admin.patch(RULES, {"version": 0, "sms": False}).status) == (409, 409)
    assert api.key.get(RULES).expect(200)["renewals"] == "cabinet"
