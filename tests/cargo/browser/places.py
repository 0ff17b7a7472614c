"""The pages of claims of cargo, of companies and of conversations, for each side."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from playwright.sync_api import Page

from tests.cabinet.visitors import HOME
from tests.cargo.browser.scene import Scene
from tests.support.browser.desks import follow

Step = Callable[[Page], None]


#: By step of an announcement, its fields.
_ANNOUNCED = (
    {"kind": "breakage", "goods": "pallet"},
    {"route": "national", "mode": "road"},
    {"delivered_at": "2026-04-01", "description": "Cajas mojadas."},
)
_WORDS = frozenset({"delivered_at", "description"})


class Place(NamedTuple):
    """A page with the cookies of its reader; `step` leads on to a state of it."""

    name: str
    cookies: Mapping[str, str]
    path: str
    step: Step | None = None
    #: The path of the same page in English, if it doesn't follow the cookies.
    english: str = ""


def press_main(page: Page) -> None:
    """Press the main button: an empty form shows its errors."""
    follow(page.locator("main form button.main").first)


def announcing(steps: int) -> Step:
    """Return the way through so many steps of an announcement, and an empty try at the next one."""

    def walk(page: Page) -> None:
        for typed in _ANNOUNCED[:steps]:
            for name, value in typed.items():
                if name in _WORDS:
                    page.locator(f"#{name}").fill(value)
                else:
                    page.locator(f"[name={name}][value={value}]").check()
            press_main(page)
        if steps < len(_ANNOUNCED):
            press_main(page)

    return walk


def of_the_company(scene: Scene) -> Iterator[Place]:
    """Yield the pages of the client area, and those for people without an account."""
    own, ana = scene.own, scene.ana.cookies
    paths = {
        "home": HOME,
        "claims": f"{HOME}/claims",
        "claims narrowed to nothing": f"{HOME}/claims?turn=mine&q=nothing",
        "announced claim": own("asked"),
        "start": own("asked", "/moves/start"),
        "reject": own("asked", "/moves/reject"),
        "claim with documents": own("started"),
        "rejected claim": own("rejected"),
        "undo the rejection": own("rejected", "/moves/undo_rejection"),
        "decided claim": own("decided"),
        "dispute": own("decided", "/moves/dispute"),
        "accept": own("decided", "/moves/accept"),
        "withdraw": own("started", "/moves/withdraw"),
        "paid claim": own("paid"),
        "reopen": own("paid", "/moves/reopen"),
        "refused document": scene.paths["refused"],
        "estimate": own("started", "/expectation"),
        "goods": own("started", "/goods"),
        "letters": own("started", "/letters"),
        "letter": own("started", "/letters/hidden"),
        "photos from the holder": own("started", "/photo-requests"),
        "chat": own("started", "/chat"),
        "messages": f"{HOME}/messages",
        "new request": f"{HOME}/messages/new?about={scene.claims['started']}",
        "request": scene.paths["ticket"],
        "notices": f"{HOME}/notices",
        "account": f"{HOME}/me",
        "people": f"{HOME}/people",
        "invite": f"{HOME}/people/invite",
        "colleague": scene.paths["colleague"],
        "help": f"{HOME}/help",
    }
    for name, path in paths.items():
        yield Place(name, ana, path)
    for name, path in (
        ("reject without a reason", own("asked", "/moves/reject")),
        ("dispute without a reason", own("decided", "/moves/dispute")),
        ("photos of nobody", own("started", "/photo-requests")),
        ("request without text", f"{HOME}/messages/new"),
        ("invitation of nobody", f"{HOME}/people/invite"),
    ):
        yield Place(name, ana, path, press_main)
    yield Place("announce", ana, f"{HOME}/claims/announce")
    for steps in range(len(_ANNOUNCED) + 1):
        yield Place(f"announce after {steps} steps", ana, f"{HOME}/claims/announce", announcing(steps))
    yield Place("colleague without the permission", scene.luis.cookies, HOME)
    yield Place("help for anyone", {}, f"{HOME}/help")
    yield Place("invitation", {}, scene.paths["joining"])
    yield Place("driver", {}, scene.paths["driver"], english=scene.paths["driver in English"])


def of_staff(scene: Scene) -> Iterator[Place]:
    """Yield the pages of the console."""
    desk, claims = scene.desk.cookies, scene.claims
    case_id = claims["started"].replace("claim_", "case_")
    paths = {
        "claims": "/console/claims",
        "claims of a client": f"/console/claims?client={scene.client_id}",
        "claims in a stage": f"/console/claims?client={scene.client_id}&stage=documents",
        "announce: whom": "/console/claims/announce",
        "announce": f"/console/claims/announce?client={scene.client_id}",
        "announced claim": scene.case("asked", "claim"),
        "claim with documents": scene.case("started", "claim"),
        "documents": scene.case("started", "documents"),
        "conversation": scene.case("started", "conversation"),
        "decided claim": scene.case("decided", "claim"),
        "rejected claim": scene.case("rejected", "claim"),
        "goods": f"/console/claims/{claims['started']}/goods",
        "letter": f"/console/claims/{claims['started']}/letters/hidden",
        "refused document": scene.paths["refused at the desk"],
        "photos from the holder": f"/console/new?case={case_id}&holder=yes",
        "photos of the goods": f"/console/new?case={case_id}",
        "requests": "/console/tickets",
        "request": scene.paths["ticket at the desk"],
        "new request": f"/console/tickets/new?client={scene.client_id}",
        "company": f"/console/clients/{scene.client_id}",
        "people": f"/console/clients/{scene.client_id}?tab=people",
        "requests of a client": f"/console/clients/{scene.client_id}?tab=feedback",
        "invite": f"/console/company-people/{scene.client_id}/invite",
        "processes of claims": "/console/settings/claims",
        "process of cargo": "/console/settings/claims/cargo",
        "document of a process": "/console/settings/claims/cargo/documents/new-document",
        "deadline of a process": "/console/settings/claims/cargo/deadlines/new-deadline",
        "calendars": "/console/settings/calendars",
        "rates": "/console/settings/cargo",
        "rate": "/console/settings/cargo/new-rate",
        "feedback": "/console/settings/feedback",
    }
    for name, path in paths.items():
        yield Place(f"console: {name}", desk, path)
