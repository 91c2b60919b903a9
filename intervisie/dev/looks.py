"""Two strangers look at a page as it stands in a real browser: axe, and HTML_CodeSniffer, which sees what axe forgives.

Used by the tests and by `make outside`. Both are evaluated in the page, not added as script tags: our policy would
refuse those. What they say is one line a finding.
"""

import functools
from collections.abc import Iterator
from typing import Any

from intervisie.dev.environment import ROOT

SCHEMES = ("light", "dark")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """
async options => (await axe.run(document, options)).violations.flatMap(rule =>
  rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`))
"""
# Half-way through a change of colour a page is nobody's page: what comes to an end does so now.
SETTLE = """
() => document.getAnimations()
  .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
  .forEach(one => one.finish())
"""
# The sniffer knows an older list of what a field may be filled with, and has no words for what it finds there: it would
# stop. HTML has long let an address be the user name (the control group "Username").
ASK_SNIFFER = """
without => new Promise((told, failed) => {
  const words = HTMLCS.getTranslation;
  HTMLCS.getTranslation = key => words.call(HTMLCS, key) ?? key;
  const outdated = said => said.msg.endsWith('InvalidAutoComplete_Text')
    && said.element.matches('[type=email][autocomplete~=username]');
  HTMLCS.process('WCAG2AA', document, () => told(
    HTMLCS.getMessages()
      .filter(said => said.type === HTMLCS.ERROR && !outdated(said) && !without.some(code => said.code.includes(code)))
      .map(said => `${said.code.replace('WCAG2AA.', '')}: ${said.msg}: ${(said.element.outerHTML || '').slice(0, 160)}`)
  ), failed);
})
"""


def schemes(page: Any) -> Iterator[str]:
    """The page by day, then in the evening, and afterwards as it was. Nothing moves meanwhile: a button that fades from
    one colour to another while it is looked at has a contrast of its own."""
    asked = "query => matchMedia(query).matches"
    scheme = "dark" if page.evaluate(asked, "(prefers-color-scheme: dark)") else "light"
    motion = "reduce" if page.evaluate(asked, "(prefers-reduced-motion: reduce)") else "no-preference"
    try:
        for each in SCHEMES:
            page.emulate_media(color_scheme=each, reduced_motion="reduce")
            yield each
    finally:
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)


@functools.cache
def _source(name: str) -> str:
    return (ROOT / "node_modules" / name).read_text()


def axe(page: Any, *, without: tuple[str, ...] = ()) -> list[str]:
    """WCAG 2.2 AA and best practice. `without` names rules."""
    page.evaluate(SETTLE)
    page.evaluate(_source("axe-core/axe.min.js"))
    rules = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in without}
    return list(page.evaluate(ASK_AXE, {"runOnly": AXE_TAGS, "resultTypes": ["violations"], "rules": rules}))


def sniff(page: Any, *, without: tuple[str, ...] = ()) -> list[str]:
    """Errors by WCAG 2 AA; its warnings and notices ask a person to look. `without` names parts of codes."""
    page.evaluate(SETTLE)
    page.evaluate(_source("html_codesniffer/build/HTMLCS.js"))
    return list(page.evaluate(ASK_SNIFFER, list(without)))
