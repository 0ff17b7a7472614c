"""The codes of a registration: both contacts are confirmed before a password is chosen."""

from collections.abc import Mapping

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.errors import DomainError, FieldError, Findings, Gone
from chalicelib.base.languages import N_
from chalicelib.features.cabinet.codes import Code, Purpose
from chalicelib.features.cabinet.joining.model import Join, JoinStep
from chalicelib.features.cabinet.joining.refusals import out_of_turn
from chalicelib.features.cabinet.joining.service import limits, telling
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.features.cabinet.refusals import WrongCode
from chalicelib.features.cabinet.service.coding import check_code, use_code
from chalicelib.features.cabinet.table import joining as table
from chalicelib.frame.area.site import Site

_MISSING = N_("Type the code.")


def confirm(site: Site, secret: str, typed: Mapping[Channel, str], *, address: str) -> Join:
    """Confirm the contacts whose codes were typed. Each try is counted before its code is compared.

    Raises Invalid at each code that is wrong, has ended or is missing; Gone, Conflict, QuotaExceeded. Those that were
    right stay confirmed.
    """
    limits.count_step(address)
    join, found = _read(site, secret), Findings()
    right = [code for each in join.missing if (code := _checked(join, each, typed.get(each, ""), found))]
    after = retry_stale(lambda: _confirm(site, secret, right)) if right else join
    found.demand_none()
    return after


def send_again(site: Site, secret: str, *, address: str) -> Join:
    """Send new codes to the contacts that are not confirmed. Raises QuotaExceeded too soon, Gone, Conflict."""
    limits.count_step(address)
    join = _read(site, secret)
    tx = Transaction()
    telling.queue_codes(tx, join)
    tx.commit()
    return join


def _checked(join: Join, channel: Channel, typed: str, found: Findings) -> Code | None:
    """Return the code of a channel that was typed rightly; else add the error at its field."""
    if not typed:
        found.add([FieldError(f"/{channel}", _MISSING)])
        return None
    try:
        return check_code(join.account_id, join.sha256, purpose=Purpose.REGISTRATION, channel=channel, typed=typed)
    except (WrongCode, Gone) as error:
        found.add([_at(channel, error)])
        return None


def _at(channel: Channel, error: DomainError) -> FieldError:
    first = error.errors[0] if error.errors else FieldError("", error.message, error.params)
    return first._replace(pointer=f"/{channel}")


def _confirm(site: Site, secret: str, codes: list[Code]) -> Join:
    before = _read(site, secret)
    confirmed = (*before.confirmed, *(each.channel for each in codes))
    after = before.model_copy(update={"confirmed": confirmed, "version": before.version + 1})
    if not after.missing:
        after = after.model_copy(update={"step": JoinStep.PASSWORD})
    tx = Transaction()
    for code in codes:
        use_code(tx, code)
    table.replace_join(tx, after, replacing=before)
    tx.commit()
    return after


def _read(site: Site, secret: str) -> Join:
    join = read_join(site, secret)
    if join.step is not JoinStep.CODES:
        raise out_of_turn(join.step)
    return join
