"""The pages of processes of claims: the list, stages and rules, the usual rules again, removal."""

import pytest

from chalicelib.features.claims.process_defaults import usual_processes
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in, problem_at
from tests.claims.cases import claimed, shown
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST = "/console/settings/claims"
NEW, KASKO = f"{LIST}/new-claim_rules", f"{LIST}/kasko"


def now_of(api: People) -> ClaimSettings:
    return sections.show(api.account.id, ClaimSettings).value


def process(api: People, code: str = "kasko") -> ClaimProcess:
    found = now_of(api).find(code)
    assert found is not None
    return found


@pytest.mark.parametrize("code", ["osago", "kasko", "cargo", "other"])
@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_a_form_that_is_sent_back_changes_nothing(api: People, code: str, language: str) -> None:
    desk = at_desk(api.admin).speaking(language)

    answer = desk.post(f"{LIST}/{code}", filled_in(desk.get(f"{LIST}/{code}")))

    assert answer.status == 303, seen(answer)
    assert now_of(api).own == usual_processes()


def test_the_list_names_processes_with_their_documents_and_deadlines(api: People) -> None:
    page = seen(at_desk(api.admin).speaking("ru").get(LIST))

    assert "Урегулирование убытков" in page
    assert "kasko · 9 документов · 3 срока" in page
    assert "Начатые убытки идут по тем правилам, с которыми начались." in page


def test_a_process_names_its_documents_and_deadlines(api: People) -> None:
    page = seen(at_desk(api.admin).speaking("ru").get(KASKO))

    assert "Ключи и брелоки Обязательный · если: Вид события = Угон" in page
    assert "30 рабочих дней, отсчёт: все документы · Правила страхования" in page


def test_stages_terms_and_rules_are_saved(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KASKO))
    del typed["repair-used"], typed["notice_by_client"], typed["tells_client"]

    answer = desk.post(
        KASKO,
        {
            **typed,
            "announced": "yes",
            "announced-used": "yes",
            "announced-label_ru": "Заявлен",
            "review-label_en": "With our experts",
            "second_person_over": "1 000 000,50",
            "dispute_days": "10",
            "accepts": "yes",
        },
    )

    assert answer.status == 303, seen(answer)
    saved = process(api)
    assert [each.code for each in saved.stages] == ["announced", "documents", "review", "decided", "payment", "closed"]
    assert saved.stages[2].labels["en"] == "With our experts"
    assert (str(saved.second_person_over), saved.dispute_days) == ("1000000.50", 10)
    assert (saved.announced, saved.notice_by_client, saved.accepts, saved.tells_client) == (True, False, True, False)
    assert saved.slots == usual_processes()[1].slots
    assert saved.deadlines == usual_processes()[1].deadlines


def test_all_errors_are_told_at_their_fields_and_nothing_is_lost(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KASKO))
    typed |= {f"review-label_{language}": "" for language in ("ru", "es", "en")}
    typed |= {"dispute_days": "soon", "reopen_days": "400", "second_person_over": "-5", "undo_days": ""}

    answer = desk.post(KASKO, typed)

    assert answer.status == 422
    assert problem_at(answer, "review-label_ru") == "Write a label in at least one language."
    for field in ("dispute_days", "reopen_days", "second_person_over", "undo_days"):
        assert problem_at(answer, field)
    assert filled_in(answer)["dispute_days"] == "soon"
    assert now_of(api).own is None


def test_announced_claims_need_their_stage(api: People, desk: Desk) -> None:
    answer = desk.post(KASKO, {**filled_in(desk.get(KASKO)), "announced": "yes"})

    assert answer.status == 422
    assert 'id="announced-wrong"' in answer.text


def test_claims_that_have_begun_keep_their_names_of_stages(api: People, desk: Desk) -> None:
    before = claimed(api.staff, "kasko")

    assert desk.post(KASKO, {**filled_in(desk.get(KASKO)), "documents-label_en": "Send us papers"}).status == 303

    names = [shown(api.staff, claim)["stage_label"] for claim in (before, claimed(api.staff, "kasko"))]
    assert names == ["Documents", "Send us papers"]


def test_a_form_that_somebody_else_overtook_comes_back(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KASKO))
    assert desk.post(KASKO, {**typed, "dispute_days": "5"}).status == 303

    late = desk.post(KASKO, {**typed, "dispute_days": "6"})

    assert (late.status, filled_in(late)["dispute_days"], process(api).dispute_days) == (409, "6", 5)
    assert desk.post(KASKO, filled_in(late)).status == 303
    assert process(api).dispute_days == 6


def test_the_usual_rules_hold_again_after_a_question(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    assert f"{KASKO}/restore" not in desk.get(KASKO).text
    assert desk.post(KASKO, {**filled_in(desk.get(KASKO)), "dispute_days": "5"}).status == 303
    assert f"{KASKO}/restore" in desk.get(KASKO).text

    question = seen(desk.get(f"{KASKO}/restore"))
    done = desk.post(f"{KASKO}/restore")

    assert "Вернуть обычные правила?" in question
    assert (done.status, process(api)) == (303, usual_processes()[1])
    assert "Снова действуют обычные правила." in seen(desk.get(KASKO))


def test_rules_are_removed_and_added_for_a_process_of_cases(api: People, desk: Desk) -> None:
    question = seen(desk.get(f"{KASKO}/remove"))
    assert desk.post(f"{KASKO}/remove").status == 303
    assert now_of(api).find("kasko") is None
    gone = desk.get(KASKO)

    added = desk.post(NEW, {**filled_in(desk.get(NEW)), "code": "kasko", "dispute_days": "9"})

    assert "Delete the rules of this process?" in question
    assert gone.status == 404
    assert added.status == 303, seen(added)
    made = process(api)
    assert (made.dispute_days, made.slots) == (9, usual_processes()[1].slots)


def test_rules_of_no_process_of_cases_are_refused_at_the_field(api: People, desk: Desk) -> None:
    full = desk.get(NEW)
    refused = desk.post(NEW, filled_in(full))
    desk.post(f"{LIST}/osago/remove")

    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), "code": "nonsense"})

    assert "All processes have rules of their own already." in seen(full)
    assert 'id="code-wrong"' in refused.text
    assert (answer.status, refused.status) == (422, 422)
    assert problem_at(answer, "code") == "Choose a process of cases that has no rules of its own yet."
    assert [each.code for each in now_of(api).processes] == ["kasko", "cargo", "other"]


def test_rules_that_somebody_removed_come_back_as_new_ones(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KASKO))
    desk.post(f"{KASKO}/remove")

    late = desk.post(KASKO, {**typed, "dispute_days": "7"})

    assert (late.status, filled_in(late)["code"]) == (409, "kasko")
    assert desk.post(NEW, filled_in(late)).status == 303
    assert process(api).dispute_days == 7


def test_nobody_else_opens_the_pages(api: People) -> None:
    pages = (LIST, NEW, KASKO, f"{KASKO}/documents/keys", f"{KASKO}/deadlines/notice", f"{KASKO}/restore")

    assert {at_desk(by).get(page).status for by in (api.staff, api.viewer, api.agent) for page in pages} == {403}


def test_an_account_with_processes_of_its_own_adds_cargo_by_the_usual_rules(api: People, desk: Desk) -> None:
    desk.post(f"{LIST}/cargo/remove")
    offered, listed, question = desk.get(NEW), desk.get(LIST), desk.get(f"{LIST}/cargo/restore")
    others = [each for each in now_of(api).processes if each.code != "cargo"]

    assert desk.post(f"{LIST}/cargo/restore").status == 303

    assert [each for each in now_of(api).processes if each.code != "cargo"] == others
    assert "Add the usual rules: Cargo claims" in seen(listed)
    assert f'href="{LIST}/cargo/restore"' in listed.text
    assert "Add the usual rules: Cargo claims" not in seen(desk.get(LIST))
    assert "Add the usual rules: Cargo claims" in seen(offered)
    assert "Add the usual rules of this process?" in seen(question)
    assert process(api, "cargo") == usual_processes()[2]
    assert "no process of cases has this code" not in seen(desk.get(LIST))
    assert desk.post(f"{LIST}/osago/remove").status == 303
    assert desk.get(f"{LIST}/osago/restore").status == 404


def test_saving_a_process_keeps_its_laws(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/cargo"))

    assert desk.post(f"{LIST}/cargo", {**typed, "second_person_over": "10000"}).status == 303

    assert process(api, "cargo").laws == usual_processes()[2].laws
    assert process(api, "cargo").second_person_over == 10000
