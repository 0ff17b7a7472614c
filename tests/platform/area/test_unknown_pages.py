"""Addresses of client areas without a page: those of forms lead to the page above them."""

import pytest

from tests.cabinet.visitors import nobody
from tests.platform.api.test_permissions import UNKNOWN, WHO_MAY
from tests.support.api.people import People
from tests.support.area import SLUG, open_area

_FORMS = [operation.removeprefix("POST ") for operation in WHO_MAY if operation.startswith("POST /area/")]
#: Paths that take forms alone.
ALONE = [path for path in _FORMS if f"GET {path}" not in WHO_MAY]


@pytest.mark.parametrize("form", ALONE)
def test_a_form_s_address_that_is_opened_again_leads_to_the_page_above_it(api: People, form: str) -> None:
    open_area(api.account.id)
    path = form.format_map({**UNKNOWN, "slug": SLUG})

    answer = nobody().get(path)

    above = answer.headers["location"]
    assert (answer.status, path.startswith(f"{above}/")) == (303, True)
    assert f"GET {above}" not in ALONE


def test_an_address_of_nothing_is_none_of_a_form(api: People) -> None:
    open_area(api.account.id)

    assert {nobody().get(f"/area/{SLUG}{path}").status for path in ("/none", "/claims/claim_1/letters/x/none")} == {404}
