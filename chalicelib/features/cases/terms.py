"""Search terms of a case, and readings of a query for cases: of today's rule and of the former one."""

from chalicelib.base.search.readings import Reading
from chalicelib.base.search.readings import read_as as read_as_today
from chalicelib.base.search.terms import Term, code_terms, name_terms, phone_terms
from chalicelib.features.cases.former_terms import former_readings, former_terms
from chalicelib.features.cases.model import FORMER_RULE, Case


def terms_of(case: Case) -> frozenset[Term]:
    """Return the terms of a case, by the rule with which it was written."""
    if case.terms_rule == FORMER_RULE:
        return frozenset(Term("find", text) for text in former_terms(case))
    codes = code_terms(case.reference, case.vehicle.plate, case.vehicle.vin)
    return codes | name_terms(case.owner.name or "") | phone_terms(case.owner.phone or "")


def read_as(query: str) -> list[Reading]:
    """Return the readings of a query, the likeliest first; none for one without letters and digits."""
    readings = read_as_today(query)
    former = {Term("find", text) for text in former_readings(query)} - {
        reading.key for reading in readings if reading.also or reading is readings[0]
    }
    current = [reading for reading in readings if reading.key not in former or reading.words]
    return [*current, *(Reading(key, also=True, former=True) for key in sorted(former))]
