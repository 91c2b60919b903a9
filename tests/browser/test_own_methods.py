"""A method of one's own in real browsers: made, written by keyboard by hand, by two at once, without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from methods.models import Method
from tests.methods.own.people import WHOLE, a_fork, at, document, fresh, of_library, out, steps
from tests.methods.own.test_files import SHORT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def method(group, bas):
    return a_fork(bas, group=group)


def saved(page):
    expect(page.locator("#saved")).to_have_text(re.compile(r"^bewaard \d\d\.\d\d$"))


# ── from the library to a method that is out ───────────────────────────────────────────────────────
def test_from_a_method_that_nearly_fits_to_ones_own(open_page, check_axe, bas, group):
    of_library()
    page = open_page(bas, width=390, height=844)
    page.goto(reverse("method", args=[WHOLE]))
    page.get_by_role("link", name="Maak een eigen versie").click()
    check_axe(page)
    page.get_by_role("button", name="Maak een eigen versie").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tot op de bodem, onze versie")
    page.get_by_role("link", name="Over de vorm").click()
    page.get_by_label("Nederlands").first.fill("De trap af")
    saved(page)
    page.get_by_label("Engels").nth(1).fill("")
    expect(page.locator("#lack-promise")).to_contain_text("Engels: Dit is nog leeg.")  # nobody pressed anything
    expect(page.locator("#lacks")).to_contain_text("Belofte, in één zin (Engels)")
    check_axe(page)
    page.get_by_label("Engels").nth(1).fill("Down the stairs.")
    expect(page.locator("#lack-promise")).to_be_empty()
    page.get_by_role("link", name="Uitbrengen", exact=True).click()
    check_axe(page)
    page.get_by_role("button", name="Breng uit").click()
    expect(page.get_by_text("Uitgebracht.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("De trap af")
    assert Method.objects.own().get().state == "published"


# ── by keyboard ────────────────────────────────────────────────────────────────────────────────────
def test_the_steps_by_keyboard_alone(open_page, bas, method):
    names = steps(method)
    page = open_page(bas)
    page.goto(at("own_method", method))
    minutes = page.locator(f"#id_minutes-{names[0]}")
    minutes.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".plan-step").nth(1)).to_have_attribute("data-step", names[0])
    expect(page.locator(f"#down-{names[0]}")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("is nu stap 2 van")
    page.keyboard.press("Enter")
    expect(page.locator(".plan-step").nth(2)).to_have_attribute("data-step", names[0])
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".plan-step").nth(0)).to_have_attribute("data-step", names[0])
    assert steps(method) == names
    page.keyboard.press("Alt+ArrowUp")  # the first: nothing happens, the focus stays
    expect(page.locator(f"#up-{names[0]}")).to_be_focused()


def test_minutes_in_place_with_start_times_at_once(open_page, eyes, bas, method):
    eyes.expects("422")
    names = steps(method)
    page = open_page(bas)
    page.goto(at("own_method", method))
    second = page.locator(f"#step-{names[1]} [data-starts]")
    expect(second).to_have_text("15")
    page.locator(f"#id_minutes-{names[0]}").focus()
    for _press in range(3):
        page.keyboard.press("+")
    page.keyboard.press("-")
    expect(second).to_have_text("17")
    expect(page.locator("#plan-total")).to_have_text("92 minuten")
    saved(page)
    assert document(method)["phase"][0]["minutes"] == 17
    page.locator(f"#id_minutes-{names[0]}").fill("500")
    expect(page.locator("#saved")).to_contain_text("nog niet bewaard")  # said honestly
    assert document(method)["phase"][0]["minutes"] == 17


def test_out_and_back_by_keyboard(open_page, bas, method):
    names, before = steps(method), document(method)
    page = open_page(bas)
    page.goto(at("own_method", method))
    page.locator(f"#step-{names[1]}").get_by_role("button", name="Haal weg").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".plan-step")).to_have_count(len(names) - 1)
    expect(page.get_by_role("button", name="Zet terug").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".plan-step")).to_have_count(len(names))
    assert document(method) == before


def test_a_step_is_dragged_by_its_grip(open_page, bas, method):
    names = steps(method)
    page = open_page(bas)
    page.goto(at("own_method", method))
    grip, target = (page.locator(f"#step-{names[number]}") for number in (0, 2))
    hold, there = grip.locator(".grip").bounding_box(), target.bounding_box()
    page.mouse.move(hold["x"] + 5, hold["y"] + 5)
    page.mouse.down()
    page.mouse.move(there["x"] + 5, there["y"] + there["height"] - 5, steps=8)
    expect(page.locator(".plan-step.held")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("#announce")).to_contain_text("is nu stap 3 van")
    assert steps(method)[:3] == [names[1], names[2], names[0]]


# ── two at once ────────────────────────────────────────────────────────────────────────────────────
def test_two_people_on_one_page_lose_nothing(open_page, check_axe, eyes, bas, anna, method):
    eyes.expects("409")
    his, hers = open_page(bas), open_page(anna)
    for page in (his, hers):
        page.goto(at("own_words", method))
    hers.get_by_label("Nederlands").first.fill("Van Anna")
    saved(hers)
    his.get_by_label("Nederlands").first.fill("Van Bas")
    expect(his.locator("#flash")).to_contain_text("Anna bewaarde hier intussen iets anders.")
    expect(his.locator("#saved")).to_contain_text("nog niet bewaard")
    expect(his.get_by_label("Nederlands").first).to_have_value("Van Bas")
    his.get_by_role("button", name="Bewaar").click()
    expect(his.locator(".theirs")).to_have_text("Nu bewaard: Van Anna")
    expect(his.locator("#form-errors")).to_be_focused()
    check_axe(his)
    his.get_by_role("button", name="Bewaar").click()
    expect(his.locator(".theirs")).to_have_count(0)
    assert document(method)["nl"]["name"] == "Van Bas"
    hers.get_by_label("Nederlands").nth(1).fill("Nog een zin van Anna.")
    expect(hers.locator("#flash")).to_contain_text("Bas bewaarde hier intussen iets anders.")
    assert document(method)["nl"]["name"] == "Van Bas"


# ── without a script ───────────────────────────────────────────────────────────────────────────────
def test_everything_works_without_a_script(open_page, bas, method):
    names = steps(method)
    page = open_page(bas, javascript=False)
    page.goto(at("own_method", method))
    page.locator(f"#id_minutes-{names[0]}").fill("20")
    page.locator(f"#step-{names[0]}").get_by_role("button", name="Omlaag").click()
    assert steps(method)[1] == names[0]
    assert document(method)["phase"][1]["minutes"] == 20  # what was typed came along
    page.locator(f"#step-{names[2]}").get_by_role("button", name="Haal weg").click()
    page.get_by_text("Eén stap is weggehaald").click()
    page.get_by_role("button", name="Zet terug").click()
    assert len(steps(method)) == len(names)
    page.get_by_role("button", name="Voeg een stap toe").click()
    page.get_by_label("Nederlands").first.fill("Stil zijn")
    page.get_by_role("button", name="Bewaar").last.click()
    assert document(method)["phase"][-1]["nl"]["title"] == "Stil zijn"
    page.get_by_role("link", name="Voorbeeld").click()
    page.get_by_role("link", name="Wie leidt").click()
    expect(page.locator(".face-card").last).to_contain_text("Stil zijn")


def test_a_broken_file_by_hand(open_page, check_axe, eyes, bas, group):
    eyes.expects("422")
    page = open_page(bas, width=390, dark=True)
    page.goto(reverse("import_method"))
    check_axe(page)
    text = SHORT.replace("maturity = 1", "maturity = 9").replace('who = "all"', 'who = "no"')
    page.get_by_label("Het bestand").set_input_files(
        {"name": "vorm.toml", "mimeType": "application/toml", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Lees het bestand").click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#form-errors li")).to_have_count(2)
    check_axe(page)
    assert not Method.objects.own().exists()


# ── as everybody sees it ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_reads_well(open_page, check_axe, bas, anna, group, organisation, method, width):
    out(a_fork(anna, organisation=organisation), anna)
    done = out(a_fork(bas, group=group), bas)
    cloud = a_fork(bas, slug="gedachtenwolk", group=group)
    page = open_page(bas, width=width)
    names = ["own_method", "own_words", "own_facts", "own_publish", "own_versions", "own_preview", "own_throw_away"]
    addresses = [at(name, cloud) for name in names] + [at("own_phase", cloud, "fill"), at("own_phase", cloud, "space")]
    addresses += [at(name, done) for name in ("own_withdraw", "own_versions", "own_publish")]
    addresses += [at("own_version", done, 1), reverse("fork_method", args=[WHOLE]), reverse("import_method")]
    addresses += [reverse("methods"), reverse("method", args=[done.slug]), f"{at('own_preview', cloud)}?als=begeleider"]
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(detail => (detail.open = true))")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert fresh(cloud).state == "draft"
