"""Checks the wording of docstrings and `#:` comments: `python -m infra.docstrings` prints each fault with its line.

Rules of a docstring's first sentence (decisions/0053): it begins with a verb or a noun, and has at most 20 words. It
adds a fact to the signature or the `summary=` of its function. Rules of every sentence: no clause stands for a noun,
and 30 words are the most. A comment holds to the rules of beginnings and of clauses.
"""

import ast
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
#: Of a first sentence, and of any other.
MOST_WORDS, MOST_WORDS_LATER = 20, 30
FOLDERS = ("chalicelib", "infra", "bench", "tests")

#: Relative pronouns, vague verbs, and pronouns in place of a person, an event or an item.
_OPENERS = re.compile(
    r"(what|whatever|whether|who|whoever|whom|whose|how|where|when|whenever|which|why|that|those"
    r"|says?|tells?|gives?|lets?|knows?|takes?|have|has|go|goes"
    r"|(some|any|every)(body|one|thing)|nobody|nothing)\b",
    re.IGNORECASE,
)
_ANSWERS = {"whether": "True if", "how": "the number of, the time of", "when": "the moment of", "where": "the place of"}
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")
_SENTENCE = re.compile(r"\S.*?(?:(?<!e\.g)(?<!i\.e)[.!?](?=\s|$)|$)")
_CLAUSE = re.compile(
    r"\b(what(?:ever)?|whom?ever|whichever|(?:for|of|by|from|with|than) who)\b",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"\bhow (many|much|long|far|often)\b", re.IGNORECASE)
_QUESTION_LATER = re.compile(r"(who|whose|how|whether|which)\b", re.IGNORECASE)
#: Parts of a docstring that are texts by themselves: paragraphs, entries of a list.
_PART = re.compile(r"\n\s*\n|\n\s*(?:[-*]|\d\.) ")
_QUESTION = re.compile(r"(?:Return|Yield)s? (whether|how|who|where|when|why|which|if)\b")
#: Words that add no fact to those of a signature.
_FILLER = re.compile(
    r"(an?|the|of|in|to|for|by|on|at|with|as|its?|one|and|or|is|be|this|that|from|return|yield)", re.IGNORECASE
)

_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Fault(NamedTuple):
    """A breach of a rule: its place, and the correction."""

    path: Path
    line: int
    correction: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.correction}"


def main(paths: list[str]) -> int:
    """Print the faults of the given files, of all without any. Returns 1 if there are any."""
    faults = list(faults_of(map(Path, paths) if paths else sources()))
    print(*faults, f"{len(faults)} faults of wording" if faults else "wording: no faults", sep="\n")
    return bool(faults)


def sources() -> Iterator[Path]:
    """Yield the project's own Python files."""
    yield ROOT / "app.py"
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def faults_of(paths: Iterable[Path]) -> Iterator[Fault]:
    """Yield the faults of files, by file and line."""
    for path in paths:
        found = faults_in(path.read_text())
        yield from (Fault(path, line, correction) for line, correction in sorted(found))


def faults_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the correction of each fault in a module's source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _Documented) and (text := ast.get_docstring(node)):
            line = node.body[0].lineno
            yield from ((line, each) for each in corrections(text))
            if isinstance(node, ast.FunctionDef) and repeats(node, text):
                yield line, "repeats the signature or the summary: remove it, or add a fact"
    for line, text in _attribute_comments(source):
        yield from ((line, each) for each in [*_opener(text)] or _clauses(text))


def corrections(text: str) -> Iterator[str]:
    """Yield the correction for each rule that a docstring breaks."""
    first, *later = sentences(text)
    plain = _QUOTED.sub("X", first)
    if question := _QUESTION.match(plain):
        yield f"{question[0]!r}: write 'Return {_ANSWERS.get(question[1], 'the noun')}'"
    elif clause := _CLAUSE.search(plain, pos=1) or _INDIRECT.search(plain, pos=1):
        yield _noun(clause)
    if (count := len(first.split())) > MOST_WORDS:
        yield f"has {count} words in its first sentence: split it, {MOST_WORDS} are the most"
    yield from _opener(text)
    for sentence in later:
        yield from _later(sentence)


def _later(sentence: str) -> Iterator[str]:
    yield from _clauses(sentence)
    if (count := len(sentence.split())) > MOST_WORDS_LATER:
        yield f"has a sentence of {count} words: split it, {MOST_WORDS_LATER} are the most"


def _clauses(text: str) -> Iterator[str]:
    plain = _QUOTED.sub("X", text)
    if clause := _QUESTION_LATER.match(plain) or _CLAUSE.search(plain):
        yield _noun(clause)


def _noun(clause: re.Match[str]) -> str:
    return f"{clause[0]!r} stands for a noun: write the noun"


def _opener(text: str) -> Iterator[str]:
    if opener := _OPENERS.match(text):
        yield f"begins with {opener[0]!r}: begin with a verb such as Return or Register, or with the noun described"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each in one line; rows of tables are none."""
    parts = [" ".join(part.split()) for part in _PART.split(text)]
    return [each for part in parts if not part.startswith("|") for each in _SENTENCE.findall(part)]


def repeats(function: ast.FunctionDef, text: str) -> bool:
    """Return True if a docstring of one sentence has no fact beyond the function's signature or summary."""
    if len(sentences(text)) > 1:
        return False
    said = _facts(text)
    return said <= _facts(_signature(function)) or any(said <= _facts(each) for each in _summaries(function))


def _signature(function: ast.FunctionDef) -> str:
    arguments = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    returned = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", ast.unparse(function.returns)) if function.returns else ""
    return " ".join([function.name, *arguments, returned]).replace("_", " ")


def _summaries(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == "summary" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def _facts(text: str) -> frozenset[str]:
    """Return the words of a text that add a fact, in the singular."""
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(_singular(each) for each in words if not _FILLER.fullmatch(each))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if len(word) > 3 else word  # noqa: PLR2004 - `is`, `as`, `bus`


def _attribute_comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each comment that begins with `#:`, its further lines joined."""
    begun: tuple[int, str] | None = None
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.string.startswith("#:"):
            text = token.string[2:].strip()
            begun = (begun[0], f"{begun[1]} {text}") if begun else (token.start[0], text)
        elif begun and token.type not in {tokenize.NL, tokenize.COMMENT}:
            yield begun
            begun = None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
