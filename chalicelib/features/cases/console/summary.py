"""The head of a case page: the case's name and status, and the known facts of vehicle, owner and loss."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.base.words import line
from chalicelib.features.cases.console import words as case_words
from chalicelib.features.cases.console.timeline import in_language
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.tenancy.model import Account, ProcessField


class Fact(NamedTuple):
    """A known fact, with its name in the reader's language; `href` if it can be called or written to."""

    label: str
    value: str
    href: str = ""


class FactGroup(NamedTuple):
    """Facts that belong together."""

    title: str
    facts: Sequence[Fact]


class CaseHead(NamedTuple):
    """The head of a case page."""

    id: str
    title: str
    status: CaseStatus
    status_label: str
    look: str
    awaited: str
    process: str
    created: str
    changed: str
    groups: Sequence[FactGroup]


def case_head(
    case: Case, *, account: Account, language: Language, client: Fact | None = None, policy: FactGroup | None = None
) -> CaseHead:
    """Return the head of a case's page; groups of which nothing is known are left out. `client` is the owner's."""
    process = account.process(case.process) if case.process else None
    groups = [
        FactGroup(title=text(language, title), facts=facts)
        for title, facts in (
            (N_("Vehicle"), _vehicle(case, language)),
            (N_("Owner"), [*_owner(case, language), *([client] if client else [])]),
            (N_("Loss"), _loss(case, account, language)),
        )
        if facts
    ]
    label = in_language(process.labels, language) if process else case.process or ""
    fields = _fields(case, process.fields if process else (), language)
    return CaseHead(
        id=case.id,
        title=case.shown_title,
        status=case.status,
        status_label=text(language, case_words.CASE_STATUS[case.status]),
        look=case_words.CASE_LOOK[case.status],
        awaited=text(language, case_words.AWAITED[case.status]),
        process=label,
        created=localized.moment(language, case.created_at, account.zone),
        changed=localized.moment(language, case.changed_at, account.zone),
        groups=[*groups, *([policy] if policy else []), *([FactGroup(title=label, facts=fields)] if fields else [])],
    )


def _known(language: Language, *named: tuple[str, str | None]) -> list[Fact]:
    return [Fact(label=text(language, label), value=value) for label, value in named if value and line(value)]


def _vehicle(case: Case, language: Language) -> list[Fact]:
    vehicle = case.vehicle
    return _known(
        language,
        (N_("Plate"), vehicle.plate),
        (N_("VIN"), vehicle.vin),
        (N_("Make and model"), " ".join(filter(None, (vehicle.make, vehicle.model)))),
    )


def _owner(case: Case, language: Language) -> list[Fact]:
    phone, email = case.owner.phone, case.owner.email
    found = _known(language, (N_("Name"), case.owner.name))
    if phone:
        found.append(Fact(label=text(language, N_("Phone")), value=display(phone), href=f"tel:{phone}"))
    if email:
        found.append(Fact(label=text(language, N_("E-mail")), value=email, href=f"mailto:{email}"))
    return found


def _loss(case: Case, account: Account, language: Language) -> list[Fact]:
    loss = case.loss
    when = localized.moment(language, loss.occurred_at, account.zone) if loss.occurred_at else None
    return _known(
        language, (N_("Date and time"), when), (N_("Place"), loss.place), (N_("What happened"), loss.description)
    )


def _fields(case: Case, fields: Sequence[ProcessField], language: Language) -> list[Fact]:
    labels = {field.code: in_language(field.labels, language) for field in fields}
    return [Fact(label=labels.get(code, code), value=value) for code, value in case.fields.items() if line(value)]
