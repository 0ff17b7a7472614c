"""axe-core in a page: WCAG 2.2 A and AA with sizes of targets, and its own best practices."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
SCRIPT = VENDOR / "axe.min.js"
_RUN = """async () => {
  const running = document.getAnimations().filter((each) => each.playState === 'running');
  await Promise.allSettled(running.map((each) => each.finished));
  const options = { resultTypes: ['violations'], selectors: false, rules: { 'target-size': { enabled: true } } };
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => [id, ...nodes.map((node) => `${node.html} ${node.failureSummary}`)]);
}"""


def violations(page: Page) -> list[Any]:
    """Return axe-core's findings in the page as it is now, once nothing moves any more."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[Any] = page.evaluate(_RUN)
    return found
