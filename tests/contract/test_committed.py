"""The committed documents are those that the API serves."""

from tests.contract.documents import FOLDER, NAMES, served


def test_the_api_serves_the_committed_contract() -> None:
    stale = [name for name in NAMES if (FOLDER / name).read_text() != served(name)]

    assert stale == [], "`make contract` writes these documents; review their diff as a change of the contract"
