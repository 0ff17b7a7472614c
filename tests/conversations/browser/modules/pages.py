"""Pages with a conversation as tests play them: the wishes of the model, and the disk of the browser."""

from dataclasses import dataclass, field
from typing import Any

from tests.conversations.browser.modules.conftest import Chats

Effect = dict[str, Any]


@dataclass
class ChatPage:
    """One page. All that its model asks for waits here until the test does it, or loses it."""

    chats: Chats
    name: str
    side: str
    thread: str
    #: Texts in IndexedDB, by id: they outlive the page.
    outbox: dict[str, Effect] = field(default_factory=dict)
    #: Questions, posts and marks that are on their way.
    calls: list[Effect] = field(default_factory=list)
    #: Texts that are about to be kept.
    keeps: list[Effect] = field(default_factory=list)
    #: Milliseconds of timers by their name.
    timers: dict[str, float] = field(default_factory=dict)
    connects: list[int] = field(default_factory=list)
    said: list[tuple[int, Effect]] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    view: dict[str, Any] = field(default_factory=dict)
    #: Rises with each load: outcomes of calls of an earlier page are nobody's.
    loads: int = 0
    #: True once the page has the texts of earlier visits.
    recalled: bool = False
    #: The text that the page has posted, as long as it waits for the answer.
    posting: str = ""
    #: Posts that came too early: before the disk had the text or the page those of before, or beside another post.
    early: list[str] = field(default_factory=list)

    def load(self, answer: dict[str, Any]) -> None:
        """Open the page with a first answer; the memory of the page before is gone."""
        for each in (self.calls, self.keeps, self.connects, self.said, self.closed):
            each.clear()
        self.timers.clear()
        self.loads += 1
        self.recalled, self.posting = False, ""
        self.chats.begin(self.name, {"thread": self.thread, "side": self.side, "answer": answer})
        self.tell("start")

    def recall(self) -> None:
        """Bring the texts of the disk to the page."""
        self.recalled = True
        self.tell("recalled", sorted(self.outbox.values(), key=lambda own: own["id"]))

    def tell(self, event: str, *values: object) -> list[Effect]:
        """Bring an event to the model, and note the effects."""
        if event == "back" or (event == "posted" and values[0] == self.posting):
            self.posting = ""
        told = self.chats.tell(self.name, event, *values)
        self.lines, self.view = told["lines"], told["view"]
        for effect in told["effects"]:
            self._note(effect)
            self._note_posting(effect)
        return list(told["effects"])

    def keep(self) -> None:
        """Write the first waiting text to the disk."""
        own = self.keeps.pop(0)["own"]
        self.outbox[own["id"]] = own
        self.tell("kept", own["id"], True)

    def fire(self, name: str) -> None:
        """End a timer: its time has passed."""
        self.chats.let_pass(self.timers.pop(name))
        self.tell("tick", name)

    @property
    def texts(self) -> list[str]:
        """The texts that the page shows, in order."""
        return [(line.get("own") or line)["text"] for line in self.lines]

    @property
    def own(self) -> list[dict[str, Any]]:
        """The texts of one's own that are no messages yet."""
        return [line["own"] for line in self.lines if line.get("own")]

    @property
    def is_stuck(self) -> bool:
        """Return True if a text that could be posted is neither on its way nor waits for its time."""
        first = next((each for each in self.own if each["state"] == "sending"), None)
        may_go = first is not None and first.get("kept") is not None and self.recalled
        return may_go and not self.posting and "send" not in self.timers

    def asked(self, do: str) -> list[Effect]:
        """Return the calls of a kind that are on their way."""
        return [each for each in self.calls if each["do"] == do]

    def _note_posting(self, effect: Effect) -> None:
        if effect["do"] == "post":
            if self.posting or not self.recalled or effect["id"] not in self.outbox:
                self.early.append(effect["text"])
            self.posting = effect["id"]
        elif effect["do"] == "drop" and effect["id"] == self.posting:
            self.posting = ""

    def _note(self, effect: Effect) -> None:
        match effect["do"]:
            case "fetch" | "post" | "mark":
                self.calls.append(effect)
            case "keep":
                self.keeps.append(effect)
            case "drop":
                self.outbox.pop(effect["id"], None)
            case "connect":
                self.connects.append(effect["n"])
            case "say":
                self.said.append((effect["n"], effect["frame"]))
            case "close":
                self.closed.append(effect["n"])
            case "timer":
                self.timers[effect["name"]] = effect["after"]
            case _:
                self.timers.pop(effect["name"], None)
