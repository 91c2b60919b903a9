"""Preparing in real browsers: a case from something that rubs to the shelf, dates, and saying whether one comes."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from intervisie.common.delivery import drain
from sessions.actions import cases
from sessions.actions.planning import open_feed
from sessions.models import Case, CaseSession, Dot, Rsvp
from tests.sessions.conftest import draft, in_days, planned, where, who  # noqa: F401 (fixtures)
from tests.sessions.table import a_case

pytestmark = pytest.mark.django_db(transaction=True)

ROUGH = "Hoe kan ik mijn twijfel uitspreken, en hoe krijg ik Kees zover dat hij luistert?"


def test_from_something_that_rubs_to_the_shelf_on_a_phone(open_page, check_axe, group, bas, chris, planned):  # noqa: F811
    page = open_page(bas, width=390, height=844)
    page.goto(reverse("case_new", args=[group.pk]) + f"?bijeenkomst={planned.pk}")
    check_axe(page)
    page.get_by_role("button", name="Er schuurt iets in mijn werk").click()
    page.get_by_role("textbox", name="Wat er speelt").fill("Ik zei ja tegen een extra dienst.")
    expect(page.locator(".saved")).to_contain_text("bewaard")
    check_axe(page)
    page.get_by_role("button", name="Verder", exact=True).last.click()
    page.get_by_role("textbox", name="Je vraag").fill(ROUGH)
    expect(page.get_by_text("Dit zijn twee vragen.")).to_be_visible()  # nobody pressed anything
    assert Case.objects.select_related("key").get().question == ROUGH
    check_axe(page)
    page.get_by_role("button", name="Houd alleen de eerste").click()
    expect(page.get_by_role("textbox", name="Je vraag")).to_have_value("Hoe kan ik mijn twijfel uitspreken?")
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_label("Het patroon zien").first.check()
    check_axe(page)
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_label("8", exact=True).first.check(force=True)
    check_axe(page)
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zo ziet de groep het straks")
    check_axe(page)
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="Deel met de groep").click()
    expect(page.get_by_text("Je casus ligt op de plank.")).to_be_visible()
    other = open_page(chris)
    other.goto(reverse("shelf", args=[group.pk]))
    expect(other.get_by_text("Hoe kan ik mijn twijfel uitspreken?")).to_be_visible()
    assert Case.objects.get().meant_for == planned


def test_answering_saves_at_once_and_says_so(open_page, check_axe, bas, planned):  # noqa: F811
    page = open_page(bas, width=390)
    page.goto(reverse("session", args=[planned.pk]))
    page.get_by_label("Ik kom", exact=True).check(force=True)
    expect(page.get_by_text("Eén van de drie heeft gezegd te komen.")).to_be_visible()
    page.get_by_label("Ik kan niet", exact=True).check(force=True)
    expect(page.get_by_text("Wat is de reden?")).to_be_visible()
    check_axe(page)
    with page.expect_response(re.compile("kom-je")):
        page.get_by_label("werk gaat voor").check(force=True)
    expect(page.get_by_label("werk gaat voor")).to_be_checked()
    assert list(Rsvp.objects.values_list("answer", "reason")) == [("no", "work")]


def test_without_script_everything_works_too(open_page, bas, dana, group, planned):  # noqa: F811
    page = open_page(bas, javascript=False)
    page.goto(reverse("session", args=[planned.pk]))
    page.get_by_label("Weet ik nog niet").check(force=True)
    page.locator("#rsvp").get_by_role("button", name="Bewaar").first.click()
    assert Rsvp.objects.get().answer == "maybe"
    case = a_case(dana, group)
    page.goto(reverse("shelf", args=[group.pk]))
    page.get_by_role("button", name="Hier zou ik van leren").click()
    expect(page.get_by_role("button", name="Jouw stip ligt hier")).to_be_visible()
    assert Dot.objects.get().case == case


def test_the_link_in_the_mail_needs_one_press_and_no_login(open_page, check_axe, bas, planned):  # noqa: F811
    drain()
    letter = next(one for one in mail.outbox if one.to == [bas.email])
    page = open_page(width=390)
    page.goto(re.search(r"http://\S+antwoord=yes", letter.body).group(0))
    assert not Rsvp.objects.exists()
    check_axe(page)
    expect(page.get_by_text("Wat is de reden?")).to_be_hidden()
    page.get_by_role("button", name="Bevestig mijn antwoord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fijn dat je komt")
    check_axe(page)
    assert Rsvp.objects.get().user == bas


def test_a_year_of_dates_in_one_go(open_page, check_axe, anna, group):
    page = open_page(anna)
    page.goto(reverse("schedule", args=[group.pk]))
    page.get_by_label("Dag").fill(in_days(7).date().isoformat())
    page.get_by_label("Begint om").fill("13:30")
    expect(page.get_by_label("Hoeveel keer")).to_be_hidden()
    page.get_by_label("een reeks").check(force=True)
    page.get_by_label("Om de hoeveel weken").fill("5")
    page.get_by_label("Hoeveel keer").fill("10")
    page.get_by_label("Plek").fill("Tuinkamer, Leek")
    check_axe(page)
    page.get_by_role("button", name="Bekijk de data").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("tien data")
    check_axe(page)
    page.get_by_label("Sla over").nth(3).check()
    page.get_by_role("button", name="Plan deze bijeenkomsten").click()
    expect(page.get_by_text("De bijeenkomsten staan erin.")).to_be_visible()
    assert CaseSession.objects.count() == 9


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_reads_well(open_page, check_axe, anna, bas, dana, group, planned, draft, width):  # noqa: F811
    a_case(dana, group, pitch="Ik neem alles over.", intake={"want": "PAT", "advice": "no"})
    cases.write(draft.pk, by=bas, texts={"question": ROUGH, "story": "Toen belde Kees uit Leek."})
    open_feed(by=bas)
    own = ["case_help", "case_share", "case_preview", "case_withdraw"]
    addresses = [reverse(name, args=[draft.pk]) for name in own] + [reverse("shelf", args=[group.pk]), reverse("feed")]
    addresses += [reverse("case_step", args=[draft.pk, step]) for step in ("speelt", "vraag", "zoekt", "nu")]
    for person, more in [
        (bas, addresses),
        (anna, [reverse(n, args=[planned.pk]) for n in ("session", "reschedule", "cancel")]),
    ]:
        page = open_page(person, width=width)
        for address in more:
            page.goto(address)
            check_axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
