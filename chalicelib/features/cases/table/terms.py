"""Rows of search terms: written with each case, searched, and re-indexed when the rule changes."""

from collections.abc import Iterator, Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws import search_rows
from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.search_rows import Index, Loaded, term_key
from chalicelib.aws.shards import hash_keys
from chalicelib.base.search.pages import Found
from chalicelib.base.search.readings import Reading
from chalicelib.base.search.terms import Term
from chalicelib.features.cases.model import FORMER_RULE, TERMS_RULE, Case
from chalicelib.features.cases.table.rows import CaseRow
from chalicelib.features.cases.terms import terms_of

_TERMS_RULE = ("terms", "rule")


class TermRow(CasesRow, discriminator="term"):
    """A search term of a case."""

    case_id = UnicodeAttribute()


class TermsRuleRow(CasesRow, discriminator="terms_rule"):
    """The statement that no term in the table is written by a former rule."""

    rule = NumberAttribute()


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


def find(account_id: str, readings: Sequence[Reading], *, number: int, after: str | None, limit: int) -> Found[Case]:
    """Query and BatchGetItem: cases found by one of the readings of a query, in the order of the terms.

    `after` is a key that an answer had for `last`. A case that an earlier reading means isn't found again.
    """
    index = Index(CasesRow, lambda case_ids: _load(account_id, case_ids), terms_of)
    return search_rows.find(index, account_id, readings, number=number, after=after, limit=limit)


def _load(account_id: str, case_ids: Sequence[str]) -> Loaded[Case]:
    """BatchGetItem: cases by their ids, and whether all terms are written by the rule of today."""
    keys = [(case_key(account_id, case_id), "case") for case_id in case_ids]
    rows = list(CasesRow.batch_get([*keys, _TERMS_RULE])) if keys else []
    cases = [case for row in rows if isinstance(case := row.model(), Case)]
    current = any(isinstance(row, TermsRuleRow) and row.rule >= TERMS_RULE for row in rows)
    return Loaded({case.id: case for case in cases}, current)


def _term_row(case: Case, term: Term) -> TermRow:
    return TermRow(*term_key(case.account_id, term, case.id), case_id=case.id)
