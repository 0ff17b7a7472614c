"""Settings: entries that somebody else removes while a form about them is open. Nothing that was typed is lost."""

from collections.abc import Callable

import pytest

from chalicelib.tenancy import service as accounts
from tests.account.console.forms import ROOT, Typed, filled_in, now_of, problem_at
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.world import acting_in

#: By kind of entry: its list, its code, the typed values, and the values kept under that code.
REMOVED = {
    "category": (
        "categories",
        "keys",
        {"label_ru": "Все ключи", "hint_en": "All\r\nof them", "min": "3", "max": "5", "by_default": "yes"},
    ),
    "template": (
        "templates",
        "quick",
        {"name": "Совсем быстро", "comment": "Днём", "categories": ["vin", "damage"], "min-damage": "2"},
    ),
    "process": (
        "processes",
        "osago",
        {"label_es": "Obligatorio", "f0-label_en": "Policy", "f1-type": "text", "do": "save"},
    ),
}
THINGS = [(thing, *of) for thing, of in REMOVED.items()]


def removed_by_somebody(api: People, section: str, code: str) -> None:
    assert at_desk(api.admin).post(f"{ROOT}/{section}/{code}/remove").status == 303


def of(api: People, section: str, code: str) -> dict[str, object]:
    """Return the saved entry of a code."""
    kept = now_of(api).model_dump()["own_categories" if section == "categories" else section]
    (found,) = (each for each in kept if each["code"] == code)
    return dict(found)


def of_changed(api: People, section: str, code: str, typed: Typed) -> dict[str, object]:
    """Return the entry that typed values make without a conflict, and restore the former one."""
    before, desk = now_of(api), at_desk(api.admin)
    path = f"{ROOT}/{section}/{code}"
    assert desk.post(path, filled_in(desk.get(path)) | typed).status == 303
    expected = of(api, section, code)
    names = ("own_categories", "templates", "processes")
    accounts.change_account(acting_in(api.account), changes={name: getattr(before, name) for name in names})
    return expected


@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_a_form_comes_back_as_it_was_typed_and_one_press_makes_it_anew(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed
) -> None:
    form = filled_in(desk.get(f"{ROOT}/{section}/{code}")) | typed
    expected = of_changed(api, section, code, typed)
    removed_by_somebody(api, section, code)
    before = now_of(api)

    answer = desk.post(f"{ROOT}/{section}/{code}", form)

    assert answer.status == 409
    assert f"Somebody has removed this {thing} meanwhile. What you typed is still here" in seen(answer)
    assert now_of(api) == before
    again = filled_in(answer)
    assert again.pop("code") == code
    assert f'action="/console/settings/{section}/new-{thing}"' in answer.text
    assert f'<a href="/console/settings/{section}">' in answer.text
    assert desk.post(f"{ROOT}/{section}/new-{thing}", {**again, "code": code}).status == 303
    assert of(api, section, code) == expected


@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_it_can_be_made_anew_under_another_code(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed
) -> None:
    form = filled_in(desk.get(f"{ROOT}/{section}/{code}")) | typed
    removed_by_somebody(api, section, code)
    again = filled_in(desk.post(f"{ROOT}/{section}/{code}", form))

    assert desk.post(f"{ROOT}/{section}/new-{thing}", {**again, "code": "another"}).status == 303

    assert of(api, section, "another")


@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_what_is_wrong_with_it_is_still_said_at_its_field(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed
) -> None:
    form = filled_in(desk.get(f"{ROOT}/{section}/{code}")) | typed
    removed_by_somebody(api, section, code)
    again = filled_in(desk.post(f"{ROOT}/{section}/{code}", form))

    answer = desk.post(f"{ROOT}/{section}/new-{thing}", {**again, "code": "Not a code"})

    assert answer.status == 422
    assert problem_at(answer, "code")
    assert filled_in(answer).items() >= {name: value for name, value in again.items() if name != "code"}.items()


@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_what_is_removed_between_reading_and_writing_comes_back_too(
    api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch, thing: str, section: str, code: str, typed: Typed
) -> None:
    form = filled_in(desk.get(f"{ROOT}/{section}/{code}")) | typed
    real = accounts.change_account

    def late(*arguments: object, **options: object) -> object:
        monkeypatch.setattr(accounts, "change_account", real)
        removed_by_somebody(api, section, code)
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "change_account", late)
    answer = desk.post(f"{ROOT}/{section}/{code}", form)

    assert answer.status == 409
    assert f"Somebody has removed this {thing} meanwhile." in seen(answer)
    assert filled_in(answer)["code"] == code


@pytest.mark.parametrize("language", ["ru", "es"])
@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_it_is_told_in_the_readers_language(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed, language: str
) -> None:
    form = filled_in(desk.get(f"{ROOT}/{section}/{code}")) | typed
    removed_by_somebody(api, section, code)

    answer = desk.speaking(language).post(f"{ROOT}/{section}/{code}", form)

    assert {"ru": "Введённое вами осталось", "es": "Lo que escribió sigue aquí"}[language] in seen(answer)


def test_rows_of_a_removed_process_still_move_and_keep_their_codes(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/processes/osago")) | {"label_es": "Obligatorio"}
    removed_by_somebody(api, "processes", "osago")

    first = desk.post(f"{ROOT}/processes/osago", form | {"do": "up-2"})

    assert first.status == 409
    assert "Somebody has removed this process meanwhile." in seen(first)
    typed = filled_in(first)
    assert [typed[f"f{row}-code"] for row in range(3)] == ["policy_number", "amount", "loss_date"]
    second = desk.post(f"{ROOT}/processes/new-process", typed | {"do": "remove-0"})
    assert second.status == 200
    desk.post(f"{ROOT}/processes/new-process", filled_in(second) | {"do": "save"})
    process = now_of(api).process("osago")
    assert process
    assert [field.code for field in process.fields] == ["amount", "loss_date"]
    assert process.labels["es"] == "Obligatorio"


def test_what_was_removed_and_made_anew_by_somebody_else_is_not_written_over_unseen(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/templates/quick")) | {"name": "Моё"}
    removed_by_somebody(api, "templates", "quick")
    new = filled_in(desk.get(f"{ROOT}/templates/new-template")) | {"code": "quick", "name": "Их", "categories": ["vin"]}
    assert at_desk(api.admin).post(f"{ROOT}/templates/new-template", new).status == 303

    answer = desk.post(f"{ROOT}/templates/quick", form)

    assert answer.status == 409
    assert "Someone else changed these settings" in seen(answer)
    assert filled_in(answer)["name"] == "Моё"
    assert now_of(api).templates[0].name == "Их"


def test_its_code_may_be_taken_again_by_the_time_that_it_is_sent(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/templates/quick")) | {"name": "Моё"}
    removed_by_somebody(api, "templates", "quick")
    again = filled_in(desk.post(f"{ROOT}/templates/quick", form))
    assert at_desk(api.admin).post(f"{ROOT}/templates/new-template", again | {"name": "Их"}).status == 303

    answer = desk.post(f"{ROOT}/templates/new-template", again)

    assert problem_at(answer, "code") == "There is such a code already. Choose another one, or none."
    assert filled_in(answer)["name"] == "Моё"


def test_a_category_that_was_ticked_is_not_left_out_unseen(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/templates/quick")) | {"categories": ["vin", "keys"], "name": "Моё"}
    removed_by_somebody(api, "categories", "keys")
    before = now_of(api)

    answer = desk.post(f"{ROOT}/templates/quick", form)

    assert answer.status == 422
    said = problem_at(answer, "categories")
    assert said == "Somebody has removed meanwhile what you had ticked: keys. Tick others, or save without it."
    assert now_of(api) == before
    assert filled_in(answer)["name"] == "Моё"
    assert desk.post(f"{ROOT}/templates/quick", filled_in(answer)).status == 303
    assert [each.code for each in now_of(api).templates[0].categories] == ["vin"]


def test_a_label_in_a_language_that_was_withdrawn_meanwhile_is_kept(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/categories/keys")) | {"label_es": "Llaves"}
    api.admin.patch("/v1/account", {"languages": ["ru", "en"]}).expect(200)

    assert desk.post(f"{ROOT}/categories/keys", form).status == 303

    assert now_of(api).own_categories[0].labels == {"ru": "Ключи", "en": "Keys", "es": "Llaves"}


@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_removing_what_is_removed_says_that_it_is_gone(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed
) -> None:
    removed_by_somebody(api, section, code)

    answer = desk.post(f"{ROOT}/{section}/{code}/remove")

    assert (answer.status, answer.headers["location"]) == (303, f"{ROOT}/{section}")
    assert f"The {thing} was deleted already." in seen(desk.get(f"{ROOT}/{section}"))


@pytest.mark.parametrize("page", ["", "/remove"])
@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_the_address_of_what_is_removed_leads_to_the_list(
    api: People, desk: Desk, thing: str, section: str, code: str, typed: Typed, page: str
) -> None:
    removed_by_somebody(api, section, code)

    answer = desk.get(f"{ROOT}/{section}/{code}{page}")

    assert answer.status == 404
    assert f"There is no such {thing} any more: somebody has removed it." in seen(answer)
    assert f'href="/console/settings/{section}/new-{thing}"' in answer.text


@pytest.mark.parametrize(
    "sent", [lambda form: form | {"base": ""}, lambda form: {}], ids=["without what it was made from", "empty"]
)
@pytest.mark.parametrize(("thing", "section", "code", "typed"), THINGS)
def test_a_form_of_no_page_of_ours_makes_nothing_anew(
    desk: Desk, thing: str, section: str, code: str, typed: Typed, sent: Callable[[Typed], Typed]
) -> None:
    assert desk.post(f"{ROOT}/{section}/never_was", sent(filled_in(desk.get(f"{ROOT}/{section}/{code}")))).status == 404
