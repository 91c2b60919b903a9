"""A screen without a keyboard: it shows a code, somebody at the table types it, and it opens by itself."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intervisie.common.refusals import Refusal
from sessions.actions import pointer, wall
from sessions.models import Wall
from tests.counting import Queries
from tests.sessions.table import a_session, begin, fresh
from tests.sessions.test_wall import shown, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, anna, bas, chris):
    return begin(a_session(group, leads=anna), anna, bas, chris)


@pytest.fixture
def screen():
    return Client()


def code_on(screen):
    return re.search(r'class="wall-code[^"]*">([^<]+)<', screen.get(reverse("wall")).content.decode())[1]


def type_in_room(browser, session, code):
    return browser.post(reverse("room_ask_wall", args=[session.pk]), {"code": code})


def wait(screen):
    answer = screen.get(reverse("wall_wait"))
    assert (answer.status_code, answer.content) == (204, b"")
    return answer.headers.get("HX-Refresh")


@pytest.mark.parametrize("who", ["anna", "bas", "chris"])
def test_typed_at_the_table_it_opens_by_itself(session, cast, client_of, screen, who):
    code = code_on(screen)
    assert wait(screen) is None
    answer = type_in_room(client_of(getattr(cast, who)), session, f" {code.lower()} ")
    assert answer.status_code == 302
    told = client_of(getattr(cast, who)).get(answer.url).content.decode()
    assert "binnen een paar tellen" in told
    assert "Ga op dat scherm naar <b>" not in told
    assert wait(screen) == "true"
    assert "Jeugdzorg Noord" in words(shown(screen))
    paths = {name: morsel["path"] for name, morsel in screen.cookies.items() if name.startswith("wall")}
    assert paths == {settings.WALL_COOKIE_NAME: "/muur/", settings.WALL_LIVE_COOKIE_NAME: "/live/wall/"}
    assert (
        "Er hangt nu één scherm." in client_of(cast.anna).get(reverse("room_wall", args=[session.pk])).content.decode()
    )


def test_the_page_that_waits_has_what_it_asks_with(screen):
    page = screen.get(reverse("wall")).content.decode()
    assert "htmx" in page.split("</head>")[0]
    assert f'data-hx-get="{reverse("wall_wait")}" data-hx-trigger="every 3s"' in page


def test_without_script_reloading_opens_it(session, anna, client_of, screen):
    type_in_room(client_of(anna), session, code_on(screen))
    assert "Jeugdzorg Noord" in words(shown(screen))


def test_only_the_screen_that_shows_it_comes_in(session, anna, client_of, screen):
    other = Client()
    assert code_on(screen) == code_on(screen) != code_on(other)
    type_in_room(client_of(anna), session, code_on(screen))
    assert wait(other) is None
    assert "De code van dit scherm" in shown(other)


def test_a_screen_that_waits_keeps_no_row_and_asks_little(session, screen):
    with Queries() as asked:
        code_on(screen)
    assert len(asked) == 0
    code_on(screen)
    with Queries() as asked:
        wait(screen)
    assert len(asked) <= 2
    assert not Wall.objects.exists()


def test_the_code_says_nothing_of_the_secret_and_the_secret_stands_nowhere(session, screen):
    page = screen.get(reverse("wall")).content.decode()
    secret = screen.cookies[settings.WALL_COOKIE_NAME].value
    assert secret not in page
    assert wall.code_of(secret) not in secret
    assert screen.cookies[settings.WALL_COOKIE_NAME]["max-age"] == 600


def test_after_ten_minutes_it_shows_another(session, anna, screen):
    code_on(screen)
    del screen.cookies[settings.WALL_COOKIE_NAME]  # as a browser does when its time is over
    assert wait(screen) == "true"


def test_typed_and_not_seen_for_ten_minutes_it_opens_nothing(session, anna, client_of, screen):
    type_in_room(client_of(anna), session, code_on(screen))
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert wait(screen) is None


def test_it_hangs_in_one_room_only(session, group, anna, bas, client_of, screen):
    other = begin(a_session(group, number=2, leads=anna), anna, bas)
    code = code_on(screen)
    type_in_room(client_of(anna), session, code)
    answer = type_in_room(client_of(anna), other, code)
    assert answer.status_code == 400
    wait(screen)
    assert Wall.objects.get().session_id == session.pk


@pytest.mark.parametrize("code", ["K7MP", "x" * 500, "%%%%%%%%", "👋👋👋👋👋👋👋👋", "AEIOU234"])
def test_what_is_no_code_is_refused_in_words(session, anna, client_of, code):
    answer = type_in_room(client_of(anna), session, code)
    assert answer.status_code == 400
    assert "Typ de acht tekens" in answer.content.decode()
    assert not Wall.objects.exists()


def test_strangers_and_who_does_not_sit_call_no_screen(session, cast, dana, client_of, screen):
    code = code_on(screen)
    assert [
        type_in_room(client_of(getattr(cast, who)), session, code).status_code for who in ("coen", "eva", "femke")
    ] == [404] * 3
    assert type_in_room(client_of(dana), session, code).status_code == 403
    assert type_in_room(Client(), session, code).url.startswith(reverse("account_login"))
    assert wait(screen) is None


def test_over_it_shows_its_code_again_for_another_room(session, anna, client_of, screen):
    type_in_room(client_of(anna), session, code_on(screen))
    wait(screen)
    now = fresh(session)
    pointer.close(now, by=anna, seen_version=now.version)
    assert "Klaar. Dank je wel." in shown(screen)
    assert "De code van dit scherm" in shown(screen)


def test_screens_that_wait_by_the_hundred_are_told_to_slow_down(session, screen):
    found = [screen.get(reverse("wall_wait")).status_code for _ask in range(125)]
    assert (found[0], found[-1]) == (204, 429)


def test_a_refusal_is_no_screen(session, anna):
    with pytest.raises(Refusal):
        wall.ask_wall(session, by=anna, code="nope")
