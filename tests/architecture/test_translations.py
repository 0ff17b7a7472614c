"""All texts for people exist in Russian and Spanish, too."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from chalicelib.base.installed import installed
from tests.architecture.source import ROOT
from tests.support.catalogues import TRANSLATED, catalogues, forms

KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "text": (2,), "plural": (2, 3), "counted": (1, 2)}
IN_TEMPLATES: dict[str, tuple[int, ...] | None] = {"_": None, "counted": (1, 2)}
#: The packages in the order in which one may use another, the first first.
ORDER = [
    *("base", "aws", "identity", "tenancy", "http", "outbox", "messaging", "frame", "docs"),
    *(each.package.removeprefix("chalicelib.") for each in installed() if ".features." in each.package),
]


@cache
def msgids() -> Mapping[str, frozenset[str]]:
    """Return the msgids of all Python code and templates, each with the packages that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for files, method, keywords in (
        ("**.py", "python", KEYWORDS),
        ("**/templates/**.html", "jinja2.ext.babel_extract", IN_TEMPLATES),
    ):
        silent = {"**": {"silent": "false"}}
        extracted = extract_from_dir(
            ROOT / "chalicelib", method_map=[(files, method)], keywords=keywords, options_map=silent
        )
        for name, _, message, _, _ in extracted:
            found[forms(message)[0]].add(package_of(Path(name)))
    return {message: frozenset(packages) for message, packages in found.items() if message}


def package_of(file: Path) -> str:
    """Return the package of a file below chalicelib."""
    return ".".join(file.parts[: 2 if file.parts[0] == "features" else 1])


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_msgid_is_translated(language: str) -> None:
    translated = {
        forms(entry.id)[0]
        for catalogue in catalogues(language).values()
        for entry in catalogue
        if entry.id and not entry.fuzzy and all(forms(entry.string))
    }

    assert len(msgids()) > 1000
    assert {message: packages for message, packages in msgids().items() if message not in translated} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_over_from_older_texts_or_translated_twice(language: str) -> None:
    ids = [
        forms(entry.id)[0]
        for file, catalogue in catalogues(language).items()
        for entry in catalogue
        if entry.id and file.stem != "page"  # tests/photos/unit/test_owner_texts.py looks after it
    ]

    assert set(ids) - msgids().keys() == set()
    assert [message for message, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_msgid_is_translated_in_the_first_package_that_has_it(language: str) -> None:
    for file, catalogue in catalogues(language).items():
        package = package_of(file.relative_to(ROOT / "chalicelib"))
        for entry in catalogue:
            having = msgids().get(forms(entry.id)[0], frozenset({package}))
            assert package == min(having, key=ORDER.index), entry.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_the_same_places(language: str) -> None:
    for file, catalogue in catalogues(language).items():
        for entry in catalogue:
            places = {frozenset(re.findall(r"{(\w+)}", form)) for form in forms(entry.string)}
            if entry.id and file.stem not in {"page"}:
                assert places == {frozenset(re.findall(r"{(\w+)}", forms(entry.id)[-1]))}, entry.id


@pytest.mark.parametrize(("language", "code"), [("ru", "+7 "), ("es", "+34 ")])
def test_examples_of_phones_are_those_of_the_language(language: str, code: str) -> None:
    texts = [form for each in catalogues(language).values() for entry in each for form in forms(entry.string)]
    examples = [found for form in texts for found in re.findall(r"\+\d+ \d[\d -]+", form)]

    assert len(examples) > 2
    assert [each for each in examples if not each.startswith(code)] == []
