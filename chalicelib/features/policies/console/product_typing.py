"""Typed fields of a product's form as programs write them, and the rows of a saved product."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.base.dates import NOT_A_DATE, read_date
from chalicelib.base.errors import FieldError
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.policies.console.product_rows import Row, Rows, label_fields, labels_of
from chalicelib.features.policies.product_types import Factor, Labelled, Labels, Product
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.numbers import typed_money, typed_number, written
from chalicelib.frame.console.saving import LABEL_NEEDED

#: Between the names of a value in three languages.
_BETWEEN = " / "
#: Stands for a day that could not be read: nothing is saved.
_SOME_DAY = "2000-01-01"


def facts_typed(typed: Mapping[str, str], page: Language) -> dict[str, Any]:
    """Return the facts of a product that are no rows, of typed fields by name. `page`: the page's language."""
    retention = {"years": typed["retain_years"] or None, "law": typed["retain_law"]}
    return {
        "subject": typed["subject"],
        "currency": typed["currency"],
        "active": bool(typed["active"]),
        "rating": {
            "percent": typed_number(typed["percent"]),
            "sum_least": typed_money(typed["sum_least"], typed["currency"], page),
            "sum_most": typed_money(typed["sum_most"], typed["currency"], page),
            "minimum_premium": typed_money(typed["minimum_premium"], typed["currency"], page) or "0",
        },
        "term_months": typed["term_months"] or None,
        "minimum_age": typed["minimum_age"] or None,
        "number": {"form": typed["number_form"], "series": typed["series"]},
        "cooling_off": {"days": typed["cooling_days"] or 0, "keeps_days_in_force": bool(typed["keeps_days"])},
        "share_kept": typed_number(typed["share_kept"]) or "0",
        "retention": retention if any(retention.values()) else None,
        "process": typed["process"] or None,
        "cancels_online": bool(typed["cancels_online"]),
        "after_loss": {each: typed[f"after_loss_{each}"] for each in LANGUAGES if typed[f"after_loss_{each}"]},
    }


def rows_typed(
    rows: Rows, known: Product | None, language: Language, *, amounts: Callable[[str], str]
) -> dict[str, Any]:
    """Return plans, factors, fields and documents of rows. Saved ones keep their codes, others get those of labels.

    `amounts` reads a typed amount.
    """
    return {
        "plans": [
            {**each, "instalments": row["instalments"], "factor": typed_number(row["factor"])}
            for each, row in _coded(rows.by_kind["plan"], "plan", language)
        ],
        "factors": [
            {**each, "kind": row["kind"] or "plain", "options": _options(row["kind"], options, language, amounts)}
            for (each, row), options in zip(
                _coded(rows.by_kind["factor"], "factor", language), rows.options, strict=True
            )
        ],
        "fields": [
            _field(each, row, known, language) for each, row in _coded(rows.by_kind["field"], "field", language)
        ],
        "documents": [
            {"labels": labels_of(row) or {language: "-"}, "file": row["file"], "since": _day(row["since"]) or _SOME_DAY}
            for row in rows.by_kind["document"]
        ],
    }


def wrong_rows(rows: Rows, language: Language) -> list[FieldError]:
    """Return the errors of rows that only a form has: no label, a day in no known form."""
    places = {"plan": "/plans", "factor": "/rating/factors", "field": "/fields", "document": "/documents"}
    lists = [(at, rows.by_kind[kind]) for kind, at in places.items()]
    lists += [(f"/rating/factors/{place}/options", each) for place, each in enumerate(rows.options)]
    unnamed = [f"{at}/{place}" for at, each in lists for place, row in enumerate(each) if not labels_of(row)]
    days = [place for place, row in enumerate(rows.by_kind["document"]) if not _day(row["since"])]
    return [
        *(FieldError(f"{at}/labels/{language}", LABEL_NEEDED) for at in unnamed),
        *(FieldError(f"/documents/{place}/since", NOT_A_DATE) for place in days),
    ]


def rows_of(product: Product, language: Language) -> Rows:
    """Return the rows of a saved product, numbers as the language writes them."""
    plans = [
        _row(each, instalments=str(each.instalments), factor=written(language, each.factor)) for each in product.plans
    ]
    fields = [
        _row(
            each, kind=each.kind, required="yes" if each.required else "", choices="\n".join(map(_named, each.choices))
        )
        for each in product.fields
    ]
    documents = [
        {**label_fields(each.labels), "file": each.file, "since": each.since.isoformat()} for each in product.documents
    ]
    factors = [_row(each, kind=each.kind) for each in product.rating.factors]
    options = [list(_option_rows(each, language)) for each in product.rating.factors]
    return Rows({"plan": plans, "factor": factors, "field": fields, "document": documents}, options)


def _option_rows(factor: Factor, language: Language) -> Iterator[Row]:
    for each in factor.options:
        amount = "" if each.amount is None else written(language, each.amount)
        drivers = "yes" if each.needs_drivers else ""
        yield _row(each, factor=written(language, each.factor), amount=amount, needs_drivers=drivers)


def _row(labelled: Labelled, **fields: str) -> Row:
    return {"known": labelled.code, **label_fields(labelled.labels), **fields}


def _options(
    kind: str, options: Sequence[Row], language: Language, amounts: Callable[[str], str]
) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "factor": typed_number(row["factor"]),
            "amount": (amounts(row["amount"]) or None) if kind == "deductible" else None,
            "needs_drivers": bool(row["needs_drivers"]),
        }
        for each, row in _coded(options, "option", language)
    ]


def _field(each: dict[str, Any], row: Row, known: Product | None, language: Language) -> dict[str, Any]:
    saved = next((one for one in known.fields if one.code == each["code"]), None) if known else None
    lines = [line.strip() for line in row["choices"].splitlines() if line.strip()] if row["kind"] == "choice" else []
    choices = _choices(lines, {_named(one): one.code for one in saved.choices} if saved else {}, language)
    return {**each, "kind": row["kind"] or "text", "required": bool(row["required"]), "choices": choices}


def _choices(lines: Sequence[str], saved: Mapping[str, str], language: Language) -> list[dict[str, Any]]:
    """Return values of a list by the lines that name them; `saved`: codes by line."""
    taken = set(saved.values())
    choices: list[dict[str, Any]] = []
    for line in lines:
        labels = _labels_in(line, language)
        code = saved.get(line) or proposed(first_label(labels, LANGUAGES), taken=taken, fallback="value")
        taken.add(code)
        choices.append({"code": code, "labels": labels})
    return choices


def _named(labelled: Labelled) -> str:
    """Return a value's name in a line: in all languages, or once if it has one name."""
    labels = [labelled.labels.get(language, "") for language in LANGUAGES]
    return _BETWEEN.join(labels) if all(labels) else next(filter(None, labels), "")


def _labels_in(line: str, language: Language) -> Labels:
    parts = [part.strip() for part in line.split(_BETWEEN)]
    if len(parts) == len(LANGUAGES) and all(parts):
        return dict(zip(LANGUAGES, parts, strict=True))
    return {language: line}


def _coded(rows: Sequence[Row], fallback: str, language: Language) -> list[tuple[dict[str, Any], Row]]:
    """Return codes and labels of rows. A saved row keeps its code, another one gets that of its label."""
    taken = {row["known"] for row in rows if row["known"]}
    coded = []
    for row in rows:
        labels = labels_of(row)
        code = row["known"] or proposed(first_label(labels, LANGUAGES), taken=taken, fallback=fallback)
        taken.add(code)
        coded.append(({"code": code, "labels": labels or {language: "-"}}, row))
    return coded


def _day(typed: str) -> str:
    """Return a typed day in ISO 8601; empty if it cannot be read."""
    try:
        return read_date(typed).isoformat()
    except ValueError:
        return ""
