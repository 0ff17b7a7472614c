"""H4: a thousand open pages lose their sockets at once, and don't come back at once.

The pages' own script, a thousand times in one Chromium, on a clock and with chances of the test. A gateway that is down
refuses a socket, or leaves it hanging; HTTP answers, or nobody does.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.conversations.browser.modules.conftest import Chats

PAGES = 1_000
#: New sockets of an account in a second that API Gateway takes, and as many questions by HTTP.
MOST = 500
SECOND = 1_000
#: The longest waits for a handshake that hangs, for the next try, and for its answer.
LAST = (15 + 30 + 1) * SECOND
_PLAY = """async ({ pages, away, hanging, http, end }) => {
  const { conversation } = await import('/conversation.js');
  const LIVE = 10_000, ANSWER = 80;
  let [time, seed, count] = [0, 1, 0];
  const random = () => {  // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const tools = { now: () => 1_790_000_000_000 + time, random, newId: () => String(++count) };
  const answer = { items: [], head: 0, read: { client: 0, staff: 0 }, unread: 0, can_write: true, stage: 'review' };
  const due = [];  // what happens at each millisecond
  const later = (after, happens) => (due[Math.round(time + after)] ||= []).push(happens);
  const seen = { connects: [], questions: [], live: [] };
  const isDown = () => time >= LIVE && time < LIVE + away;

  function page() {
    const model = conversation({ thread: 'claim_1', side: 'client', answer }, tools);
    const timers = {};
    let open = 0;
    const tell = (...event) => model.on(...event).forEach(act);
    const does = {
      timer({ name, after }) {
        const own = (timers[name] = {});
        later(after, () => {
          if (timers[name] !== own) return;
          delete timers[name];
          tell('tick', name);
        });
      },
      cancel({ name }) { delete timers[name]; },
      connect({ n }) {
        seen.connects.push(time);
        if (isDown()) return hanging || later(ANSWER, () => tell('closed', n));
        later(ANSWER, () => {
          open = n;
          tell('opened', n);
          later(ANSWER, () => {
            if (open === n) tell('frame', n, { type: 'welcome', claim_id: 'claim_1', head: 0, unread: 0 });
            if (model.view().mode === 'live') seen.live.push(time);
          });
        });
      },
      fetch({ n }) {
        seen.questions.push(time);
        const lost = isDown() && !http;
        later(ANSWER, () => lost ? tell('unfetched', n, 0) : tell('fetched', n, answer));
      },
    };
    const act = (effect) => does[effect.do]?.(effect);
    tell('start');
    tell('recalled', []);
    later(LIVE, () => tell('closed', open));
  }

  for (let made = 0; made < pages; made++) page();
  for (; time < LIVE + away + end; time++) (due[time] || []).forEach((happens) => happens());
  const after = (times) => times.filter((each) => each >= LIVE).map((each) => each - LIVE);
  return { connects: after(seen.connects), questions: after(seen.questions), live: after(seen.live) };
}"""


@dataclass(frozen=True)
class Outage:
    """A time in which sockets are refused; `http` says whether questions are answered then."""

    seconds: int
    hanging: bool = False
    http: bool = True


OUTAGES = {
    "a first try finds the gateway": Outage(0),
    "the second one": Outage(4),
    "later ones": Outage(180),
    "handshakes hang": Outage(60, hanging=True),
    "nothing answers": Outage(60, http=False),
}


@pytest.mark.parametrize("named", OUTAGES)
def test_h4_a_thousand_pages_come_back_at_most_five_hundred_a_second(chats: Chats, named: str) -> None:
    """H4: sockets and questions of any second, and each page is live again soon after the gateway is."""
    outage = OUTAGES[named]
    away = outage.seconds * SECOND
    told: dict[str, Any] = chats.page.evaluate(
        _PLAY, {"pages": PAGES, "away": away, "hanging": outage.hanging, "http": outage.http, "end": LAST}
    )

    assert len(told["live"]) == PAGES
    assert min(told["live"]) >= away
    assert len(told["connects"]) >= PAGES * (1 if outage.seconds < 1 else 2)
    assert {kind: busiest(told[kind]) for kind in ("connects", "questions") if busiest(told[kind]) > MOST} == {}


def busiest(moments: list[int]) -> int:
    """Return the most moments of any second."""
    moments, first, most = sorted(moments), 0, 0
    for place, moment in enumerate(moments):
        while moments[first] <= moment - SECOND:
            first += 1
        most = max(most, place - first + 1)
    return most
