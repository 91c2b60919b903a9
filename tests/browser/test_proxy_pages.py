"""What the proxy says by itself, when nothing else answers: looked at like every other page. That it is these two which
are sent, with which headers, is seen in tests/faults/test_proxy.py.
"""

import re

import pytest

from tests.faults.compose import ROOT

PROXY = ROOT / "proxy"
POLICY = re.search(r'Content-Security-Policy "([^"]+)"', (PROXY / "Caddyfile").read_text())[1]


def test_the_proxy_has_no_other_pages():
    assert {path.stem for path in PROXY.glob("*.html")} == {"away", "large"}


@pytest.mark.parametrize("name", ["away", "large"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_of_the_proxy_is_a_page(open_page, check_axe, site, name, width):
    page = open_page(width=width)
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    page.route("**/away.css", lambda route: route.fulfill(path=PROXY / "away.css", content_type="text/css"))
    page.route("**/gone/", lambda route: route.fulfill(body=(PROXY / f"{name}.html").read_text(), headers=headers))
    page.goto("/gone/")
    assert page.locator("h1").count() == page.locator("p[lang=en]").count() == 1
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"  # its style came
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_axe(page)
