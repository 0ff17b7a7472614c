"""The check of wording: faults that it finds, and sentences that it accepts."""

import pytest

from infra.docstrings import corrections, faults_in


@pytest.mark.parametrize(
    "text",
    [
        "What a request says.",
        "Say whether a process is alive.",
        "Let a key open nothing any more.",
        "Somebody signed in.",
        "Return whether a link works.",
        "Return how long a step took.",
        "Return the time of a step, and how many requests it stands on.",
        "Queue what SNS logs of texts.",
        "Return " + "a very long list of words " * 4 + "to read.",
        "Revoke a key. Whoever holds it gets in no more.",
        "Revoke a key. Whether it was used is not told.",
        "Revoke a key. Raises Conflict for who has none.",
        "Revoke a key.\n\n- what it opened is closed.",
        "Revoke a key. It opens " + "a very long list of doors " * 6 + "no more.",
    ],
)
def test_a_fault_is_corrected(text: str) -> None:
    assert list(corrections(text))


@pytest.mark.parametrize(
    "text",
    [
        "Return True if a link works.",
        "Revoke a key; nobody knows whether it was used.",
        'A form whose button reads "What now?".',
        "Return the value of `what`.",
        "Return an offset, e.g. `UTC+3`. Where there is none, it is None.",
        "Revoke a key. The log says whether it was used; the owner to whom it belongs is told.",
        "The rows of a key.\n\n| what | pk |\n|---|---|\n| a key | `key#<id>` |",
        "The list of staff who can handle cases.",
        "GetItem: the entries of a case.",
    ],
)
def test_a_plain_sentence_is_accepted(text: str) -> None:
    assert list(corrections(text)) == []


@pytest.mark.parametrize(
    "source",
    [
        'def revoke_key(key_id: str) -> None:\n    """Revoke a key."""',
        'def show(case_id: str) -> Case:\n    """Show the case."""',
        '@routes.operation("GET", summary="List the photos of a case")\ndef photos():\n    """List photos."""',
        "#: How long it takes.\nSECONDS = 5",
        "#: Seconds of what the call takes.\nSECONDS = 5",
        "class Event:\n    #: What happened,\n    #: in words.\n    text: str",
        '"""Which function this is."""',
    ],
)
def test_a_source_has_its_fault_at_a_line(source: str) -> None:
    ((line, _),) = faults_in(source)

    assert line == next(number for number, text in enumerate(source.splitlines(), 1) if '"""' in text or "#:" in text)


@pytest.mark.parametrize(
    "source",
    [
        'def revoke_key(key_id: str) -> None:\n    """Revoke a key. Idempotent."""',
        'def revoke_key(key_id: str) -> None:\n    """Revoke a key and all of its sessions."""',
        "#: Seconds until a lease ends.\nSECONDS = 5",
        "# What an ordinary comment begins with is free.\nSECONDS = 5",
    ],
)
def test_a_source_without_faults_is_accepted(source: str) -> None:
    assert list(faults_in(source)) == []
