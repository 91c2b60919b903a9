"""The strangers who look at every page of these tests can see: what is wrong with the broken page, they say."""

import pytest

from intervisie.dev import looks
from intervisie.dev.environment import ROOT
from tests.journeys.screens import STATE

BROKEN = (ROOT / "bench" / "outside" / "broken" / "index.html").read_text().partition("<script")[0]


@pytest.fixture
def broken(browser):
    page = browser.new_page()
    page.set_content(BROKEN)
    yield page
    page.close()


def test_axe_sees_what_is_wrong(broken):
    found = "\n".join(looks.axe(broken))
    for rule in ("color-contrast", "document-title", "html-has-lang", "image-alt", "label"):
        assert f"{rule}: " in found


def test_the_sniffer_sees_what_is_wrong(broken):
    found = "\n".join(looks.sniff(broken))
    for code in ("1_1_1.H37", "1_3_1.F68", "1_4_3.G18.Fail", "2_4_2.H25", "4_1_1.F77"):
        assert code in found


def test_the_sniffer_knows_that_an_address_may_be_the_user_name(broken):
    field = "<html lang=nl><title>x</title><label>Adres <input type=email autocomplete={}></label>"
    broken.set_content(field.format("username"))
    assert looks.sniff(broken) == []
    broken.set_content(field.format("given-name"))
    assert any("H98" in one for one in looks.sniff(broken))


EVENING = """<!doctype html><html lang=nl><title>x</title><style>
body { background: #fff; color: #111; transition: color 9s }
@media (prefers-color-scheme: dark) { body { background: #111; color: #222 } }
</style><main><h1>Alleen in het donker</h1></main>"""


def test_what_is_wrong_in_the_evening_only_is_seen(broken, check_axe):
    broken.set_content(EVENING)
    with pytest.raises(AssertionError, match="dark: color-contrast") as failed:
        check_axe(broken)
    assert "light: " not in str(failed.value)
    assert broken.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    assert broken.evaluate("matchMedia('(prefers-reduced-motion: no-preference)').matches")


@pytest.mark.parametrize(
    ("more", "new"),
    [
        ("<li>een ander woord</li>", False),
        ("<li class=htmx-settling>half op zijn plaats</li>", False),
        ("<li class=own>van een ander soort</li>", True),
        ("<li><b>met iets erin</b></li>", True),
        ("<li aria-current=step>hier</li>", True),
        ("<li></li>", True),
        ("<h3>een kop</h3>", True),
    ],
)
def test_a_screen_is_looked_at_again_when_it_shows_something_new(broken, more, new):
    broken.set_content("<ul><li>een</li></ul>")
    known = set(broken.evaluate(STATE))
    broken.set_content(f"<ul><li>een</li>{more}</ul>")
    assert bool(set(broken.evaluate(STATE)) - known) is new
