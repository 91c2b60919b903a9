"""Looking back in a real browser: on a phone, with and without JavaScript, readable in both themes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback import actions
from feedback.models import FollowUp, PulseAnswer
from tests.feedback.evening import HIGH, LOW, a_pulse, a_step, an_evening, more_people, over, says


@pytest.fixture
def people(cast):
    return [cast.anna, cast.bas, cast.chris, cast.dana, *more_people(cast.noord, 2)]


@pytest.fixture
def pulse(cast, people):
    return a_pulse(cast.noord, *people, brings=cast.bas)


@pytest.fixture
def released(cast, people):
    pulse = a_pulse(cast.noord, *people, number=2)
    for person in people[:4]:
        says(pulse, person, HIGH, "Langer stil na een antwoord.")
    says(pulse, people[4], {**LOW, "form": None})
    return over(pulse)


@pytest.fixture
def asked(cast, people):
    ago = timedelta(days=7, hours=1)
    session = an_evening(cast.noord, *people, number=3, brings=cast.bas, ago=ago)
    return actions.ask_follow_up(a_step(session, cast.bas, "Als het stil wordt, tel ik tot drie.").pk, 7)


@pytest.mark.parametrize("javascript", [True, False])
def test_thirty_seconds_on_a_phone(open_page, cast, pulse, javascript):
    page = open_page(cast.bas, width=390, javascript=javascript)
    page.goto(reverse("pulse", args=[pulse.session_id]))
    for code, value in HIGH.items():
        page.locator(f"#id_{code} label", has_text=str(value)).click()
    page.get_by_label("Volgende keer graag").fill("Langer stil na een antwoord.")
    page.get_by_role("group", name="Ik had de regie over mijn vraag").get_by_label("deels").check(force=True)
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_role("heading", name="Dank je wel").wait_for()
    answer = PulseAnswer.objects.select_related("pulse__key").get()
    assert (answer.scores, answer.next_time) == (HIGH, "Langer stil na een antwoord.")
    page.get_by_role("link", name="Wijzig mijn antwoord").click()
    assert page.locator("#id_useful input:checked").input_value() == "5"
    page.get_by_role("button", name="Sla over").click()
    page.get_by_role("heading", name="Overgeslagen.").wait_for()


def test_the_five_are_answered_by_keyboard(open_page, cast, pulse):
    page = open_page(cast.chris, width=390)
    page.goto(reverse("pulse", args=[pulse.session_id]))
    page.locator("#id_useful input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#id_useful input:checked").input_value() == "3"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "pleasure"


@pytest.mark.parametrize("javascript", [True, False])
def test_letting_go_is_one_tap(open_page, cast, asked, javascript):
    page = open_page(cast.bas, width=390, javascript=javascript)
    page.goto(reverse("follow_up", args=[asked.pk]))
    page.get_by_role("button", name="Niet meer nodig").click()
    page.get_by_text("Je zei:").wait_for()
    assert FollowUp.objects.get().answer == "let_go"


def test_every_page_can_be_read_by_everyone(open_page, check_axe, cast, people, pulse, released, asked, eyes):
    eyes.expects("422")
    page = open_page(cast.bas, width=320, height=640)
    few = over(a_pulse(cast.noord, *people, number=4))
    talk = a_pulse(cast.noord, *people[:3], number=5)
    form = reverse("pulse", args=[pulse.session_id])
    results = [reverse("pulse_result", args=[one.session_id]) for one in (released, few, talk)]
    for address in [form, *results, reverse("follow_up", args=[asked.pk])]:
        page.goto(address)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(form)
    page.get_by_role("button", name="Verstuur").click()  # empty: an error with a summary
    page.get_by_text("Kies een antwoord, of sla het over.").wait_for()
    check_axe(page)
