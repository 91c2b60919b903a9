"""A pull for what the page already shows is answered without a body; and what did change comes alone."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from intervisie.common.live import hints
from sessions.actions import people, pointer
from sessions.models import Step
from tests.counting import Queries
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, reveal_now, write

PULLS = ("step", "people", "cards", "tally")


def shown_in(html):
    """What a page says it shows: id of the part → its print."""
    return {part: print_ for print_, part in re.findall(r'data-shown="([\w-]+)"[^>]*? id="([\w-]+)"', html)}


def open_page(browser, session):
    page = browser.get(reverse("room", args=[session.pk]))
    return page.context["screen"].key, shown_in(page.content.decode())


def pull(browser, session, of, key, shown, heard=""):
    said = " ".join(f"{part}={print_}" for part, print_ in shown.items())
    address = reverse("room_part", args=[session.pk, of]) + f"?key={key}"
    return browser.get(address, headers={"HX-Request": "true", "X-Shown": said, "X-Heard": heard})


@pytest.fixture
def playing(group, anna, bas, chris, dana):
    """The cloud being ordered, for a while already: nothing to take back, cards on the table."""
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    write(session, chris, "Straks denken ze dat ik twijfel.", kind="thought")
    session = go_to(session, anna, phase="reveal")
    reveal_now(session)
    type(session).objects.filter(pk=session.pk).update(undo_until=None)
    Step.objects.filter(pk=session.step_id).update(entered_at=timezone.now() - timedelta(seconds=20))
    return fresh(session)


@pytest.mark.parametrize("who", ["anna", "bas", "chris"])
def test_right_after_the_page_every_pull_is_without_a_body(playing, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    key, shown = open_page(browser, playing)
    assert {"room-bar", "stage-cards", "circle"} <= set(shown)
    for of in PULLS:
        answer = pull(browser, playing, of, key, shown)
        assert (answer.status_code, answer.content) == (204, b""), of


def test_the_clock_runs_on_without_anything_to_send(playing, chris, client_of):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = client_of(chris)
        key, shown = open_page(browser, playing)
        clock.shift(4)
        assert pull(browser, playing, "step", key, shown).status_code == 204
        pointer.extend(fresh(playing), by=fresh(playing).leader, minutes=3, seen_added=0)
        answer = pull(browser, playing, "step", key, shown)
        assert (answer.status_code, set(shown_in(answer.content.decode()))) == (200, {"room-bar", "rail"})


def test_who_listens_gets_nothing_until_the_minutes_change(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "gossip", chris, phase="gossip")
    browser = client_of(bas)
    key, shown = open_page(browser, session)
    assert pull(browser, session, "step", key, shown).status_code == 204
    minute = timedelta(minutes=2)
    Step.objects.filter(pk=session.step_id).update(entered_at=timezone.now() - minute)
    answer = pull(browser, session, "step", key, shown)
    assert (answer.status_code, set(shown_in(answer.content.decode()))) == (200, {"turned-time"})


def test_in_the_lobby_only_who_comes_in_is_sent(group, anna, bas, chris, client_of):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=bas)
    browser = client_of(bas)
    key, shown = open_page(browser, session)
    assert pull(browser, session, "people", key, shown).status_code == 204
    pointer.sit(session, by=chris)
    assert "Chris" in pull(browser, session, "people", key, shown).content.decode()


def test_what_changed_comes_alone_and_the_cards_stay_where_they_are(playing, bas, chris, dana, client_of):
    browser = client_of(chris)
    key, shown = open_page(browser, playing)
    people.set_ready(playing, by=dana, step_id=playing.step_id, ready=True)
    answer = pull(browser, playing, "step", key, shown)
    changed = shown_in(answer.content.decode())
    assert answer.status_code == 200
    assert set(changed) == {"room-bar", "circle"}
    assert answer.headers["HX-Reswap"] == "none"  # nothing in the place of the cards
    assert pull(browser, playing, "step", key, shown | changed).status_code == 204


def test_a_new_card_is_drawn_in_the_place_of_the_cards(group, anna, bas, chris, dana, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    session.step.turns.filter(user=chris).update(state="done")
    browser = client_of(chris)
    key, shown = open_page(browser, session)
    assert pull(browser, session, "cards", key, shown).status_code == 204
    write(session, dana, "Wat zie je gebeuren?", kind="question")
    answer = pull(browser, session, "cards", key, shown)
    assert "Wat zie je gebeuren?" in answer.content.decode()
    assert "HX-Reswap" not in answer.headers


# ── heard already ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of", PULLS)
def test_what_was_heard_already_costs_the_door_and_no_more(playing, cast, client_of, of):
    for who in ("anna", "bas", "chris"):
        browser = client_of(getattr(cast, who))
        key, shown = open_page(browser, playing)
        people.set_ready(fresh(playing), by=cast.dana, step_id=playing.step_id, ready=who != "bas")
        heard = pull(browser, playing, of, key, shown).headers["X-Heard"]
        assert heard or of not in ("step", "people")
        with Queries() as asked:
            again = pull(browser, playing, of, key, shown, heard=heard or "people=1")
        if heard:
            assert (again.status_code, again.content, len(asked)) == (204, b"", 3)


@pytest.mark.django_db(transaction=True)
def test_whatever_is_told_since_is_looked_at(playing, dana, chris, client_of):
    browser = client_of(chris)
    key, shown = open_page(browser, playing)
    people.set_ready(playing, by=dana, step_id=playing.step_id, ready=True)
    heard = pull(browser, playing, "people", key, shown).headers["X-Heard"]
    people.set_ready(playing, by=dana, step_id=playing.step_id, ready=False)
    answer = pull(browser, playing, "people", key, {}, heard=heard)
    assert answer.status_code == 200
    assert answer.headers["X-Heard"] != heard


@pytest.mark.django_db(transaction=True)
def test_what_somebody_claims_to_have_heard_opens_no_door(playing, eva, chris, client_of):
    heard = pull(client_of(chris), playing, "step", "", {}).headers["X-Heard"]
    assert pull(client_of(eva), playing, "step", "", {}, heard=heard).status_code == 404


# ── presence ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def here(playing):
    """`here(bas, chris)`: they have the room open."""
    key = hints.PRESENCE + playing.topic

    def say(*users):
        hints.client().hset(key, mapping={f"{user.pk}@test": time.time() + 30 for user in users})

    yield say
    hints.client().delete(key)


def test_one_s_own_arrival_changes_nothing_for_oneself(playing, here, anna, bas, chris, dana, client_of):
    here(anna, bas, dana)
    browser = client_of(chris)
    key, shown = open_page(browser, playing)
    here(chris)
    answer = pull(browser, playing, "people", key, shown)
    assert (answer.status_code, answer.content) == (204, b"")


def test_somebody_else_s_arrival_is_told(playing, here, anna, bas, chris, dana, client_of):
    here(anna, bas, chris)
    browser = client_of(chris)
    key, shown = open_page(browser, playing)
    here(dana)
    assert set(shown_in(pull(browser, playing, "people", key, shown).content.decode())) == {"circle"}


def test_where_nobody_knows_who_is_here_nobody_is_called_away(playing, here, anna, chris, client_of):
    browser = client_of(chris)
    page = browser.get(reverse("room", args=[playing.pk])).content.decode()
    assert "scherm dicht" not in page
    here(anna)
    assert "scherm dicht" in browser.get(reverse("room", args=[playing.pk])).content.decode()


# ── what a page says it shows is only ever a reason to send less ───────────────────────────────────
@pytest.mark.parametrize("said", ["", "room-bar", "room-bar=x stage-cards=", "=" * 4000, "room-bar=é"])
def test_a_damaged_word_gets_everything(playing, chris, client_of, said):
    browser = client_of(chris)
    key, _shown = open_page(browser, playing)
    address = reverse("room_part", args=[playing.pk, "step"]) + f"?key={key}"
    answer = browser.get(address, headers={"HX-Request": "true", "X-Shown": said})
    assert answer.status_code == 200
    assert "Straks denken ze" in answer.content.decode()


def test_the_prints_of_another_say_nothing_about_mine(playing, anna, chris, dana, client_of):
    key, _mine = open_page(client_of(chris), playing)
    _key, of_leader = open_page(client_of(anna), playing)
    answer = pull(client_of(chris), playing, "step", key, of_leader)
    assert "room-bar" in shown_in(answer.content.decode())


def test_a_page_that_is_elsewhere_gets_the_whole_room(group, anna, bas, chris, client_of):
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    browser = client_of(chris)
    key, shown = open_page(browser, session)
    go_to(session, anna, kind="check_in")
    answer = pull(browser, session, "step", key, shown)
    assert answer.headers["HX-Retarget"] == "#room"
