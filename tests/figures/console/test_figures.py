"""The page of figures with no, few and enough requests, and its file."""

import csv
import io
import re
from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.base.languages import LANGUAGES
from tests.figures.season import record, season
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, scripts_of, seen
from tests.support.api.people import People
from tests.support.api.steps import asked
from tests.support.moto_states import remembered

FIGURES = "/console/figures"


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of a viewer, in English."""
    return at_desk(api.viewer).speaking("en")


@pytest.fixture
def busy(api: People) -> People:
    """Return everybody of an account with a season behind it."""
    account = api.account.id
    remembered("a season", lambda: record(account, season(account_id=account, weeks=4, a_week=30)))
    return api


def large(answer: Answer) -> list[str]:
    """Return the large numbers of the page."""
    return re.findall(r"<b(?: class=\"unknown\")?>([^<]*)</b><small>", answer.text)


def test_a_new_account_is_told_when_there_will_be_figures(desk: Desk) -> None:
    answer = desk.get(FIGURES)

    monday = now().date() - timedelta(days=now().date().weekday())
    assert f"expect the first figures on {monday + timedelta(days=14):%d %b %Y}" in seen(answer)
    assert "<svg" not in answer.text.partition("<main")[2]


def test_the_first_requests_are_shown_before_any_rate(api: People, desk: Desk) -> None:
    asked(api.staff, channels=[])

    answer = desk.get(FIGURES)

    assert "No week is finished yet. Requests made: 1; still open: 1; complete so far: 0." in seen(answer)
    assert "too early to tell" in seen(answer)
    assert large(answer) == []


def test_weeks_without_requests_say_so(desk: Desk) -> None:
    assert "Nobody was asked for photos in these weeks." in seen(desk.get(f"{FIGURES}?from=2026-01-01&to=2026-01-31"))


def test_few_requests_make_no_rate(api: People, desk: Desk) -> None:
    record(api.account.id, season(account_id=api.account.id, weeks=4, a_week=1))

    answer = desk.get(FIGURES)

    assert large(answer) == ["too few to tell"] * 4
    assert "%" not in "".join(re.findall(r"<td>(.*?)</td>", answer.text))


def test_large_numbers_name_what_they_stand_on(busy: People, desk: Desk) -> None:
    answer = desk.get(FIGURES)

    completion, took, photos, refused = large(answer)
    assert re.fullmatch(r"\d\d%", completion)
    assert re.fullmatch(r"\d+ min", took)
    assert re.fullmatch(r"\d\.\d", photos)
    assert re.fullmatch(r"\d\.\d%", refused)
    assert len(re.findall(r"from \d+ requests", seen(answer))) == 4


def test_weeks_with_open_requests_are_left_out_and_named(busy: People, desk: Desk) -> None:
    for _ in range(9):
        asked(busy.staff, channels=[])

    words = seen(desk.get(FIGURES))

    assert "Not in the rates yet" in words
    assert re.search(r"Made in them: \d+; still open: \d+", words)


def test_the_time_to_the_delivery_says_how_many_were_reported(busy: People, desk: Desk) -> None:
    answer = desk.get(FIGURES)

    steps = answer.text.partition("Time of each step")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col">([^<]*)</th>', steps)[:3] == ["Week from", "Sent → delivered", "Sent → opened"]
    total = steps.rpartition('class="all"')[2]
    found = re.search(r"<td>\d+ s<small>9 of 10: \d+ s</small><small>reported: (\d+) of (\d+)</small></td>", total)
    assert found, total
    assert 0 < int(found[1]) < int(found[2])
    assert "Many carriers and mail servers report nothing" in seen(answer)


def test_weeks_from_before_deliveries_were_counted_say_nothing_of_them(api: People, desk: Desk) -> None:
    requests = (each.model_copy(update={"delivered_at": None}) for each in season(account_id=api.account.id, weeks=4))
    record(api.account.id, requests, left_out=("traced",))

    answer = desk.get(FIGURES)

    assert "reported:" not in seen(answer)
    assert re.fullmatch(r"\d\d%", large(answer)[0])


def test_figures_are_split_by_what_was_chosen(busy: People, desk: Desk) -> None:
    for by, label in (
        ("week", "All finished weeks"),
        ("channel", "SMS"),
        ("language", "Русский"),
        ("device", "Phone"),
        ("nonsense", "All finished weeks"),
    ):
        answer = desk.get(f"{FIGURES}?by={by}")
        assert f">{label}</th>" in answer.text, by
        assert answer.text.count('<svg class="drawn"') == 2, by


def test_charts_are_drawn_as_the_policy_allows_and_say_themselves(busy: People, desk: Desk) -> None:
    answer = desk.get(f"{FIGURES}?by=channel")

    assert "style=" not in answer.text
    assert scripts_of(answer) == ["menu.js"]  # that of every page
    charts = re.findall(r'<svg class="drawn".*?</desc>', answer.text, flags=re.DOTALL)
    assert [bool(re.search(r"<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>", chart)) for chart in charts] == [
        True,
        True,
    ]
    assert len(set(re.findall(r' id="([^"]+)"', answer.text))) == answer.text.count(' id="')


def test_numbers_are_in_the_readers_language(busy: People, desk: Desk) -> None:
    written = {language: large(desk.speaking(language).get(FIGURES))[0] for language in LANGUAGES}

    assert re.fullmatch(r"\d\d%", written["en"])
    assert written["ru"] == written["es"] == written["en"].replace("%", "\u00a0%")


@pytest.mark.parametrize(
    ("query", "field", "problem"),
    [
        ("from=soon", "from", "Must be a date"),
        ("to=2026-13-01", "to", "Must be a date"),
        ("from=2026-03-09&to=2026-03-02", "from", "must not lie after the last one"),
        ("from=2021-01-01&to=2026-03-02", "from", "At most 53 weeks"),
    ],
)
def test_wrong_dates_stay_and_are_named_at_the_field(desk: Desk, query: str, field: str, problem: str) -> None:
    answer = desk.get(f"{FIGURES}?{query}&by=device")

    assert answer.status == 422
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true"[^>]* aria-describedby="\s*{field}-wrong"', answer.text)
    assert problem in seen(answer)
    typed = dict(pair.split("=") for pair in query.split("&"))
    assert f'name="{field}" value="{typed[field]}"' in answer.text
    assert '<option value="device" selected>' in answer.text


def test_the_file_has_all_requests_of_the_range_once(busy: People, desk: Desk) -> None:
    link = re.search(r'href="(/console/figures\.csv\?[^"]+)"', desk.get(FIGURES).text)
    assert link

    answer = desk.get(link[1].replace("&amp;", "&"))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="figures-[\d-]+-to-[\d-]+\.csv"', answer.headers["content-disposition"])
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    groups = busy.viewer.get("/v1/figures").expect(200)["groups"]
    assert sum(int(row["requests"]) for row in rows) == sum(group["requests"] for group in groups) > 60
    assert len(rows) == len(groups)


def test_another_account_sees_none_of_it(busy: People) -> None:
    stranger = at_desk(busy.stranger).speaking("en")

    assert "Nobody has been asked" in seen(stranger.get(FIGURES))
    assert stranger.get(f"{FIGURES}.csv").text.count("\n") == 1


def test_the_menu_leads_to_it(desk: Desk) -> None:
    assert '<a href="/console/figures">Figures</a>' in desk.get("/console").text
    assert '<a href="/console/figures" aria-current="page">' in desk.get(f"{FIGURES}?by=week").text


def test_a_usual_range_begins_so_many_weeks_ago(desk: Desk) -> None:
    this_monday = now().date() - timedelta(days=now().date().weekday())

    assert f"?from={this_monday - timedelta(weeks=52)}&amp;by=week" in desk.get(FIGURES).text
