"""The documents of a claim on its tab: each slot with its reasons, its state and its files."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.languages import N_, text
from chalicelib.features.claims.console.document_lines import document_line, names_of
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.console.words import SLOT_STATES
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.slots import has_room, takes_documents
from chalicelib.features.claims.documents.uploading import list_documents
from chalicelib.features.claims.processes import CHAT, FOR_REVIEW, SlotRule
from chalicelib.features.claims.standing import SlotStanding, slots_of

_NEEDS = {
    "required": N_("required"),
    "one_of": N_("one of these"),
    "optional": N_("optional"),
    "payment": N_("for the payment"),
}


def documents(shown: ClaimShown) -> Mapping[str, Any]:
    """Return the slots of a claim in their order, and the files of its messages and of former slots."""
    claim = shown.claim
    found = list_documents(claim)
    names = names_of(claim, found)
    rules = {each.code: each for each in claim.slots}
    return {
        "slots": [_slot(shown, each, rules[each.code], found, names) for each in slots_of(claim, shown.language)],
        "written": [document_line(claim, each, names, shown.language) for each in found if each.slot == CHAT],
        # Facts or a process that changed leave files of slots behind.
        "others": [
            document_line(claim, each, names, shown.language, with_slot=True)
            for each in found
            if each.slot not in {*rules, CHAT}
        ],
    }


def _slot(
    shown: ClaimShown, slot: SlotStanding, rule: SlotRule, found: Sequence[ClaimDocument], names: dict[str, str]
) -> Mapping[str, Any]:
    state, look = SLOT_STATES[slot.state]
    is_spared = slot.state == "missing" and slot.need not in FOR_REVIEW and rule not in shown.claim.missing_for_payment
    return {
        "slot": slot,
        "need": text(shown.language, _NEEDS[slot.need]),
        "state": "" if is_spared else text(shown.language, state),
        "look": look,
        "held": slot.received + slot.accepted,
        "files": [document_line(shown.claim, each, names, shown.language) for each in found if each.slot == slot.code],
        "can_add": shown.may_write and takes_documents(shown.claim) and has_room(shown.claim, rule),
    }
