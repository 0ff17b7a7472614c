"""Deadlines: last days and ends by law, calendar and zone; states; facts that they wait for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.clock import stamp
from chalicelib.features.claims.deadlines.calendars import Calendar, without_holidays
from chalicelib.features.claims.deadlines.computing import Place, Term, end_of, state, term, terms
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Facts, FactValue, Kind
from chalicelib.features.claims.deadlines.usual_calendars import usual_calendars
from chalicelib.features.claims.deadlines.usual_rules import usual_rules

RUSSIA = usual_calendars()[0]
MOSCOW = Place(ZoneInfo("Europe/Moscow"), RUSSIA)
MADRID = Place(ZoneInfo("Europe/Madrid"), without_holidays())


def on(day: str) -> date:
    return date.fromisoformat(day)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def place(zone: str, *holidays: str) -> Place:
    return Place(ZoneInfo(zone), Calendar(code="here", labels={"en": "Here"}, dates=tuple(map(on, holidays))))


def found(rules: str, facts: Facts, where: Place = MADRID) -> dict[str, Term]:
    return {each.code: each for each in terms(usual_rules()[rules], facts, where)}


def last_day(rules: str, code: str, where: Place = MADRID, **facts: FactValue) -> str:
    return str(found(rules, facts, where)[code].last_day)


def ends(rules: str, code: str, where: Place = MADRID, **facts: FactValue) -> str:
    end = found(rules, facts, where)[code].ends_at
    assert end is not None
    return f"{end.astimezone(UTC):%m-%d %H:%MZ}"


def rule_of(rules: str, code: str) -> DeadlineRule:
    return next(each for each in usual_rules()[rules] if each.code == code)


@pytest.mark.parametrize(
    ("complete", "right"), [("2026-12-21", "2027-01-18"), ("2026-10-20", "2026-11-10"), ("2026-04-20", "2026-05-12")]
)
def test_case_23_of_the_cabinet_osago_decides_in_20_days_without_holidays(complete: str, right: str) -> None:
    assert last_day("osago", "decision", MOSCOW, complete_at=on(complete)) == right


def test_case_24_of_the_cabinet_the_own_workshop_makes_it_30_days() -> None:
    facts: Facts = {"complete_at": on("2026-12-21"), "own_workshop": True}

    assert str(found("osago", facts, MOSCOW)["decision_own_workshop"].last_day) == "2027-01-28"
    assert "decision" not in found("osago", facts, MOSCOW)


def test_case_25_of_the_cabinet_kasko_decides_in_30_working_days() -> None:
    assert last_day("kasko", "decision", MOSCOW, complete_at=on("2026-12-21")) == "2027-02-09"


def test_case_26_of_the_cabinet_without_all_documents_there_is_no_date_yet() -> None:
    waiting = found("osago", {"complete_at": None}, MOSCOW)["decision"]

    assert waiting == Term("decision", waits_for="complete_at")


@pytest.mark.parametrize(
    ("registered", "count", "right"),
    [("2026-11-27", 15, "2026-12-18"), ("2026-12-18", 10, "2027-01-11"), ("2026-12-25", 15, "2027-01-25")],
)
def test_case_51_of_the_cabinet_complaints_are_answered_in_working_days(
    registered: str, count: int, right: str
) -> None:
    assert RUSSIA.day_after(on(registered), count, "working") == on(right)


def test_moved_days_off_are_no_working_days_but_no_holidays_either() -> None:
    moved = RUSSIA.model_copy(update={"days_off": (on("2026-12-31"),), "working_days": (on("2026-12-26"),)})

    assert moved.day_after(on("2026-12-25"), 1, "working") == on("2026-12-26")  # a Saturday that is worked
    assert moved.day_after(on("2026-12-30"), 1, "working") == on("2027-01-11")
    assert moved.day_after(on("2026-12-30"), 1, "no_holidays") == on("2026-12-31")


def test_osago_inspects_in_5_working_days_and_repairs_in_30() -> None:
    facts: Facts = {"complete_at": on("2026-12-28"), "taken_over_at": on("2026-12-21")}

    assert str(found("osago", facts, MOSCOW)["inspection"].last_day) == "2027-01-12"
    assert str(found("osago", facts, MOSCOW)["repair"].last_day) == "2027-02-09"


def test_kasko_hears_of_a_loss_in_3_working_days_and_of_a_theft_in_24_hours() -> None:
    friday = at("2026-11-27 21:30+03:00")

    assert last_day("kasko", "notice", MOSCOW, occurred_at=friday) == "2026-12-02"
    assert ends("kasko", "notice_of_theft", MOSCOW, occurred_at=friday, kind="theft") == "11-28 18:30Z"
    assert "notice" not in found("kasko", {"occurred_at": friday, "kind": "theft"}, MOSCOW)


@pytest.mark.parametrize(
    ("country", "code", "facts", "right"),
    [
        ("es", "minimum_payment", {"declared_at": "2026-08-17"}, "2026-09-26"),
        ("es", "offer", {"declared_at": "2026-11-30"}, "2027-02-28"),
        ("es", "interest", {"occurred_at": "2026-08-12"}, "2026-11-12"),
        ("ar", "decision", {"complete_at": "2026-11-30"}, "2026-12-30"),
        ("mx", "payment", {"complete_at": "2026-11-30"}, "2026-12-30"),
        ("co", "payment", {"complete_at": "2026-01-31"}, "2026-02-28"),
        ("cl", "decision", {"declared_at": "2026-11-30"}, "2027-01-14"),
    ],
)
def test_other_countries_count_calendar_days_and_months(
    country: str, code: str, facts: dict[str, str], right: str
) -> None:
    days = {name: on(day) for name, day in facts.items()}

    assert str(found(country, days)[code].last_day) == right


def test_case_d1_cmr_counts_neither_sundays_nor_holidays() -> None:
    where = place("Europe/Madrid", "2026-04-02", "2026-04-03")

    assert last_day("cmr", "hidden", where, delivered_at=on("2026-04-01")) == "2026-04-11"
    assert ends("cmr", "hidden", where, delivered_at=on("2026-04-01")) == "04-11 22:00Z"


def test_case_d2_holidays_are_those_of_the_place() -> None:
    assert last_day("cmr", "hidden", place("Europe/Paris", "2026-04-06"), delivered_at=on("2026-04-01")) == "2026-04-10"


def test_case_d3_lcttm_counts_natural_days() -> None:
    where = place("Europe/Madrid", "2026-04-02", "2026-04-03")

    assert last_day("lcttm", "hidden", where, delivered_at=on("2026-04-01")) == "2026-04-08"


def test_case_d4_the_day_ends_by_the_clock_of_its_season() -> None:
    assert last_day("lcttm", "hidden", delivered_at=on("2026-10-23")) == "2026-10-30"
    assert ends("lcttm", "hidden", delivered_at=on("2026-10-23")) == "10-30 23:00Z"


def test_case_d5_the_day_is_that_of_the_place_of_delivery() -> None:
    las_palmas = place("Atlantic/Canary")

    assert last_day("lcttm", "hidden", las_palmas, delivered_at=at("2026-03-10 23:40Z")) == "2026-03-17"
    assert ends("lcttm", "hidden", las_palmas, delivered_at=at("2026-03-10 23:40Z")) == "03-18 00:00Z"
    assert last_day("lcttm", "hidden", MADRID, delivered_at=at("2026-03-10 23:40Z")) == "2026-03-18"


def test_case_d6_montreal_bars_after_14_and_21_days() -> None:
    facts: Facts = {"delivered_at": on("2026-02-16")}
    new_york = found("montreal", facts, place("America/New_York"))

    assert (str(new_york["damage"].last_day), str(new_york["delay"].last_day)) == ("2026-03-02", "2026-03-09")
    assert new_york["damage"].ends_at == at("2026-03-03 05:00Z")
    assert new_york["delay"].ends_at == at("2026-03-10 04:00Z")
    assert {rule_of("montreal", code).effect for code in ("damage", "delay")} == {"bars"}


def test_case_d7_cmr_bars_claims_for_delay() -> None:
    assert last_day("cmr", "delay", delivered_at=on("2026-05-04")) == "2026-05-25"
    assert rule_of("cmr", "delay").effect == "bars"
    assert rule_of("cmr", "hidden").effect == "turns_proof"


@pytest.mark.parametrize(("law", "agreed", "taken"), [("cmr", "02-14", "03-16"), ("lcttm", "02-04", "02-14")])
def test_cases_d8_and_d9_goods_count_as_lost(law: str, agreed: str, taken: str) -> None:
    day = on("2026-01-15")

    assert last_day(law, "lost_agreed", agreed_at=day, taken_over_at=on("2026-01-02")) == f"2026-{agreed}"
    assert last_day(law, "lost_taken", taken_over_at=day) == f"2026-{taken}"
    assert "lost_taken" not in found(law, {"agreed_at": day, "taken_over_at": day})


@pytest.mark.parametrize(
    ("facts", "code", "right"),
    [
        ({"delivered_at": "2026-03-31"}, "bar", "2027-03-31"),
        ({"delivered_at": "2028-02-29"}, "bar", "2029-02-28"),
        ({"agreed_at": "2026-01-20"}, "bar_lost_agreed", "2027-02-19"),
        (
            {"delivered_at": "2026-03-31", "claimed_at": "2026-06-01", "refused_at": "2026-08-30"},
            "bar",
            "2027-06-29",
        ),
    ],
)
def test_case_d10_cmr_is_barred_after_a_year(facts: dict[str, str], code: str, right: str) -> None:
    known: Facts = {name: on(day) for name, day in facts.items()} | {"total_loss": code != "bar"}

    assert str(found("cmr", known)[code].last_day) == right


@pytest.mark.parametrize("law", ["cmr", "lcttm"])
def test_a_claim_to_the_carrier_suspends_the_bar_until_it_refuses(law: str) -> None:
    facts: Facts = {"delivered_at": on("2026-03-31"), "claimed_at": on("2026-06-01")}

    assert found(law, facts)["bar"] == Term("bar", waits_for="refused_at")
    refused = {**facts, "refused_at": on("2026-08-30")}
    assert str(found(law, refused)["bar"].last_day) == "2027-06-29"


@pytest.mark.parametrize(("law", "last"), [("montreal", "2028-03-10"), ("hague_visby", "2027-03-10")])
def test_what_never_arrived_is_barred_from_the_day_on_which_it_ought_to(law: str, last: str) -> None:
    lost = found(law, {"agreed_at": on("2026-03-10"), "total_loss": True})

    assert str(lost["bar_lost"].last_day) == last
    assert "bar" not in lost
    assert "bar_lost" not in found(law, {"agreed_at": on("2026-03-10")})


def test_case_d11_the_police_is_told_within_24_hours() -> None:
    stolen = at("2026-07-04 22:15+02:00")

    assert last_day("insurer", "police", discovered_at=stolen, kind="robbery") == "2026-07-05"
    assert ends("insurer", "police", discovered_at=stolen, kind="robbery") == "07-05 20:15Z"
    assert "police" not in found("insurer", {"discovered_at": stolen, "kind": "breakage"})


def test_case_d12_hague_visby_counts_three_days() -> None:
    assert last_day("hague_visby", "hidden", delivered_at=on("2026-06-12")) == "2026-06-15"


def test_case_d13_the_insurer_is_told_in_7_days_pays_in_40_and_owes_interest_after_3_months() -> None:
    facts: Facts = {
        "known_at": on("2026-08-14"),
        "declared_at": on("2026-08-17"),
        "occurred_at": on("2026-08-12"),
    }
    days = {code: str(each.last_day) for code, each in found("insurer", facts).items()}

    assert days == {"insurer_told": "2026-08-21", "minimum_payment": "2026-09-26", "interest": "2026-11-12"}


def test_case_d14_a_corrected_delivery_moves_every_deadline() -> None:
    before = found("cmr", {"delivered_at": on("2026-05-04")})
    after = found("cmr", {"delivered_at": on("2026-05-05")})
    moved = {code for code, each in before.items() if each.last_day and each.last_day != after[code].last_day}

    assert moved == {"apparent", "hidden", "delay", "bar"}
    assert str(after["hidden"].last_day) == "2026-05-13"


def test_a_deadline_that_counts_from_another_waits_for_its_fact() -> None:
    assert found("cmr", {"total_loss": True})["bar_lost_taken"] == Term("bar_lost_taken", waits_for="taken_over_at")


def test_rules_that_count_from_each_other_wait() -> None:
    first = DeadlineRule(code="first", labels={"en": "First"}, after="second", count=1)
    second = DeadlineRule(code="second", labels={"en": "Second"}, after="first", count=1)

    assert term(first, (first, second), {}, MADRID).waits_for == "first"


@pytest.mark.parametrize(
    ("facts", "moment", "right"),
    [
        ({}, "2027-01-18 20:59:59Z", "open"),
        ({}, "2027-01-18 21:00Z", "missed"),
        ({"decided_at": at("2027-01-18 20:59:59Z")}, "2027-02-01 00:00Z", "met"),
        ({"decided_at": on("2027-01-18")}, "2027-02-01 00:00Z", "met"),
        ({"decided_at": at("2027-01-18 21:00Z")}, "2027-02-01 00:00Z", "missed"),
        ({"decided_at": on("2027-01-19")}, "2027-02-01 00:00Z", "missed"),
        ({"decided_at": False}, "2027-01-01 00:00Z", "open"),
    ],
)
def test_a_deadline_is_met_by_its_fact_until_its_end(facts: Facts, moment: str, right: str) -> None:
    known: Facts = {"complete_at": on("2026-12-21"), **facts}
    rule = rule_of("osago", "decision")

    assert state(rule, term(rule, (rule,), known, MOSCOW), known, at(moment)) == right


def test_a_deadline_that_waits_is_open() -> None:
    rule = rule_of("osago", "decision")

    assert state(rule, Term("decision", waits_for="complete_at"), {}, at("2099-01-01 00:00Z")) == "open"


def test_goods_that_were_delivered_wait_for_nothing_to_count_as_lost() -> None:
    rule, delivered = rule_of("cmr", "lost_taken"), at("2026-04-01 10:00Z")
    unknown = term(rule, (rule,), {}, MADRID)

    assert unknown.waits_for == "taken_over_at"
    assert state(rule, unknown, {}, delivered) == "open"
    assert state(rule, unknown, {"delivered_at": delivered}, delivered) == "met"


def test_rules_are_data() -> None:
    for each in (rule for rules in usual_rules().values() for rule in rules):
        assert DeadlineRule.model_validate(each.model_dump(mode="json", exclude_defaults=True)) == each
        assert set(each.labels) == {"ru", "es", "en"}


def test_codes_of_a_set_differ() -> None:
    for rules in usual_rules().values():
        codes = [each.code for each in rules]
        assert sorted(set(codes)) == sorted(codes)


KINDS: tuple[Kind, ...] = ("calendar", "no_holidays", "no_sundays", "working", "months", "years", "hours")
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.integers(946684800, 4102444800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"}))


@given(start=DAYS, count=st.integers(0, 400), kind=st.sampled_from(KINDS))
def test_a_longer_deadline_never_ends_earlier(start: date, count: int, kind: Kind) -> None:
    def last(number: int) -> date:
        rule = DeadlineRule(code="some", labels={"en": "Some"}, after="begun", count=number, kind=kind)
        day = term(rule, (rule,), {"begun": start}, MOSCOW).last_day
        assert day is not None
        return day

    assert start <= last(count) <= last(count + 1)


@given(start=DAYS, count=st.integers(1, 300))
def test_as_many_days_are_counted_as_the_rule_says(start: date, count: int) -> None:
    for kind, counts in (("working", RUSSIA.is_working), ("no_holidays", lambda day: not RUSSIA.is_holiday(day))):
        last = RUSSIA.day_after(start, count, kind)  # type: ignore[arg-type]
        between = [start + timedelta(days=number) for number in range(1, (last - start).days + 1)]

        assert counts(last)
        assert sum(map(counts, between)) == count


@given(day=DAYS, zone=ZONES)
def test_the_end_of_a_day_is_the_first_moment_of_the_next_one_there(day: date, zone: str) -> None:
    where = ZoneInfo(zone)
    end = end_of(day, where)

    assert (end - timedelta(microseconds=1)).astimezone(where).date() <= day < end.astimezone(where).date()


@given(start=MOMENTS, zone=ZONES)
def test_hours_pass_alike_in_every_zone(start: datetime, zone: str) -> None:
    rule = DeadlineRule(code="police", labels={"en": "Police"}, after="stolen_at", count=24, kind="hours")
    ends_at = term(rule, (rule,), {"stolen_at": start}, Place(ZoneInfo(zone), without_holidays())).ends_at

    assert ends_at is not None
    assert stamp(ends_at) == stamp(start + timedelta(hours=24))


def test_a_day_without_its_hour_ends_with_the_next_day() -> None:
    assert last_day("kasko", "notice_of_theft", MOSCOW, occurred_at=on("2026-11-27"), kind="theft") == "2026-11-28"


def test_places_without_a_calendar_have_weekends_only() -> None:
    assert without_holidays().day_after(on("2026-12-31"), 1, "working") == on("2027-01-01")
    assert without_holidays().day_after(on("2026-12-25"), 1, "working") == on("2026-12-28")
