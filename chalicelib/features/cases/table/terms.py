"""Rows of search terms: written with each case, searched, and re-indexed when the rule changes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import hash_keys
from chalicelib.features.cases.model import FORMER_RULE, TERMS_RULE, Case
from chalicelib.features.cases.table.rows import CaseRow
from chalicelib.features.cases.terms import Reading, Term, place_of, terms_of

#: Rows that a search reads for each case of a page: a case may have several with the sought beginning.
ROWS_OF_A_CASE = 4
#: BatchGetItem takes 100 keys: one is that of the row for the rule of all terms.
_CASES_AT_ONCE = 99
_TERMS_RULE = ("terms", "rule")
#: After all characters of terms and ids.
_LAST = "\U0010ffff"


class TermRow(CasesRow, discriminator="term"):
    """A search term of a case."""

    case_id = UnicodeAttribute()


class TermsRuleRow(CasesRow, discriminator="terms_rule"):
    """The statement that no term in the table is written by a former rule."""

    rule = NumberAttribute()


class Found(NamedTuple):
    """Cases found by a reading.

    `last` is the last key looked at if there are more. `all_current` is False if terms of a former rule remain.
    """

    cases: list[Case]
    last: str | None
    all_current: bool


def write_terms(tx: Transaction, case: Case, *, replacing: Case | None) -> None:
    """Write the new terms of a case, and delete those that it no longer has."""
    old, new = terms_of(replacing) if replacing else frozenset(), terms_of(case)
    for term in new - old:
        tx.put(_term_row(case, term))
    for term in old - new:
        tx.delete(_term_row(case, term))


def term_rows(case: Case) -> list[TermRow]:
    """Return the rows of all that the case is found by."""
    return [_term_row(case, term) for term in terms_of(case)]


def as_read(case: Case) -> Condition:
    """Return the condition that a case, its terms included, is still as it was read."""
    rule = CaseRow.terms_rule
    same_rule = rule.does_not_exist() if case.terms_rule == FORMER_RULE else rule == case.terms_rule
    same: Condition = (CaseRow.version == case.version) & same_rule
    return same


def reindex(tx: Transaction, case: Case) -> None:
    """Write a case's terms by the rule of today; Stale if it is no longer as it was read."""
    row = CaseRow(case_key(case.account_id, case.id), "case")
    tx.update(row, actions=[CaseRow.terms_rule.set(TERMS_RULE)], condition=as_read(case))
    write_terms(tx, case.model_copy(update={"terms_rule": TERMS_RULE}), replacing=case)


def list_to_reindex(account_id: str) -> Iterator[str]:
    """Query per shard, all pages: the ids of an account's cases whose terms are written by a rule of before."""
    for part in hash_keys(account_id):
        for row in CasesRow.by_change.query(part):
            if isinstance(row, CaseRow) and (row.terms_rule or FORMER_RULE) < TERMS_RULE:
                yield row.pk.removeprefix(f"{account_id}#")


def all_reindexed() -> None:
    """PutItem: say that no term of any account is written by a rule of before."""
    TermsRuleRow(*_TERMS_RULE, rule=TERMS_RULE).save()


def find(account_id: str, readings: Sequence[Reading], *, number: int, after: str | None, limit: int) -> Found:
    """Query and BatchGetItem: cases found by one of the readings of a query, in the order of the terms.

    `after` is a key that an answer had for `last`. A case that an earlier reading means isn't found again.
    """
    reading = readings[number]
    key, at_most, limit = reading.key, limit * ROWS_OF_A_CASE, min(limit, _CASES_AT_ONCE)
    end = key.text + _LAST
    rows = list(
        CasesRow.query(
            _shelf(account_id, key),
            range_key_condition=(
                TermRow.sk.startswith(key.text) if after is None else TermRow.sk.between(min(after + "\x00", end), end)
            ),
            limit=at_most,
        )
    )
    terms, last = _terms_of_page(reading, rows, limit)
    more = last is not None or len(rows) == at_most
    cases, all_current = _read_found(account_id, [case_id for _, case_id in terms])
    listed = [
        cases[case_id]
        for term, case_id in terms
        if case_id in cases and place_of(cases[case_id], readings[: number + 1]) == (number, term)
    ]
    return Found(listed, (last or rows[-1].sk) if more else None, all_current)


def _terms_of_page(reading: Reading, rows: Sequence[CasesRow], limit: int) -> tuple[list[tuple[Term, str]], str | None]:
    """Return the matching terms of at most `limit` cases, with the cases; and the last key if there are more."""
    terms: list[tuple[Term, str]] = []
    ids: set[str] = set()
    last = None
    for row in rows:
        text, _, case_id = row.sk.rpartition("#")
        term = Term(reading.key.shelf, text)
        if reading.fits(term):
            if len(ids | {case_id}) > limit:
                return terms, last
            ids.add(case_id)
            terms.append((term, case_id))
        last = row.sk
    return terms, None


def _read_found(account_id: str, case_ids: Sequence[str]) -> tuple[dict[str, Case], bool]:
    """BatchGetItem: cases by their ids, and whether all terms are written by the rule of today."""
    keys = [(case_key(account_id, case_id), "case") for case_id in dict.fromkeys(case_ids)]
    rows = list(CasesRow.batch_get([*keys, _TERMS_RULE])) if keys else []
    cases = [case for row in rows if isinstance(case := row.model(), Case)]
    current = any(isinstance(row, TermsRuleRow) and row.rule >= TERMS_RULE for row in rows)
    return {case.id: case for case in cases}, current


def _shelf(account_id: str, term: Term) -> str:
    return f"{account_id}#{term.shelf}#{term.partition}"


def _term_row(case: Case, term: Term) -> TermRow:
    return TermRow(_shelf(case.account_id, term), f"{term.text}#{case.id}", case_id=case.id)
