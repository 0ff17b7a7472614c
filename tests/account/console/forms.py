"""Steps of the tests of settings: read a form as a browser would, and send it back changed."""

import re
from html import unescape

from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account
from tests.support.api.client import Answer
from tests.support.api.desk import Desk
from tests.support.api.people import People

ROOT = "/console/settings"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
_FORM = re.compile(r'<form method="post"(?P<head>[^>]*)>(?P<body>.*?)</form>', re.DOTALL)
_CONTROL = re.compile(
    r"<input (?P<input>[^>]*)>|<textarea (?P<area>[^>]*)>\n?(?P<text>.*?)</textarea>"
    r"|<select (?P<select>[^>]*)>(?P<options>.*?)</select>",
    re.DOTALL,
)
Typed = dict[str, str | list[str]]


def filled_in(answer: Answer, *, having: str = "base") -> Typed:
    """Return the fields of the page's own form, the one with a field, as a browser would send them back."""
    (body,) = (found["body"] for found in _FORM.finditer(answer.text) if f'name="{having}"' in found["body"])
    typed: Typed = {}
    for found in _CONTROL.finditer(body):
        name, value = _sent(found)
        several = [*_listed(typed.get(name)), value] if value is not None else None
        if several:
            typed[name] = several if len(several) > 1 else several[0]
    return typed


def _listed(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def _sent(found: re.Match[str]) -> tuple[str, str | None]:
    head = found["input"] or found["area"] or found["select"]
    name = _attribute(head, "name") or ""
    if found["area"]:
        return name, unescape(found["text"])
    if found["select"]:
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', found["options"])
        first = re.search(r'<option value="([^"]*)"', found["options"])
        return name, unescape((chosen or first or [""])[1])
    unticked = _attribute(head, "type") == "checkbox" and not re.search(r"\bchecked\b", head)
    return name, None if unticked else _attribute(head, "value")


def _attribute(head: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', head)
    return unescape(found[1]) if found else None


def sent(desk: Desk, section: str, **changes: str | list[str]) -> Answer:
    """Open a form, change some of its fields, send it. A dash in a field's name is written as two underscores."""
    path = f"{ROOT}/{section}"
    typed = filled_in(desk.get(path)) | {name.replace("__", "-"): value for name, value in changes.items()}
    return desk.post(path, typed)


def saved(desk: Desk, section: str, **changes: str | list[str]) -> None:
    """Send a form as `sent` does, and expect it to be saved."""
    answer = sent(desk, section, **changes)
    assert answer.status == 303, answer.text


def now_of(api: People) -> Account:
    """Return the account as it is stored."""
    return accounts.show_account(api.account.id)


def problem_at(answer: Answer, field: str) -> str:
    """Return a page's message at a field; the field points there, and the summary to the field."""
    found = re.search(rf'<p class="wrong" id="{re.escape(field)}-wrong">([^<]*)</p>', answer.text)
    assert found, f"nothing at {field}: {answer.text}"
    assert re.search(rf'<a href="#{re.escape(field)}">([^<]*: )?{re.escape(found[1])}</a>', answer.text)
    assert re.search(rf'id="{re.escape(field)}"[^>]*aria-describedby="[^"]*{re.escape(field)}-wrong', answer.text)
    return unescape(found[1])
