"""The machinery of the browser tests itself: it sees what goes wrong."""

import pytest


def test_the_real_server_answers(page):
    page.goto("/health/live/")
    assert page.inner_text("body").strip() == "ok"


def test_an_inline_script_is_seen(page, eyes, site):
    page.goto("/health/live/")
    page.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
    page.click("body")  # some versions look at an attribute only when it would run
    for _moment in range(100):
        if eyes.problems():
            break
        page.wait_for_timeout(50)
    assert any("Content Security Policy" in problem for problem in eyes.problems())
    eyes.expects("Content Security Policy")


def test_a_finding_of_axe_fails(page, check_axe):
    page.goto("/health/live/")
    with pytest.raises(AssertionError, match="document-title"):
        check_axe(page)


def test_anna_is_logged_in(open_page, anna, eyes):
    open_page(anna).goto("/account/password/change/")
