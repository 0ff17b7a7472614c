"""The codes of a registration: both contacts are confirmed before a password is chosen."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings, QuotaExceeded
from chalicelib.base.languages import N_
from chalicelib.features.cabinet.joining import codes
from chalicelib.features.cabinet.joining.model import Join, JoinStep, SentCode
from chalicelib.features.cabinet.joining.refusals import out_of_turn
from chalicelib.features.cabinet.joining.service import limits, telling
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.features.cabinet.table import joining as table
from chalicelib.frame.area.site import Site

_WRONG = N_("This is not the code. Look at the last message; tries left: {left}.")
_ENDED = N_("This code has ended. Have a new one sent.")
_MISSING = N_("Type the code.")
_TOO_SOON = N_("A code was sent just now. Another one can be sent after a minute, five in all.")


def confirm(site: Site, secret: str, typed: Mapping[Channel, str], *, address: str) -> Join:
    """Confirm the contacts whose codes were typed. Each try is counted before its code is compared.

    Raises Invalid at each code that is wrong, has ended or is missing; Gone, Conflict, QuotaExceeded. Those that were
    right stay confirmed.
    """
    limits.count_step(address)
    after, found = retry_stale(lambda: _confirm(site, secret, typed))
    found.demand_none()
    return after


def send_again(site: Site, secret: str, *, address: str) -> Join:
    """Send new codes to the contacts that are not confirmed. Raises QuotaExceeded too soon, Gone, Conflict."""
    limits.count_step(address)
    return retry_stale(lambda: _send_again(site, secret))


def _confirm(site: Site, secret: str, typed: Mapping[Channel, str]) -> tuple[Join, Findings]:
    before, moment, found = _read(site, secret), now(), Findings()
    sent, confirmed = dict(before.codes), list(before.confirmed)
    for channel in before.missing:
        wrong, sent[channel] = _compare(before, channel, typed.get(channel, ""), moment)
        found.add(wrong)
        confirmed += [] if wrong else [channel]
    after = before.model_copy(update={"codes": sent, "confirmed": tuple(confirmed), "version": before.version + 1})
    if not after.missing:
        after = after.model_copy(update={"step": JoinStep.PASSWORD})
    tx = Transaction()
    table.replace_join(tx, after, replacing=before)
    tx.commit()
    return after, found


def _compare(join: Join, channel: Channel, typed: str, moment: datetime) -> tuple[list[FieldError], SentCode]:
    """Return the error of a typed code, and the code with the try counted."""
    sent, pointer = join.codes[channel], f"/{channel}"
    if not typed:
        return [FieldError(pointer, _MISSING)], sent
    if not codes.is_live(sent, moment):
        return [FieldError(pointer, _ENDED)], sent
    tried = sent.model_copy(update={"tries": sent.tries + 1})
    if codes.is_code(join, channel, typed):
        return [], tried
    left = codes.TRIES - tried.tries
    return [FieldError(pointer, _WRONG, {"left": left}) if left else FieldError(pointer, _ENDED)], tried


def _send_again(site: Site, secret: str) -> Join:
    before, moment = _read(site, secret), now()
    if not any(codes.can_send(before.codes.get(each), moment) for each in before.missing):
        raise QuotaExceeded(_TOO_SOON, retry_after=int(codes.PAUSE.total_seconds()))
    tx = Transaction()
    after = telling.queue_codes(tx, before.model_copy(update={"version": before.version + 1}), moment)
    table.replace_join(tx, after, replacing=before)
    tx.commit()
    return after


def _read(site: Site, secret: str) -> Join:
    join = read_join(site, secret)
    if join.step is not JoinStep.CODES:
        raise out_of_turn(join.step)
    return join
