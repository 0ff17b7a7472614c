"""Links as messengers make them of texts: with the end of the sentence, or a bracket, in the address."""

from urllib.parse import quote

import pytest

from tests.api.conftest import People
from tests.api.steps import asked, token_of

ENDINGS = [*".,)]}>\"'»”’…;:!?*", "?!", ").", "%2E", "\u200b", "。"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_punctuation_behind_a_link_leads_to_the_link(api: People, ending: str) -> None:
    token = token_of(asked(api.staff))
    behind = ending if ending.startswith("%") else quote(ending, safe="")

    answer = api.nobody.get(f"/r/{token}{behind}?lang=es")

    assert (answer.status, answer.headers["location"]) == (303, f"https://photos.example/r/{token}?lang=es")


def test_it_does_not_tell_whether_there_is_such_a_link(api: People) -> None:
    answer = api.nobody.get(f"/r/{'x' * 22}.")

    assert (answer.status, answer.headers["location"]) == (303, f"https://photos.example/r/{'x' * 22}")


@pytest.mark.parametrize("behind", ["x", ".x", "-", "_"])
def test_what_is_no_punctuation_makes_another_link(api: People, behind: str) -> None:
    assert api.nobody.get(f"/r/{token_of(asked(api.staff))}{behind}").status == 404
