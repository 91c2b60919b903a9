"""The small modules, in a real browser, on a page of their own: what is typed is never lost, a press counts once."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from intervisie.common.http import LARGEST_BODY

ROOT = Path(__file__).resolve().parents[2]

SHELL = """<!doctype html><html lang="nl"><head>{head}<title>Proef</title></head>
<body data-person="anna" {attributes}><div id="flash" role="status"></div><main>{main}</main>
<dialog id="confirm" aria-labelledby="confirm-question"><h2 id="confirm-question"></h2><p id="confirm-more"></p>
<button type="button" value="yes">Ja</button><button type="button" value="no">Nee</button></dialog>
<div id="announce" role="status" aria-live="polite"></div><div id="page-words" hidden data-busy="Even wachten"
data-failed="Dat lukte niet." data-draft="Hier stond nog iets." data-draft-take="Zet terug" data-draft-drop="Gooi weg"
data-large="Te groot." data-copied="Gekopieerd." data-dismiss="Sluit" data-offline="Geen verbinding."></div></body>
</html>"""


@pytest.fixture
def trial(page, site):
    """`trial('<form>…')` shows this as a page of ours at /proef/; `answers[path]` says what the server answers."""
    answers, asked = {}, []

    def serve(route):
        request = route.request
        path = "/" + request.url.split("/", 3)[3].split("?")[0]
        asked.append((request.method, path, request.post_data or ""))
        status, body = answers.get(path, (404, ""))
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    def show(main, attributes=""):
        head = render_to_string("ui/_head.html", {"csrf_token": "abc"})
        body = SHELL.format(head=head, main=main, attributes=attributes)
        answers["/proef/"] = (200, body)
        page.goto("/proef/")
        return page

    page.route("**/proef/**", serve)
    show.answers, show.asked = answers, asked
    return show


def test_a_draft_is_offered_after_a_reload_and_never_put_back_by_itself(trial):
    page = trial('<textarea data-draft="vraag" aria-label="Vraag"></textarea>')
    page.fill("textarea", "Hoe kan ik rustig blijven?")
    page.reload()
    assert page.input_value("textarea") == ""
    page.click("text=Zet terug")
    assert page.input_value("textarea") == "Hoe kan ik rustig blijven?"


def test_a_draft_can_be_thrown_away(trial):
    page = trial('<textarea data-draft="vraag" aria-label="Vraag"></textarea>')
    page.fill("textarea", "weg hiermee")
    page.reload()
    page.click("text=Gooi weg")
    page.reload()
    assert page.locator(".draft-offer").count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_nothing_is_kept_on_a_shared_device(trial):
    page = trial('<textarea data-draft="vraag" aria-label="Vraag"></textarea>', "data-shared-device")
    page.fill("textarea", "dit blijft van mij")
    assert page.evaluate("Object.keys(localStorage).length") == 0


FORM = """<form method="post" action="/proef/"><textarea name="v" data-draft="vraag" aria-label="V"></textarea>
<button>Verstuur</button></form>"""


def test_a_draft_is_forgotten_once_it_was_sent(trial):
    page = trial(FORM)
    page.fill("textarea", "verstuurd")
    page.click("text=Verstuur")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_draft_stays_when_sending_failed(trial):
    page = trial(FORM)
    page.fill("textarea", "niet verstuurd")
    trial.answers["/proef/"] = (
        200,
        trial.answers["/proef/"][1].replace("<main>", '<main><p class="error-code">500</p>'),
    )
    page.click("text=Verstuur")
    page.wait_for_selector(".error-code")
    assert page.evaluate("Object.keys(localStorage).length") == 1


def test_after_a_page_that_says_what_went_wrong_the_draft_is_offered(trial):
    """Such a page is drawn without the person: nobody's name stands in it."""
    page = trial(FORM)
    ours = trial.answers["/proef/"]
    page.fill("textarea", "niet verstuurd")
    wrong = ours[1].replace('data-person="anna"', "").replace("<main>", '<main><p class="error-code">413</p>')
    trial.answers["/proef/"] = (200, wrong)
    page.click("text=Verstuur")
    page.wait_for_selector(".error-code")
    trial.answers["/proef/"] = ours
    page.goto("/proef/")
    page.get_by_role("button", name="Zet terug").click()
    assert page.input_value("textarea") == "niet verstuurd"


@pytest.mark.parametrize(("sign", "times"), [("x", 530_000), ("é", 100_000)], ids=["as it is", "as it travels"])
def test_what_is_too_large_is_not_sent_and_stays(trial, sign, times):
    page = trial(FORM.replace("<button>", '<input type="hidden" name="w" id="w"><button>'))
    page.fill("textarea", "mijn verhaal")
    hold = "([sign, times]) => { document.getElementById('w').value = sign.repeat(times); }"
    page.evaluate(hold, [sign, times])
    page.click("text=Verstuur")
    expect(page.locator("#flash")).to_have_text(re.compile("Te groot."))
    expect(page.locator("#flash")).to_be_focused()
    assert page.input_value("textarea") == "mijn verhaal"
    assert [one for one in trial.asked if one[0] == "POST"] == []
    page.evaluate(hold, ["y", 1])
    page.click("text=Verstuur")
    page.wait_for_load_state()
    assert [one[2] for one in trial.asked if one[0] == "POST"] == ["v=mijn+verhaal&w=y"]


def test_what_is_too_large_is_the_same_here_and_there():
    [said] = re.findall(r"const LARGEST = (\d+) \* 1024;", (ROOT / "static" / "js" / "large.js").read_text())
    assert int(said) * 1024 == LARGEST_BODY


def test_logging_out_wipes_every_draft(trial):
    page = trial(
        '<textarea data-draft="v" aria-label="V"></textarea><form data-logout method="post"><button>Uit</button></form>'
    )
    page.fill("textarea", "weg bij uitloggen")
    page.click("text=Uit")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).length") == 0


PULL = """<div id="deel" data-hx-get="/proef/deel/" data-hx-trigger="live:step from:body" data-hx-swap="outerHTML">
<p>oud</p><textarea id="vraag" aria-label="Vraag"></textarea></div>"""


def hint(page, name="step"):
    page.evaluate(f"document.body.dispatchEvent(new CustomEvent('live:{name}'))")


def test_a_live_refresh_keeps_what_is_being_typed_and_the_cursor(trial):
    page = trial(PULL)
    trial.answers["/proef/deel/"] = (200, PULL.replace("oud", "nieuw"))
    page.click("textarea")
    page.keyboard.type("halverwege een zin")
    for _step in range(4):
        page.keyboard.press("ArrowLeft")
    hint(page)
    page.wait_for_selector("text=nieuw")
    page.keyboard.type("X")
    assert page.input_value("textarea") == "halverwege eenX zin"


def test_the_answer_to_a_press_holds(trial):
    post = PULL.replace(
        'data-hx-get="/proef/deel/" data-hx-trigger="live:step from:body"',
        'data-hx-post="/proef/deel/" data-hx-trigger="click from:#stuur"',
    )
    page = trial(post + '<button id="stuur">Stuur</button>')
    trial.answers["/proef/deel/"] = (
        200,
        '<div id="deel"><p>nieuw</p><textarea id="vraag" aria-label="V"></textarea></div>',
    )
    page.fill("textarea", "verstuurd")
    page.click("#stuur")
    page.wait_for_selector("text=nieuw")
    assert page.input_value("textarea") == ""


def test_a_failing_server_says_so_and_takes_nothing_away(trial, eyes):
    eyes.expects("500")
    page = trial(PULL)
    trial.answers["/proef/deel/"] = (500, "<!doctype html><title>500</title>")
    page.fill("textarea", "blijft staan")
    hint(page)
    page.wait_for_selector("#flash .flash.stop")
    assert page.input_value("textarea") == "blijft staan"
    page.click("#flash .dismiss")
    assert page.locator("#flash .flash").count() == 0


def test_a_refusal_in_words_is_shown_and_the_form_stays(trial, eyes):
    eyes.expects("409")
    page = trial('<form data-hx-post="/proef/deel/"><input id="i" name="i" aria-label="I"><button>Druk</button></form>')
    where = {"HX-Retarget": "#flash", "HX-Reswap": "innerHTML", "Content-Type": "text/html; charset=utf-8"}
    said = '<div class="flash care">Anna was je voor.</div>'
    page.route("**/proef/deel/", lambda route: route.fulfill(status=409, body=said, headers=where))
    page.fill("#i", "blijft staan")
    page.click("button")
    page.wait_for_selector("#flash >> text=Anna was je voor.")
    assert page.input_value("#i") == "blijft staan"


AUTOSAVE = """<form data-autosave method="post" action="/proef/bewaar/"><input name="a" aria-label="A">
<span class="saved" data-say-saved="bewaard #" data-say-unsaved="nog niet bewaard, je tekst staat hier veilig"></span>
</form>"""


def test_a_form_keeps_itself_after_a_pause(trial):
    page = trial(AUTOSAVE)
    trial.answers["/proef/bewaar/"] = (204, "")
    page.type("input", "tekst")
    page.wait_for_selector("text=/bewaard \\d\\d\\.\\d\\d/")
    sent = [body for method, path, body in trial.asked if path == "/proef/bewaar/"]
    assert len(sent) == 1 and 'name="autosave"' in sent[0] and "tekst" in sent[0]


def test_a_form_that_could_not_be_kept_says_so(trial, eyes):
    eyes.expects("500")
    page = trial(AUTOSAVE)
    trial.answers["/proef/bewaar/"] = (500, "")
    page.type("input", "tekst")
    page.wait_for_selector("text=nog niet bewaard, je tekst staat hier veilig")


def test_a_press_counts_once(trial):
    page = trial('<form method="post" action="/proef/lang/"><button name="x" value="1">Verstuur</button></form>')
    trial.answers["/proef/lang/"] = (204, "")  # the page stays as it is
    page.click("button")
    page.wait_for_selector("button[aria-disabled=true]")
    assert page.inner_text("button") == "Even wachten"
    page.click("button", force=True)
    page.wait_for_timeout(150)
    assert [body for method, _path, body in trial.asked if method == "POST"] == ["x=1"]


def test_something_final_is_asked_first(trial):
    page = trial(
        """<form method="post" action="/proef/">
        <button data-confirm="Dit wist je aantekening." data-confirm-yes="Wis">Weg</button></form>"""
    )
    page.click("text=Weg")
    assert page.inner_text("#confirm-question") == "Dit wist je aantekening."
    page.click("dialog [value=no]")
    assert [method for method, _path, _body in trial.asked if method == "POST"] == []
    page.click("text=Weg")
    page.click("dialog [value=yes]")
    page.wait_for_load_state()
    assert [method for method, _path, _body in trial.asked if method == "POST"] == ["POST"]


def timer(ends_in, total=720):
    return f"""<div class="timer" role="timer" id="timer" data-ends-at="{{end}}" data-now="{{now}}" data-total="{total}"
    data-until="tot 14.52 uur" data-say-left="nog # min" data-say-over="# min uitloop" data-say-soon="rond af"
    data-say-zero="De tijd is om."><svg><circle class="left"/></svg><span><b></b><small></small></span></div>
    <script type="application/json">{ends_in}</script>"""


@pytest.mark.parametrize(
    ("left", "state", "words", "small"),
    [
        (290, "running", "nog 5 min", "tot 14.52 uur"),
        (80, "soon", "nog 2 min", "rond af, tot 14.52 uur"),
        (-130, "over", "2 min uitloop", "tot 14.52 uur"),
    ],
)
def test_a_timer_follows_the_clock_of_the_server(trial, left, state, words, small):
    now, end = "2031-01-01T12:00:00+00:00", f"2031-01-01T{12 + (left // 3600):02d}:00:00+00:00"
    total = left % 3600
    end = f"2031-01-01T{12 + left // 3600:02d}:{total // 60:02d}:{total % 60:02d}+00:00"
    page = trial(timer(left).replace("{end}", end).replace("{now}", now))
    page.wait_for_selector(f".timer.{state}")
    assert (page.inner_text(".timer b"), page.inner_text(".timer small")) == (words, small)
    assert page.get_attribute(".timer", "aria-label") == f"{words}, tot 14.52 uur"


def test_focus_goes_to_the_news_and_is_never_lost(trial):
    part = """<div id="deel"><h2>Kop</h2>
    <button id="k" data-hx-post="/proef/deel/" data-hx-target="#deel" data-hx-swap="outerHTML">Druk</button></div>"""
    page = trial(part)
    trial.answers["/proef/deel/"] = (200, '<div id="deel" data-announce="Verplaatst."><h2>Nieuw</h2></div>')
    page.click("#k")
    page.wait_for_selector("text=Nieuw")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.wait_for_function("document.querySelector('#announce').textContent === 'Verplaatst.'")


def test_every_request_of_htmx_proves_that_it_is_ours(trial):
    page = trial('<button data-hx-post="/proef/deel/">Druk</button>')
    trial.answers["/proef/deel/"] = (204, "")
    with page.expect_request("**/proef/deel/") as sent:
        page.click("button")
    assert sent.value.headers["x-csrftoken"] == "abc"


def test_a_menu_closes_with_escape(trial):
    page = trial('<details class="menu"><summary>Meer</summary><ul><li><a href="#">Een</a></li></ul></details>')
    page.click("summary")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('details').open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


ARRIVES = '<div id="part"><a href="/proef/weg/" data-hx-get="/proef/erbij/" data-hx-target="#part">Verder</a></div>'


def test_what_arrives_can_be_pressed_at_once(trial):
    """A key that was under way when a part was drawn anew: it does what it says, and leads nobody off the page."""
    page = trial('<button id="part" data-hx-get="/proef/deel/" data-hx-swap="outerHTML">Deel</button>')
    trial.answers["/proef/deel/"] = (200, ARRIVES)
    trial.answers["/proef/erbij/"] = (200, "Erbij.")
    page.evaluate("""() => document.addEventListener("htmx:afterSwap", () =>
      setTimeout(() => document.querySelector("#part a")?.click()), {once: true})""")
    page.click("#part")
    page.wait_for_selector("#part >> text=Erbij.")
    assert not [path for _method, path, _body in trial.asked if path == "/proef/weg/"]
