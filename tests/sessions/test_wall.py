"""The screen on the wall: a code from the table opens it, it may nothing, and it shows nothing that anybody wrote."""

import asyncio
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import GroupFact
from intervisie.common.live import LiveApp, pending, presence
from intervisie.common.live.token import read
from intervisie.common.refusals import NotNow, NotYours
from methods.actions import load_methods
from sessions.actions import people, pointer, seating, wall
from sessions.models import Wall
from sessions.stream import RIGHTS, SCREENS
from tests.common.listening import CALM, QUICK, Heard, elsewhere
from tests.counting import Queries
from tests.methods.facts import first_six
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, reveal_now, write

pytestmark = pytest.mark.django_db
WRITTEN = ["Straks denken ze dat ik twijfel.", "Hoe kan ik eerder nee zeggen?"]  # a card, and the question of the case


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return begin(a_session(group, leads=anna), anna, bas, chris, dana)


def hang(session, by):
    """A browser in which the screen of this session hangs."""
    browser = Client()
    code = wall.ask_wall(fresh(session), by=by).code
    assert browser.post(reverse("wall"), {"code": code}).status_code == 302
    return browser


def shown(browser):
    return browser.get(reverse("wall")).content.decode()


def words(html):
    """What stands there to read, in one line."""
    inside = html.split('id="room"')[1].split('class="wall-live"')[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", inside))


# ── a code ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["anna", "bas", "chris"])
def test_anybody_at_the_table_gets_a_code_and_a_screen_hangs(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    assert browser.post(reverse("room_ask_wall", args=[session.pk])).status_code == 302
    code = session.walls.get().code
    page = browser.get(reverse("room_wall", args=[session.pk])).content.decode()
    assert f"{code[:4]} {code[4:]}" in page
    screen = Client()
    typed = f" {code[:4].lower()}-{code[4:].lower()} "  # as people type
    assert screen.post(reverse("wall"), {"code": typed}).url == reverse("wall")
    assert "Jeugdzorg Noord" in words(shown(screen))
    assert "Er hangt nu één scherm." in browser.get(reverse("room_wall", args=[session.pk])).content.decode()


def test_in_the_lobby_it_shows_the_way_in_and_the_code_of_the_room_is_an_address_with_a_login(group, anna, bas):
    lobby = a_session(group, leads=anna)
    pointer.sit(lobby, by=bas)
    html = shown(hang(lobby, bas))
    address = settings.BASE_URL + reverse("room", args=[lobby.pk])
    assert f'aria-label="QR-code: {address.partition("://")[2].rstrip("/")}"' in html
    assert "Welkom. Pak een stoel." in words(html)
    assert Client().get(reverse("room", args=[lobby.pk])).url.startswith(reverse("account_login"))


def test_a_code_is_good_once_and_for_ten_minutes(session, anna):
    code = wall.ask_wall(session, by=anna).code
    wall.open_wall(code)
    with pytest.raises(NotNow):
        wall.open_wall(code)
    code = wall.ask_wall(session, by=anna).code
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)), pytest.raises(NotNow):
        wall.open_wall(code)


def test_hanging_a_screen_asks_few_things(session, anna, client):
    code = wall.ask_wall(session, by=anna).code
    with Queries() as asked:
        assert client.post(reverse("wall"), {"code": code}).status_code == 302
    assert len(asked) == 3


def test_a_new_code_makes_the_one_before_worthless(session, anna):
    before = wall.ask_wall(session, by=anna).code
    wall.ask_wall(session, by=anna)
    with pytest.raises(NotNow):
        wall.open_wall(before)


@pytest.mark.parametrize("code", ["", "K7MP2QXD", "x" * 500, "%", "👋", "--------"])
def test_a_wrong_code_opens_nothing_and_says_so(session, anna, client, code):
    wall.ask_wall(session, by=anna)
    answer = client.post(reverse("wall"), {"code": code})
    assert answer.status_code == 409
    assert "Deze code opent niets" in answer.content.decode()
    assert client.get(reverse("wall_part")).status_code == 404  # it shows its own code again, and holds nothing else
    assert not Wall.objects.exclude(held="").exists()


def test_codes_are_not_guessed_by_the_thousand(session, anna, client):
    found = [client.post(reverse("wall"), {"code": f"AAAA{nr:04}"}).status_code for nr in range(25)]
    assert found[0] == 409
    assert found[-1] == 429


def test_who_does_not_sit_gets_none(group, anna, bas, dana, client_of):
    session = begin(a_session(group, leads=anna), anna, bas)
    with pytest.raises(NotYours):
        wall.ask_wall(session, by=dana)
    with pytest.raises(NotYours):
        wall.close_walls(session, by=dana)
    assert client_of(dana).post(reverse("room_ask_wall", args=[session.pk])).status_code == 403
    assert "Geef me een code" in client_of(dana).get(reverse("room_wall", args=[session.pk])).content.decode()


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_and_coordinators_find_nothing(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    for name in ("room_wall", "room_ask_wall", "room_close_walls"):
        ask = browser.get if name == "room_wall" else browser.post
        assert ask(reverse(name, args=[session.pk])).status_code == 404


def test_over_or_called_off_there_is_no_code(session, anna):
    pointer.close(session, by=anna, seen_version=session.version)
    with pytest.raises(NotNow):
        wall.ask_wall(fresh(session), by=anna)


def test_four_screens_are_enough(session, anna):
    for _nr in range(wall.MOST):
        wall.open_wall(wall.ask_wall(session, by=anna).code)
    with pytest.raises(NotNow, match="vier"):
        wall.ask_wall(session, by=anna)


# ── what it may ────────────────────────────────────────────────────────────────────────────────────
def test_what_its_browser_holds_opens_no_other_page_and_presses_nothing(session, anna):
    screen = hang(session, anna)
    paths = {name: morsel["path"] for name, morsel in screen.cookies.items() if name.startswith("wall")}
    assert paths == {settings.WALL_COOKIE_NAME: "/muur/", settings.WALL_LIVE_COOKIE_NAME: "/live/wall/"}
    for name in (settings.WALL_COOKIE_NAME, settings.WALL_LIVE_COOKIE_NAME):
        assert screen.cookies[name]["httponly"] and screen.cookies[name]["samesite"] == "Strict"
    room = reverse("room", args=[session.pk])
    assert screen.get(room).url.startswith(reverse("account_login"))
    assert screen.post(reverse("room_advance", args=[session.pk]), {"version": session.version}).status_code == 302
    assert fresh(session).version == session.version
    hangs = shown(screen).split('<div id="room"')[1].split("<dialog")[0]
    assert not re.findall(r"<(form|button|a|input|textarea)\b", hangs)


def test_the_secret_stands_nowhere(session, anna):
    screen = hang(session, anna)
    secret = screen.cookies[settings.WALL_COOKIE_NAME].value
    assert Wall.objects.get().held == wall.hashed(secret) != secret
    assert secret not in shown(screen)


def test_from_the_room_it_goes_dark_and_twice_is_harmless(session, anna, bas, client_of):
    screens = [hang(session, anna), hang(session, anna)]
    for _press in range(2):
        assert client_of(bas).post(reverse("room_close_walls", args=[session.pk])).status_code == 302
    for screen in screens:
        assert screen.get(reverse("wall_part")).status_code == 404
        assert screen.get(reverse("wall_token")).status_code == 404
        assert "De code uit de kamer" in shown(screen)


def test_it_says_goodbye_and_then_knows_nothing_any_more(session, anna):
    screen = hang(session, anna)
    pointer.close(session, by=anna, seen_version=session.version)
    assert "Klaar. Dank je wel." in screen.get(reverse("wall_part")).content.decode()
    assert screen.get(reverse("wall_token")).status_code == 404
    assert "Klaar. Dank je wel." in shown(screen)
    assert "De code uit de kamer" in shown(screen)


# ── what it shows ──────────────────────────────────────────────────────────────────────────────────
def test_through_a_whole_method_no_word_that_anybody_wrote(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    screen = hang(session, anna)
    write(session, chris, WRITTEN[0], kind="thought")
    while fresh(session).step.kind != "closing":
        session = fresh(session)
        reveal_now(session)
        html = shown(screen)
        assert session.step.doc.text("nl").filled("Bas").title in words(html)
        for text in WRITTEN:
            assert text not in html, session.step.doc.id
        pointer.advance(session, by=anna, seen_version=session.version)


def test_while_people_write_in_silence_nobody_has_a_name(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, dana, phase="fill")
    people.set_ready(session, by=chris, step_id=session.step_id, ready=True)
    html = shown(hang(session, anna))
    ring = html.split('class="ring"')[1].split("</svg>")[0]
    for name in ("Anna", "Chris", "Dana", "Bas", "AV", "CW", "DY", "BH"):
        assert name not in ring
    assert "ready" not in ring
    assert "Eén van de drie is klaar" in words(html)


def test_in_a_round_it_says_whose_turn_it_is_and_who_comes_next(group, anna, bas, chris, dana):
    session = in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")
    assert "Chris is aan de beurt, daarna Dana" in words(shown(hang(session, anna)))


def test_when_somebody_stops_it_is_calm(session, anna, chris):
    screen = hang(session, anna)
    people.stop(session, by=chris)
    seen = words(shown(screen))
    assert "Even stil." in seen
    for name in ("Chris", "Anna", "Jeugdzorg", "nog"):
        assert name not in seen


def test_it_speaks_the_language_of_the_group_whatever_the_browser_says(session, group, anna):
    group.language = "en"
    group.save(update_fields=["language"])
    screen = hang(session, anna)
    html = screen.get(reverse("wall"), headers={"Accept-Language": "nl"}).content.decode()
    assert session.step.doc.text("en").title in words(html)


def test_the_same_again_is_no_body_and_three_questions(session, anna, chris):
    screen = hang(session, anna)
    print_ = re.search(r'data-shown="([^"]+)"[^>]* id="wall"', shown(screen))[1]
    with Queries() as asked:
        answer = screen.get(reverse("wall_part"), headers={"X-Shown": f"wall={print_}", "HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(asked) <= 3
    people.set_ready(session, by=chris, step_id=session.step_id, ready=True)
    assert screen.get(reverse("wall_part"), headers={"X-Shown": f"wall={print_}"}).status_code == 200


# ── what it hears ──────────────────────────────────────────────────────────────────────────────────
class Screen:
    """A wall's half of its stream."""

    def __init__(self, browser):
        address = re.search(r'data-live-url="([^"]+)"', shown(browser))[1]
        self.path, _mark, self.query = address.partition("?")
        self.secret = browser.cookies[settings.WALL_LIVE_COOKIE_NAME].value

    def scope(self, secret=None, path=""):
        cookie = f"{settings.WALL_LIVE_COOKIE_NAME}={secret or self.secret}"
        headers = [(b"host", b"localhost:8000"), (b"cookie", cookie.encode())]
        return {"type": "http", "method": "GET", "path": path or self.path, "query_string": self.query.encode(),
                "headers": headers}  # fmt: skip


def played(scene, *, pace=CALM):
    async def whole():
        app = LiveApp(RIGHTS, screens=SCREENS, pace=pace)
        try:
            await scene(app)
        finally:
            app.close()
            await app.hub.closed()

    asyncio.run(asyncio.wait_for(whole(), 30))


@pytest.mark.django_db(transaction=True)
class TestStream:
    def test_it_hears_the_room_and_is_nobody_there(self, session, anna):
        screen = Screen(hang(session, anna))

        async def scene(app):
            heard = await Heard(app, screen.scope()).until(lambda one: "hello" in one.names())
            while not app.hub.hearing:
                await asyncio.sleep(0.01)
            await elsewhere(pointer.advance, session, by=anna, seen_version=session.version)
            await heard.until(lambda one: "step" in one.hints())
            assert await elsewhere(presence, session.topic) == set()
            await heard.hang_up()

        played(scene)

    def test_a_token_without_its_cookie_or_at_another_address_opens_nothing(self, session, anna):
        screen = Screen(hang(session, anna))
        assert read(screen.query.partition("=")[2]).screen == "wall"

        async def scene(app):
            other = screen.path.replace("/wall/", "/session/")
            for scope in (screen.scope(secret="x" * 32), screen.scope(path=other)):
                heard = await Heard(app, scope).until(lambda one: one.ended)
                assert heard.status == 403

        played(scene)

    def test_taken_away_it_hears_nothing_more(self, session, anna):
        screen = Screen(hang(session, anna))

        async def scene(app):
            heard = await Heard(app, screen.scope()).until(lambda one: "hello" in one.names())
            await elsewhere(wall.close_walls, session, by=anna)
            await heard.until(lambda one: one.ended and "gone" in one.names())

        played(scene, pace=QUICK)

    def test_when_it_is_over_the_next_heartbeat_ends_it(self, session, anna):
        screen = Screen(hang(session, anna))

        async def scene(app):
            heard = await Heard(app, screen.scope()).until(lambda one: "hello" in one.names())
            await elsewhere(pointer.close, session, by=anna, seen_version=session.version)
            await heard.until(lambda one: one.ended and "gone" in one.names())

        played(scene, pace=QUICK)


# ── some at a distance ─────────────────────────────────────────────────────────────────────────────
def test_who_is_at_a_distance_is_said_and_comes_first_in_a_round(group, anna, bas, chris, dana, client_of):
    session = in_method(a_session(group, leads=anna, medium="hybrid"), anna, bas, "five_step", chris, dana)
    people.be_at_distance(fresh(session), by=dana, on=True)
    assert pending()[session.topic] >= {"people"}
    session = go_to(session, anna, phase="explore")
    assert session.step.turns.order_by("place").first().user == dana
    room = client_of(anna).get(reverse("room", args=[session.pk])).content.decode()
    assert "Op afstand: Dana. Die komt in een ronde eerst." in room
    assert "Op afstand: Dana" in words(shown(hang(session, anna)))


def test_where_all_sit_together_there_is_no_distance(session, chris, client_of):
    with pytest.raises(NotNow):
        people.be_at_distance(session, by=chris, on=True)
    assert "Ik doe mee op afstand" not in client_of(chris).get(reverse("room", args=[session.pk])).content.decode()


# ── without a screen ───────────────────────────────────────────────────────────────────────────────
def at_one_screen(group, anna, *others):
    """Anna's screen is the only one; she puts the others down and begins."""
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    for other in others:
        seating.seat_other(session, by=anna, user_id=other.pk)
    return begin(session, anna)


def test_one_screen_is_enough_from_the_lobby_to_the_end(group, anna, bas, chris, dana, client_of):
    session = at_one_screen(group, anna, bas, chris, dana)
    load_methods(first_six())
    browser, room = client_of(anna), reverse("room", args=[session.pk])
    assert browser.get(room).content.decode().count("zonder scherm") == 3
    session = go_to(session, anna, kind="case_choice")
    said = {"owner": bas.pk, "question": "Hoe kan ik het zeggen?", "step": session.step_id}
    assert browser.post(reverse("room_bring_aloud", args=[session.pk]), said).status_code == 302
    session = go_to(session, anna, kind="method_choice")
    assert browser.post(reverse("room_choose_method", args=[session.pk]), {"slug": "five_step"}).status_code == 302
    while fresh(session).step.kind != "closing":
        session = fresh(session)
        for turn in session.step.turns.all():
            ends = {"step": session.step_id, "user": turn.user_id, "how": "done"}
            assert browser.post(reverse("room_turn", args=[session.pk]), ends).status_code == 302
        assert not session.step.turns.filter(state="waiting").exists()
        assert browser.post(reverse("room_advance", args=[session.pk]), {"version": session.version}).status_code == 302
    session = fresh(session)
    assert browser.post(reverse("room_close", args=[session.pk]), {"version": session.version}).status_code == 302
    assert fresh(session).state == "closed"
    assert GroupFact.objects.get(kind="held", key=session.pk).counts["present"] == 4


def test_who_finds_a_phone_after_all_takes_the_seat_over(group, anna, bas, client_of):
    session = at_one_screen(group, anna, bas)
    assert client_of(bas).post(reverse("room_sit", args=[session.pk])).status_code == 302
    assert "zonder scherm" not in client_of(anna).get(reverse("room", args=[session.pk])).content.decode()
    seating.unseat_other(fresh(session), by=anna, user_id=bas.pk)  # not anybody else's to end any more
    assert session.seats.filter(user=bas, left_at=None).exists()


def test_put_down_twice_is_one_seat_and_taken_away_twice_as_well(group, anna, bas):
    session = at_one_screen(group, anna, bas, bas)
    for _press in range(2):
        seating.unseat_other(fresh(session), by=anna, user_id=bas.pk)
    assert session.seats.get(user=bas).left_at


def test_nobody_from_elsewhere_is_put_down_and_nobody_puts_down_from_outside(
    session, group, anna, eva, dana, client_of
):
    with pytest.raises(NotNow, match="hoort niet bij de groep"):
        seating.seat_other(session, by=anna, user_id=eva.pk)
    people.leave_seat(session, by=dana)
    with pytest.raises(NotYours):
        seating.seat_other(fresh(session), by=dana, user_id=dana.pk)
    answer = client_of(dana).post(reverse("room_seat_other", args=[session.pk]), {"to": dana.pk})
    assert answer.status_code == 403


def test_who_did_not_confirm_the_agreement_does_that_first(group, agreement, anna, bas):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    agreement.signatures.filter(user=bas).delete()
    with pytest.raises(NotNow, match="Bas heeft de afspraken nog niet bevestigd"):
        seating.seat_other(session, by=anna, user_id=bas.pk)


def test_who_puts_another_down_keeps_their_own_screen(group, anna, bas):
    session = a_session(group, leads=anna)
    pointer.sit(session, by=anna)
    seating.seat_other(session, by=anna, user_id=bas.pk)
    assert [seat.user for seat in session.seats.filter(no_screen=True)] == [bas]
