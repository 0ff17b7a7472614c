"""Both browsers' models against the server over a bad network: nothing written is lost, or shown twice.

Requests are lost before or after the server, come late, or twice; answers and pushes are lost, doubled and reordered;
pages crash; the claim is closed in between. Once that ends, each kept text stands once in both pages, in order.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.ids import new_ulid
from chalicelib.features.claims.stages import Stage
from chalicelib.features.conversations.chat_views import claim_thread_view
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.features.conversations.sockets.frames import message_frame
from chalicelib.features.conversations.sockets.model import Listener
from chalicelib.features.conversations.threads import Message, Side
from chalicelib.identity.area.model import AreaCaller, AreaPerson, AreaSession, Registration
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from tests.claims.cases import changed, claimed
from tests.clients.bodies import PERSON, added
from tests.conversations.browser.modules.conftest import Chats
from tests.conversations.browser.modules.pages import ChatPage, Effect
from tests.support.api.people import People
from tests.support.area import holder

#: Messages that a page has at first: fewer than are written, so that there are earlier ones.
PAGE = 4
FATES = ("done", "done", "done", "lost before", "lost after", "twice", "late", "wandering", "busy", "often")
ROUNDS = 60
WHO = st.sampled_from(("client", "staff"))
WHICH = st.integers(0, 5)


@dataclass
class Server:
    """The server's use cases, as both pages call them, with the pushes that it sends."""

    api: People
    claim_id: str
    callers: dict[str, Caller]
    pages: dict[str, ChatPage]
    #: Open sockets that said hello: of whom, their number and the load of the page.
    listeners: set[tuple[str, int, int]] = field(default_factory=set)
    #: Pushes on their way, of whom.
    pushes: list[tuple[str, int, int, dict[str, Any]]] = field(default_factory=list)

    def show(self, who: str, **page: Any) -> dict[str, Any]:
        """Return messages as the page gets them."""
        found = chatting.show_thread(self.callers[who], self.claim_id, limit=PAGE, **page)
        return claim_thread_view(self.callers[who], found, "en").model_dump(mode="json")

    def answer(self, who: str, call: Effect) -> tuple[Any, ...]:
        """Do a call; return the event of its outcome."""
        if call["do"] == "mark":
            chatting.mark_read(self.callers[who], self.claim_id, call["seq"])
            return ("marked", call["seq"], True)
        if call["do"] == "post":
            return ("posted", call["id"], *self._write(who, call))
        if "before" in call:
            return ("before", self.show(who, before=call["before"])["items"])
        return ("fetched", call["n"], self.show(who, after=call["after"]))

    def thread(self) -> list[Message]:
        """Return all messages."""
        return list(chatting.show_thread(self.callers["staff"], self.claim_id, after=0, limit=100).messages)

    def stand(self, stage: Stage) -> None:
        """Bring the claim to a stage."""
        changed(self.api, self.claim_id, stage=stage)

    def _write(self, who: str, call: Effect) -> tuple[int, dict[str, Any]]:
        try:
            new = NewMessage(call["id"], call["text"], tuple(call["attachments"]))
            written = chatting.write(self.callers[who], self.claim_id, new)
        except Conflict:
            return 409, {"reason": "closed"}
        if written.is_new:
            self._push(written.message)
        return 201, self.show(who, after=written.message.number - 1)["items"][0]

    def _push(self, message: Message) -> None:
        for who, n, load in self.listeners:
            listener = Listener(connection_id=f"{who}{n}", actor=self.callers[who].actor, side=Side(who))
            frame = json.loads(message_frame(self.claim_id, message, listener))
            self.pushes.append((who, n, load, frame))


class Talk(RuleBasedStateMachine):
    """A client and a member of the staff who write to each other over a bad network."""

    api: People
    chats: Chats
    client_id: str
    #: Each example has people of its own: how much one writes in a minute is bounded.
    count = 0

    @initialize()
    def begin(self) -> None:
        Talk.count += 1
        client_id, claim_id = self.client_id, claimed(self.api.admin, "osago", client_id=self.client_id)
        account_id = self.api.account.id
        callers = {"client": _client(account_id, client_id), "staff": _staff(account_id)}
        self.pages = {each: ChatPage(self.chats, each, each, claim_id) for each in callers}
        self.server = Server(self.api, claim_id, callers, self.pages)
        #: Outcomes that come late, and requests that reach the server late.
        self.late: list[tuple[str, int, tuple[Any, ...]]] = []
        self.wandering: list[tuple[str, Effect]] = []
        self.written: dict[str, list[str]] = {each: [] for each in callers}
        self.kept: set[str] = set()
        self.refused: set[str] = set()
        self.marks = dict.fromkeys(callers, 0)
        #: Both pages begin with messages before those that they have.
        self.past = [f"past {number}" for number in range(PAGE + 2)]
        for each in self.past:
            chatting.write(callers["staff"], claim_id, NewMessage(new_ulid(), each))
        #: Texts that a page has shown since it was loaded: they never go away.
        self.shown: dict[str, set[str]] = {each: set() for each in callers}
        for each in self.pages:
            self.load(each)
            self.pages[each].recall()

    def load(self, who: str) -> None:
        page = self.pages[who]
        self.server.listeners = {each for each in self.server.listeners if each[0] != who}
        page.load(self.server.show(who))
        self.marks[who] = 0
        self.shown[who] = set()

    # People

    @rule(who=WHO)
    def write(self, who: str) -> None:
        text = f"{who} {len(self.written[who])}"
        self.written[who].append(text)
        self.pages[who].tell("write", text)

    @rule(who=WHO, fate=st.sampled_from(FATES))
    def send(self, who: str, fate: str) -> None:
        """Write, keep and post in one usual step, so that the other steps meet messages."""
        self.write(who)
        while self.pages[who].keeps:
            self.keep(who)
        posts = [place for place, each in enumerate(self.pages[who].calls) if each["do"] == "post"]
        if posts:
            self.serve(who, posts[0], fate)

    @rule(who=WHO)
    def send_well(self, who: str) -> None:
        self.send(who, "done")

    @rule(who=WHO)
    def answer_all(self, who: str) -> None:
        for _ in range(len(self.pages[who].calls)):
            self.serve(who, 0, "done")

    @rule(who=WHO)
    def look(self, who: str) -> None:
        seen = [each["seq"] for each in self.pages[who].lines if each.get("seq") and each["side"] != who]
        self.pages[who].tell("looked", max(seen, default=0))

    @rule(who=WHO, fate=st.sampled_from(FATES), presses=st.integers(1, 2))
    def show_earlier(self, who: str, fate: str, presses: int) -> None:
        """Ask for the messages before the first, perhaps twice, and serve all questions."""
        page = self.pages[who]
        for _ in range(presses):
            page.tell("earlier")
        for _ in range(len(page.calls)):
            self.serve(who, 0, fate)

    @rule(who=WHO)
    def try_again(self, who: str) -> None:
        for own in self.pages[who].own:
            if own["state"] == "refused":
                self.pages[who].tell("again", own["id"])

    @rule(closed=st.booleans())
    def close_or_reopen(self, closed: bool) -> None:
        self.server.stand(Stage.CLOSED if closed else Stage.REVIEW)

    # Browsers

    @rule(who=WHO)
    def keep(self, who: str) -> None:
        if self.pages[who].keeps:
            self.kept.add(self.pages[who].keeps[0]["own"]["text"])
            self.pages[who].keep()

    @rule(who=WHO, recalled=st.booleans())
    def crash(self, who: str, recalled: bool) -> None:
        """Lose the page with its memory; requests on their way may still arrive."""
        self.wandering += [(who, each) for each in self.pages[who].calls if each["do"] == "post"]
        self.load(who)
        if recalled:
            self.pages[who].recall()

    @rule(who=WHO)
    def write_before_the_disk_answers(self, who: str) -> None:
        """Write on a page that was just loaded, before it knows the texts of the page before."""
        self.crash(who, recalled=False)
        self.send(who, "done")

    @rule(who=WHO)
    def recall(self, who: str) -> None:
        self.pages[who].recall()

    @rule(who=WHO, which=WHICH)
    def let_a_timer_end(self, who: str, which: int) -> None:
        timers = sorted(self.pages[who].timers)
        if timers:
            self.pages[who].fire(timers[which % len(timers)])

    @rule(who=WHO, event=st.sampled_from(("back", "offline", "active")))
    def come_and_go(self, who: str, event: str) -> None:
        self.pages[who].tell(event)

    # The network

    @rule(who=WHO, which=WHICH, fate=st.sampled_from(FATES))
    def serve(self, who: str, which: int, fate: str) -> None:
        page = self.pages[who]
        if not page.calls:
            return
        call = page.calls.pop(which % len(page.calls))
        failed = _failed(call, {"busy": 503, "often": 429}.get(fate, 0))
        if fate in ("done", "twice", "late", "lost after"):
            outcome = self.server.answer(who, call)
            if fate == "twice":
                self.server.answer(who, call)
                page.tell(*outcome)
            if fate == "late":
                self.late.append((who, page.loads, outcome))
            else:
                page.tell(*(failed if fate == "lost after" else outcome))
            return
        if fate == "wandering":
            self.wandering.append((who, call))
        page.tell(*failed)

    @rule(which=WHICH)
    def deliver_late(self, which: int) -> None:
        if self.late:
            who, load, outcome = self.late.pop(which % len(self.late))
            if load == self.pages[who].loads:
                self.pages[who].tell(*outcome)

    @rule(which=WHICH)
    def arrive_late(self, which: int) -> None:
        if self.wandering:
            self.server.answer(*self.wandering.pop(which % len(self.wandering)))

    @rule(who=WHO, opens=st.booleans())
    def connect(self, who: str, opens: bool) -> None:
        page = self.pages[who]
        if not page.connects:
            return
        n = page.connects.pop(0)
        page.tell("opened" if opens else "closed", n)
        for number, frame in page.said:
            if frame["do"] == "hello":
                self.server.listeners.add((who, number, page.loads))
                head = self.server.show(who)["head"]
                welcome = {"type": "welcome", "claim_id": self.server.claim_id, "head": head}
                self.server.pushes.append((who, number, page.loads, welcome))
            else:
                self.server.pushes.append((who, number, page.loads, {"type": "pong", "n": frame["n"]}))
        page.said.clear()

    @rule(who=WHO)
    def cut_the_socket(self, who: str) -> None:
        for each in sorted(self.server.listeners):
            if each[0] == who:
                self.server.listeners.discard(each)
                self.pages[who].tell("closed", each[1])

    @rule(which=WHICH, fate=st.sampled_from(("come", "come", "twice", "lost")))
    def push(self, which: int, fate: str) -> None:
        pushes = self.server.pushes
        if not pushes:
            return
        who, n, load, frame = pushes.pop(which % len(pushes))
        if fate == "twice":
            pushes.append((who, n, load, frame))
        if fate != "lost" and load == self.pages[who].loads:
            self.pages[who].tell("frame", n, frame)

    # What holds at any time

    @invariant()
    def pages_show_each_message_once_and_in_order(self) -> None:
        if not hasattr(self, "pages"):
            return
        texts = {each.number: each.text for each in self.server.thread()}
        for who, page in self.pages.items():
            numbers = [each["seq"] for each in page.lines if each.get("seq")]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True, numbers
            assert [texts[each] for each in numbers] == [each["text"] for each in page.lines if each.get("seq")]
            assert len(set(page.texts)) == len(page.texts), page.texts
            assert self.shown[who] <= set(page.texts)
            self.shown[who] |= set(page.texts)
            assert page.early == [], "each text waits for the disk, for those of before and for the answer to the last"
            assert not page.is_stuck
            assert page.view["readByThem"] >= self.marks[who]
            self.marks[who] = page.view["readByThem"]
            self.refused |= {each["text"] for each in page.own if each["state"] == "refused"}

    def teardown(self) -> None:
        """End all faults: then everything that was kept stands once in both pages, in the order of writing."""
        if not hasattr(self, "pages"):
            return
        self.server.stand(Stage.REVIEW)
        while self.wandering:
            self.arrive_late(0)
        for who, page in self.pages.items():
            page.recall()
            page.tell("back")
            self.try_again(who)
        for _ in range(ROUNDS):
            for who in self.pages:
                self._go_on(who)
            if self._is_quiet():
                break
        texts = [each.text for each in self.server.thread()]
        assert sorted(texts) == sorted([*self.kept, *self.past]), "each kept text is in the thread, once"
        for who, page in self.pages.items():
            assert page.texts == texts[-len(page.texts) :]
            assert page.outbox == {}
            own = [each for each in texts if each.startswith(who) and each not in self.refused]
            assert own == [each for each in self.written[who] if each in own]

    def _go_on(self, who: str) -> None:
        page = self.pages[who]
        while page.keeps:
            self.keep(who)
        while page.calls:
            self.serve(who, 0, "done")
        self.connect(who, opens=True)
        while self.server.pushes:
            self.push(0, "come")
        self.try_again(who)
        for name in ("hole", "send", "poll"):
            if name in page.timers:
                page.fire(name)

    def _is_quiet(self) -> bool:
        last = len(self.server.thread())
        return all(
            not page.calls and not page.own and (page.lines[-1]["seq"] if page.lines else 0) == last
            for page in self.pages.values()
        )


def test_every_kept_text_stands_once_in_both_pages_whatever_the_network_does(api: People, chats: Chats) -> None:
    Talk.api, Talk.chats, Talk.client_id = api, chats, added(api.key, PERSON)

    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def _failed(call: Effect, status: int) -> tuple[Any, ...]:
    if call["do"] == "mark":
        return ("marked", call["seq"], False)
    if call["do"] == "post":
        return ("posted", call["id"], status, {}, 2)
    return ("unfetched", call["n"], status) if call["n"] else ("active",)


def _client(account_id: str, client_id: str) -> AreaCaller:
    person = AreaPerson(
        id=f"person{Talk.count}",
        account_id=account_id,
        name="Vera",
        language="es",
        memberships=(holder(client_id),),
        registration=Registration.ALONE,
        registered_at=now(),
    )
    session = AreaSession(
        id="s", sha256="", account_id=account_id, slug="ingos", person_id=person.id,
        began_at=now(), seen_at=now(), ends_at=now(),
    )  # fmt: skip
    return AreaCaller.of(person, session)


def _staff(account_id: str) -> Caller:
    principal = StaffMember(f"gestora{Talk.count}")
    return Caller(account_id=account_id, principal=principal, role=Role.ADMIN, scopes=all_scopes())
