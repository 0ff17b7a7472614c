"""README, guides, decisions and glossary: their files and words exist, and decisions have one shape."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, sources
from tests.support.catalogues import catalogues, forms

FOLDERS = ("chalicelib", "infra", "tests", "bench", "docs")
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
#: A path below a folder of the project, in which `<feature>` stands for any name; or the end of one with its suffix.
FILE = re.compile(rf"`((?:{'|'.join(FOLDERS)})(?:/[\w.<>-]+)+/?|\w[\w/-]*\.(?:py|js|html|yaml|toml|md|po))`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
#: A line of the glossary's table of the trade: the term, and its words on pages.
TERM = re.compile(r"^\| (?!term)([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
TYPE = re.compile(r"`([A-Z][A-Za-z]+)`")
SECTIONS = ["Context", "Decision", "Rejected", "Consequences"]


def exists(name: str) -> bool:
    pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
    if name.partition("/")[0] in FOLDERS:
        return any(ROOT.glob(pattern))
    return (ROOT / name).exists() or any(path for folder in FOLDERS for path in (ROOT / folder).rglob(pattern))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_files_that_a_guide_names_exist(guide: Path) -> None:
    named = FILE.findall(guide.read_text())

    assert [name for name in named if not exists(name)] == []


@pytest.mark.parametrize("document", [*GUIDES, *DECISIONS], ids=lambda document: document.name)
def test_links_of_a_document_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_decisions_have_one_shape(decision: Path) -> None:
    lines = decision.read_text().splitlines()

    sections = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert re.fullmatch(rf"# {decision.name[:4]} [A-Z].*", lines[0])
    assert [each for each in sections if each in SECTIONS] == SECTIONS


def test_numbers_of_decisions_are_unique() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]

    assert sorted(set(numbers)) == numbers


def test_a_guide_names_files() -> None:
    assert len(FILE.findall((ROOT / "README.md").read_text())) > len(FOLDERS)


@pytest.mark.parametrize(("language", "column"), [("ru", 1), ("es", 2)])
def test_words_of_the_glossary_are_on_pages(language: str, column: int) -> None:
    terms = TERM.findall((ROOT / "docs" / "glossary.md").read_text())
    messages = (message for each in catalogues(language).values() for message in each)
    shown = " ".join(form for message in messages for form in forms(message.string)).casefold()

    unknown = [term[0] for term in terms if term[column] != "–" and term[column].casefold() not in shown]

    assert terms
    assert unknown == []


def test_types_of_the_glossary_are_in_code() -> None:
    types = set(TYPE.findall((ROOT / "docs" / "glossary.md").read_text()))
    code = " ".join(source.text for source in sources("chalicelib"))

    assert types
    assert {each for each in types if not re.search(rf"\bclass {each}\b", code)} == set()
