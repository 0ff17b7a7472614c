"""The page of levels of underlyings: the list, the form of a new one, removal."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

LEVELS = "/console/settings/underlyings"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-27T12:00:00+03:00", tick=False):
        yield


def typed(**changes: str) -> dict[str, str]:
    return {"underlying": "moex", "day": "26.11.2026", "level": "1 138,95345", **changes}


def test_a_level_is_set_and_corrected_as_people_write_numbers(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")

    assert "Уровня пока нет" in seen(desk.get(LEVELS))
    assert desk.post(LEVELS, typed(level="11 389,5345")).status == 303
    assert desk.post(LEVELS, typed()).status == 303

    page = seen(desk.get(f"{LEVELS}?underlying=moex")).replace("\u00a0", " ")
    for words in ("Уровень сохранён.", "Уровни: Индекс Мосбиржи", "1 138,95345", "раньше: 11 389,5345", "26.11.2026"):
        assert words in page
    (item,) = api.key.get("/v1/underlyings/moex/levels").expect(200)["items"]
    assert (item["day"], item["level"]) == ("2026-11-26", "1138.95345")


def test_all_errors_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.admin).speaking("es").post(LEVELS, typed(day="31.02.2026", level="mucho"))

    assert answer.status == 422
    for field in ("day", "level"):
        assert f'id="{field}-wrong"' in answer.text
    assert 'value="mucho"' in answer.text


def test_a_day_to_come_and_a_level_of_nothing_are_refused(api: People) -> None:
    answer = at_desk(api.admin).speaking("ru").post(LEVELS, typed(day="28.11.2026", level="0"))

    assert answer.status == 422
    assert [f'id="{field}-wrong"' in answer.text for field in ("day", "level")] == [True, True]


def test_a_wrong_level_is_removed(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    desk.post(LEVELS, typed())

    assert desk.post(f"{LEVELS}/remove", {"underlying": "moex", "day": "2026-11-26"}).status == 303
    assert "Уровень удалён." in seen(desk.get(LEVELS))
    again = desk.post(f"{LEVELS}/remove", {"underlying": "moex", "day": "2026-11-26"})
    assert (again.status, "нет уровня на этот день" in seen(again)) == (404, True)


def test_an_unknown_underlying_is_said(api: People) -> None:
    answer = at_desk(api.admin).speaking("ru").post(LEVELS, typed(underlying="nobodys"))

    assert (answer.status, "Такого базового актива нет." in seen(answer)) == (404, True)


def test_only_administrators_open_the_page(api: People) -> None:
    assert [at_desk(by).get(LEVELS).status for by in (api.staff, api.agent)] == [403, 403]
