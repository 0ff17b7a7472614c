"""Moments that come from outside: of years in which calendars can be counted on."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from chalicelib.base.languages import N_

#: A slip of the keyboard is outside; and days can't be counted past the first and the last one that there are.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _in_our_times(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(N_("Must be a day of the years 1900 to 2199."))
    return moment


#: Of a body or a query; stored moments are read as they are.
GivenMoment = Annotated[AwareDatetime, AfterValidator(_in_our_times)]
