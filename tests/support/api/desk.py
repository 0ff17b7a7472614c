"""A person at a browser of the console: keeps cookies, names its origin, reads pages."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import pytest

from chalicelib.frame.console.addresses import origin
from chalicelib.http.cookies import LANGUAGE, SESSION
from chalicelib.identity import sessions
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

Fields = Mapping[str, str | list[str]]


@dataclass
class Desk:
    """A browser; `headers` replaces those that it would send of its own."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = "192.0.2.1"

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page (`/console…`)."""
        return self._call("GET", path, None, headers)

    def post(self, path: str, fields: Fields | None = None, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        own = {"Origin": origin(), "Sec-Fetch-Site": "same-origin"} if headers is None else headers
        sent = {"Content-Type": "application/x-www-form-urlencoded", **own}
        return self._call("POST", path, urlencode(fields or {}, doseq=True), sent)

    def speaking(self, language: str) -> "Desk":
        """Return the same browser with the pages' language chosen."""
        return replace(self, cookies={**self.cookies, LANGUAGE: language})

    def _call(self, method: str, path: str, raw: str | None, headers: Mapping[str, str]) -> Answer:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Cookie": jar} if jar else {}
        api = Api(headers={**own, **self.headers}, address=self.address)
        answer = api.call(method, path, raw=raw, headers=headers)
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for line in answer.cookies:
            assert line.startswith("__Host-")
            assert line.endswith("Path=/; Secure; HttpOnly; SameSite=Strict") or "; SameSite=Strict; Max-Age=" in line
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]


def at_desk(person: Api) -> Desk:
    """Return the browser of someone who has a token of the pool, signed in to the console."""
    token = person.authorization.removeprefix("Bearer ")
    return Desk(cookies={SESSION: sessions.begin({"AccessToken": token, "ExpiresIn": 3600}).secret})


def scripts_of(answer: Answer) -> list[str]:
    """Return the names of the scripts of a page, without their hashes; '' for one that stands in the page."""
    tags = re.findall(r"<script\b([^>]*)>", answer.text)
    return [found[1] if (found := re.search(r'src="[^"]*/[0-9a-f]+-([^"]+)"', tag)) else "" for tag in tags]


def seen(answer: Answer) -> str:
    """Return a page's text without tags, in one line."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    body = body.replace("<wbr>", "")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the desk of an administrator who reads English."""
    return at_desk(api.admin).speaking("en")
