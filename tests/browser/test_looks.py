"""The strangers who look at every page of these tests can see: what is wrong with the broken page, they say."""

import pytest

from intervisie.dev import looks
from intervisie.dev.environment import ROOT

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
