"""`make outside` cannot be content by accident: who has not looked, or cannot see, does not hold."""

from bench.outside import __main__ as outside
from bench.outside.crawl import Links, Visit
from bench.outside.verdict import Verdict


def visit(path, text, role="member", status=200, kind="text/html"):
    return Visit(role, path, status, kind, f"<html><main>{text}</main></html>", "default-src 'none'")


def test_a_tool_that_looked_and_found_nothing_holds():
    assert Verdict("axe", "pages", looked=3).word == "holds"


def test_who_looked_at_nothing_does_not_hold():
    assert Verdict("axe", "pages").word == "DOES NOT HOLD"


def test_a_finding_does_not_hold():
    assert Verdict("axe", "pages", looked=3, found=["/: label missing"]).word == "DOES NOT HOLD"


def test_a_tool_that_cannot_run_says_so():
    assert Verdict("Nu", "pages", looked=3, missing="no Java").word == "NOT RUN"


def test_a_tool_that_is_blind_to_the_broken_page_is_not_believed():
    seen = outside.proven(Verdict("axe", "pages", looked=3), Verdict("axe", "pages", looked=1, found=["broken: all"]))
    blind = outside.proven(Verdict("axe", "pages", looked=3), Verdict("axe", "pages", looked=1))
    alone = outside.proven(Verdict("axe", "pages", looked=3), None)
    assert [seen.holds, blind.holds, alone.holds] == [True, False, False]


def test_findings_are_told_once_with_how_often(capsys):
    Verdict("axe", "pages", looked=2, found=["/a: no label", "/b: no label"]).tell()
    assert "2 × no label" in capsys.readouterr().out


def test_links_are_followed_and_deeds_are_not():
    page = '<a href="/a/"></a><img src="/b.svg"><div data-hx-get="/c/"></div><form action="/d/"></form>'
    assert Links(page + '<form method="post" action="/wissen/"></form>').found == ["/a/", "/b.svg", "/c/", "/d/"]


def test_each_page_is_looked_at_once_but_by_each_who_sees_it_differently():
    one, other = "5da93bce-d0fa-475b-aeff-c3e147dd2233", "3ad32b0a-8011-441b-81e3-081eb50515e0"
    pages = [
        visit("/hulp/", "Hulp"),
        visit("/hulp/", "Hulp", role="coach"),
        visit(f"/groep/{one}/", "Noord"),
        visit(f"/groep/{other}/", "Zuid"),
        visit(f"/groep/{one}/", "Noord, om te begeleiden", role="coach"),
        visit("/mensen/3/", "Bas"),
        visit("/mensen/4/", "Chris"),
    ]
    kept = [(one.role, one.path) for one in outside.different(pages)]
    assert kept == [
        ("member", "/hulp/"),
        ("member", f"/groep/{one}/"),
        ("coach", f"/groep/{one}/"),
        ("member", "/mensen/3/"),
    ]


def test_what_leads_elsewhere_or_is_a_part_is_no_page():
    part = Visit("member", "/deel/", 200, "text/html", "<div>deel</div>", "")
    assert visit("/", "").is_page
    assert not visit("/", "", status=302).is_page
    assert not visit("/a.ics", "", kind="text/calendar").is_page
    assert not part.is_page
