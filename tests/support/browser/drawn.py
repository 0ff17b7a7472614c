"""Pages in Chromium that are drawn in the process of the test: a browser without a running system."""

from collections.abc import Mapping
from http import HTTPStatus

from playwright.sync_api import BrowserContext, Route

from chalicelib.base.languages import Language
from chalicelib.frame.console.addresses import origin
from chalicelib.http.cookies import AREA_LANGUAGE, LANGUAGE
from tests.support.api.client import Api


class Drawn:
    """Answers the calls of a browser as the system does, to the person who has the present `cookies`."""

    def __init__(self, context: BrowserContext) -> None:
        self.cookies: Mapping[str, str] = {}
        context.route(f"{origin()}/**", self._answer)

    def _answer(self, route: Route) -> None:
        request, cookie = route.request, header(self.cookies)
        sent = {**cookie, "Accept-Language": request.headers.get("accept-language", "")}
        if request.method != "GET":
            kind = request.headers.get("content-type", "application/json")
            sent |= {"Origin": origin(), "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        given = Api(headers=sent).call(request.method, request.url.removeprefix(origin()), raw=request.post_data)
        if given.status == HTTPStatus.SEE_OTHER:  # Chromium follows no redirect of an answer that is made up
            given = Api(headers=sent).get(given.headers["location"].partition("#")[0])
        route.fulfill(status=given.status, headers=dict(given.headers), body=given.text)


def header(cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the header of cookies; none without any."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}


def speaking(language: Language, cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies of a person with a language chosen, both at the console and in the client area."""
    return {**cookies, LANGUAGE: language, AREA_LANGUAGE: language}
