"""The pages of a process's documents and deadlines: forms, conditions in words, order, removal."""

from decimal import Decimal

import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.claims.console.settings import conditions
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.process_defaults import usual_processes
from chalicelib.features.claims.processes import ClaimProcess, SlotRule
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in, problem_at
from tests.claims.cases import claimed, shown
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

KASKO = "/console/settings/claims/kasko"
DOCUMENTS, DEADLINES = f"{KASKO}/documents", f"{KASKO}/deadlines"
KEYS, NEW = f"{DOCUMENTS}/keys", f"{DOCUMENTS}/new-document"
NOTICE, NEW_DEADLINE = f"{DEADLINES}/notice", f"{DEADLINES}/new-deadline"
API = "/v1/account/claims"


def process(api: People, code: str = "kasko") -> ClaimProcess:
    found = sections.show(api.account.id, ClaimSettings).value.find(code)
    assert found is not None
    return found


def slot(api: People, code: str) -> SlotRule:
    found = process(api).slot(code)
    assert found is not None
    return found


def deadline(api: People, code: str) -> DeadlineRule:
    return next(each for each in process(api).deadlines if each.code == code)


def parts() -> list[tuple[str, str]]:
    return [
        (each.code, f"{folder}/{part.code}")
        for each in usual_processes()
        for folder, own in (("documents", each.slots), ("deadlines", each.deadlines))
        for part in own
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_that_are_sent_back_change_nothing(api: People, language: str) -> None:
    desk = at_desk(api.admin).speaking(language)

    for code, path in parts():
        page = f"/console/settings/claims/{code}/{path}"
        answer = desk.post(page, filled_in(desk.get(page)))
        assert (page, answer.status) == (page, 303), seen(answer)

    assert sections.show(api.account.id, ClaimSettings).value.own == usual_processes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_and_value_is_read_by_its_words(language: Language) -> None:
    said = {text(language, word): code for code, word in conditions.FACTS.items()}
    values = {text(language, word): code for code, word in conditions.VALUES.items()}

    assert {word: conditions.code_of_fact(word.upper()) for word in said} == said
    assert len(said) == len(conditions.FACTS)
    kind = text(language, conditions.FACTS["kind"])
    assert {word: conditions.read(f"{kind} = {word}").conditions["kind"] for word in values} == {
        word: (code,) for word, code in values.items()
    }


def test_conditions_are_read_in_words_and_codes_and_told_when_they_say_nothing() -> None:
    typed = (
        "Вид события = Угон, breakage\ninjured=да\nDay = 1\nPeople were injured = maybe\nthe decision = \nkind Theft"
    )

    found = conditions.read(typed)

    assert found.conditions == {"kind": ("theft", "breakage"), "injured": ("true",)}
    assert found.unread == ("Day = 1", "People were injured = maybe", "the decision =", "kind Theft")


def test_a_document_is_added_in_its_place_and_asked_for_by_later_claims(api: People, desk: Desk) -> None:
    before = claimed(api.staff, "kasko")

    answer = desk.post(
        NEW,
        {
            **filled_in(desk.get(NEW)),
            "label_ru": "Техпаспорт",
            "label_en": "Title",
            "why_en": "It shows the owner.",
            "example_en": "Both sides.",
            "when": "Kind of loss = Road accident, Theft of the vehicle",
            "unless": "People were injured = yes",
            "over": "100 000",
            "within": "48",
            "most": "4",
            "photos": "damage",
            "place": "1",
        },
    )

    assert answer.status == 303, seen(answer)
    made = process(api).slots[0]
    assert (made.code, made.labels) == ("tekhpasport", {"ru": "Техпаспорт", "en": "Title"})
    assert (made.why, made.example) == ({"en": "It shows the owner."}, {"en": "Both sides."})
    assert (made.when, made.unless) == ({"kind": ("collision", "theft")}, {"injured": ("true",)})
    assert (made.over, made.within, made.min, made.max, made.photos) == (Decimal(100000), 48, 1, 4, "damage")
    assert process(api).slots[1:] == usual_processes()[1].slots
    assert "tekhpasport" not in {each["code"] for each in shown(api.staff, before)["slots"]}


def test_documents_of_which_one_is_enough_are_named_by_a_group(api: People, desk: Desk) -> None:
    typed = {**filled_in(desk.get(KEYS)), "need": "one_of"}

    refused = desk.post(KEYS, typed)
    saved = desk.post(KEYS, {**typed, "group": "proof"})

    assert "Name the group" in problem_at(refused, "group")
    assert saved.status == 303, seen(saved)
    assert (slot(api, "keys").need, slot(api, "keys").group) == ("one_of", "proof")


def test_a_document_is_moved_to_another_place(api: People, desk: Desk) -> None:
    last = str(len(process(api).slots))

    assert desk.post(KEYS, {**filled_in(desk.get(KEYS)), "place": last}).status == 303

    assert [each.code for each in process(api).slots][-2:] == ["bank_details", "keys"]


def test_all_errors_of_a_document_are_told_at_their_fields(api: People, desk: Desk) -> None:
    typed = {
        **filled_in(desk.get(KEYS)),
        **{f"label_{language}": "" for language in LANGUAGES},
        "why_en": "x" * 401,
        "when": "Colour = red",
        "least": "0",
        "most": "many",
        "over": "much",
        "within": "-1",
        "place": "99",
    }

    answer = desk.post(KEYS, typed)

    assert answer.status == 422
    fields = (f"label_{api.account.language}", "why_en", "when", "least", "most", "over", "within", "place")
    assert [field for field in fields if f'id="{field}-wrong"' not in answer.text] == []
    assert "Colour = red" in problem_at(answer, "when")
    assert problem_at(answer, "place") == "Write a whole number from 1 to 9."
    assert {name: filled_in(answer)[name] for name in ("most", "over", "when")} == {
        name: typed[name] for name in ("most", "over", "when")
    }
    assert slot(api, "keys") == usual_processes()[1].slot("keys")


def test_the_least_number_is_not_above_the_greatest(api: People, desk: Desk) -> None:
    answer = desk.post(KEYS, {**filled_in(desk.get(KEYS)), "least": "5", "most": "2"})

    assert problem_at(answer, "most") == "Must not be less than the least number."


def test_a_code_that_is_taken_is_told_at_its_field(api: People, desk: Desk) -> None:
    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), "label_en": "Keys", "code": "keys"})

    assert problem_at(answer, "code") == "keys is here twice."


def test_a_deadline_is_saved_in_words(api: People, desk: Desk) -> None:
    answer = desk.post(
        NEW_DEADLINE,
        {
            **filled_in(desk.get(NEW_DEADLINE)),
            "label_en": "Payment",
            "count": "10",
            "kind": "working",
            "after": "decision",
            "who": "staff",
            "met_by": "the payment of the claim\nthe end of the repair",
            "law": "Rules, item 5",
            "effect": "penalty",
            "unless": "Kind of loss = Theft of the vehicle",
            "pause_start": "claimed_at",
            "pause_end": "refused_at",
        },
    )

    assert answer.status == 303, seen(answer)
    made = process(api).deadlines[-1]
    assert (made.code, made.count, made.kind, made.after) == ("payment", 10, "working", "decision")
    assert (made.met_by, made.law, made.effect) == (("paid_at", "repaired_at"), "Rules, item 5", "penalty")
    assert (made.when, made.unless) == ({}, {"kind": ("theft",)})
    assert made.suspended is not None
    assert (made.suspended.start, made.suspended.end) == ("claimed_at", "refused_at")
    assert "10 working days, counted from: the end of the deadline “Decision”" in seen(desk.get(KASKO))


def test_all_errors_of_a_deadline_are_told_at_their_fields(api: People, desk: Desk) -> None:
    typed = {
        **filled_in(desk.get(NOTICE)),
        **{f"label_{language}": "" for language in LANGUAGES},
        "count": "some",
        "after": "sunset_at",
        "met_by": "the sunset",
        "law": "x" * 201,
        "when": "Day",
        "pause_start": "claimed_at",
        "place": "",
    }

    answer = desk.post(NOTICE, typed)

    assert answer.status == 422
    fields = (f"label_{api.account.language}", "count", "after", "met_by", "law", "when", "pause_end", "place")
    assert [field for field in fields if f'id="{field}-wrong"' not in answer.text] == []
    assert filled_in(answer)["met_by"] == "the sunset"
    assert deadline(api, "notice") == usual_processes()[1].deadlines[0]


def test_a_deadline_that_another_one_counts_from_stays(api: People, desk: Desk) -> None:
    counted = {**filled_in(desk.get(NOTICE)), "after": "decision"}
    assert desk.post(NOTICE, counted).status == 303

    refused = desk.post(f"{DEADLINES}/decision/remove")

    assert refused.status == 409
    assert "The deadline “Notice of loss” is counted from this one: change it first." in seen(refused)
    assert deadline(api, "decision").count == 30


def test_forms_that_somebody_else_overtook_come_back(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KEYS))
    assert desk.post(KEYS, {**typed, "most": "4"}).status == 303

    late = desk.post(KEYS, {**typed, "most": "5"})

    assert (late.status, filled_in(late)["most"], slot(api, "keys").max) == (409, "5", 4)
    assert desk.post(KEYS, filled_in(late)).status == 303
    assert slot(api, "keys").max == 5


@pytest.mark.parametrize(
    ("path", "question", "notice", "new"),
    [
        (KEYS, "Удалить этот документ?", "Документ удалён из процесса.", NEW),
        (NOTICE, "Удалить этот срок?", "Срок удалён из процесса.", NEW_DEADLINE),
    ],
)
def test_parts_are_removed_after_a_question_and_can_be_saved_anew(
    api: People, path: str, question: str, notice: str, new: str
) -> None:
    desk = at_desk(api.admin).speaking("ru")
    typed = filled_in(desk.get(path))

    asked = seen(desk.get(f"{path}/remove"))
    removed = desk.post(f"{path}/remove")
    told = seen(desk.get(KASKO))
    late = desk.post(path, typed)

    assert question in asked
    assert (removed.status, notice in told, late.status) == (303, True, 409)
    assert [desk.get(each).status for each in (path, f"{path}/remove")] == [404, 404]
    saved = desk.post(new, {**filled_in(late), "place": "1"})
    assert saved.status == 303, seen(saved)
    code = path.rpartition("/")[2]
    assert code in {process(api).slots[0].code, process(api).deadlines[0].code}


def test_pages_of_a_removed_process_say_so(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(KEYS))
    assert desk.post(f"{KASKO}/remove").status == 303

    answers = [desk.get(KEYS), desk.get(NEW), desk.post(KEYS, typed), desk.post(NEW, typed)]
    answers += [desk.post(f"{path}/remove") for path in (KEYS, NOTICE)]
    answers += [desk.get(f"{KASKO}/restore"), desk.post(f"{KASKO}/restore")]

    assert [each.status for each in answers] == [404] * len(answers)
    assert all("These rules are gone" in seen(each) for each in answers)
