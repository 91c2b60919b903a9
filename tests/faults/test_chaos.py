"""Ten people write while lines break, requests come twice and late, web and Valkey fall over; then two press at once.

Who got no answer presses again, as a person does. Whatever was taken is there, once and word for word; there is one
pointer, moved one step at a time; and when the dust has settled everybody sees the same.
"""

import random
import re
import threading
import time
from collections import Counter
from uuid import uuid4

import pytest

from tests.faults.house import until
from tests.faults.people import TOKEN, Ear, Visitor

PATIENCE = 40  # seconds, longer than any of it is away
ENOUGH = 8  # times that each is done while it all falls over
TAKEN = (204, 302)
AT_MOST = 4  # cards one person may have here


class Member(threading.Thread):
    """Writes, writes anew, takes away. Each card has an id from its form, so it may be sent as often as it takes."""

    def __init__(self, number, at, cookie, table, over):
        super().__init__(daemon=True)
        self.number, self.table, self.over = number, table, over
        self.room = f"/bijeenkomst/{table['session']}/kamer/"
        self.chance, self.visitor = random.Random(number), Visitor(at, cookie)
        self.ear = Ear(Visitor(at, cookie), self.room)
        self.own, self.failed, self.did = {}, [], Counter()  # by id, what the server said it has; what went wrong
        self.late = None  # a form that comes once more, later

    @property
    def came_in(self):
        return TOKEN in self.visitor.cookies

    def run(self):
        while not self.came_in:
            self.look()
        while not self.over.is_set():
            deeds = [self.ready, self.look, self.ear.drop, *([self.write] * 5 if self.number else ())]
            self.chance.choice(deeds)()
            time.sleep(self.chance.uniform(0.05, 0.3))
        self.come_late()

    def write(self):
        self.come_late()
        deeds = [self.write_new] * 2 if len(self.own) < AT_MOST else [self.take_away]
        self.chance.choice([*deeds, self.write_anew] if self.own else deeds)()

    def write_new(self):
        card, text = str(uuid4()), self.words()
        form = {"step": self.table["step"], "card_id": card, "kind": "thought", "text": text}
        if self.chance.random() < 0.2:
            self.visitor.hang_up(f"{self.room}kaart/", **form)
        self.until_taken("kaart/", form, at_once=2 if self.chance.random() < 0.3 else 1)
        self.own[card] = text
        self.late = form if self.chance.random() < 0.3 else None

    def write_anew(self):
        card, text = self.chance.choice(list(self.own)), self.words()
        self.until_taken(f"kaart/{card}/verander/", {"text": text})
        self.own[card] = text

    def take_away(self):
        card = self.chance.choice(list(self.own))
        self.until_taken(f"kaart/{card}/weg/", {})
        del self.own[card]

    def come_late(self):
        """What the network held back comes after all: for a card that is there already."""
        if self.late and self.late["card_id"] in self.own:
            self.note(self.press("kaart/", self.late))
        self.late = None

    def until_taken(self, name, form, *, at_once=1):
        """As somebody presses again who was told nothing; the second time at the latest it has to be there."""
        self.did[name.strip("/").rpartition("/")[2]] += 1
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            answers = self.all_at_once(name, form, at_once)
            if any(answer.status in TAKEN for answer in answers):
                return
            for answer in answers:
                self.note(answer)
            time.sleep(0.3)
        self.failed.append(f"{name.split('/')[0]}: never taken")

    def all_at_once(self, name, form, times):
        """The same form at the same moment, as an impatient finger sends it."""
        answers = []
        fingers = [threading.Thread(target=lambda: answers.append(self.press(name, form))) for _nr in range(times)]
        for finger in fingers:
            finger.start()
        for finger in fingers:
            finger.join()
        return answers

    def ready(self):
        self.note(self.press("klaar/", {"step": self.table["step"], "ready": self.chance.choice(["on", ""])}))

    def look(self):
        self.note(self.visitor.get(self.room))

    def press(self, name, form):
        return self.visitor.post(f"{self.room}{name}", **form)

    def note(self, answer):
        """Nothing was heard, or "in a moment": so it is when all falls over. Anything else is not."""
        if answer.status not in (0, 200, 503, *TAKEN):
            self.failed.append(f"{answer.status}: {heard(answer)}")

    def words(self):
        return f"Gedachte {self.number}.{sum(self.did.values())} van mij"


@pytest.fixture
def table(house):
    return house.stage("table")


def test_no_word_is_lost_there_is_one_pointer_and_all_see_the_same(house, visit, table):
    web = house.web()
    visit(web)
    over = threading.Event()
    members = [Member(nr, web.port, cookie, table, over) for nr, cookie in enumerate(table["cookies"])]
    for member in members:
        member.start()
    until(lambda: all(member.came_in for member in members), 60, "for everybody")
    fall_over(house, web)
    until(lambda: all(done(members)[deed] >= ENOUGH for deed in ("kaart", "verander", "weg")), 90, "for words")
    over.set()
    for member in members:
        member.join(3 * PATIENCE)
    assert [said for member in members for said in member.failed] == []
    pressed_at_once(members, moves=1)
    too_late(members)
    nothing_lost(members, house.stage("cards", table["session"]))
    all_read_all(house, members)
    pressed_at_once(members, moves=3)
    one_pointer(house, table)
    the_same_for_all(members)
    assert "Traceback" not in "".join(program.said() for program in house.programs)
    for member in members:
        member.ear.close()


def done(members):
    return sum((member.did for member in members), Counter())


def fall_over(house, web):
    """Valkey, then the web process, then both."""
    chance = random.Random(4)
    for victims in ("valkey", "web", "web valkey"):
        time.sleep(chance.uniform(1, 2))
        if "web" in victims:
            web.kill()
        if "valkey" in victims:
            house.valkey.crash()
            time.sleep(0.5)
            house.valkey.start()
        if "web" in victims:
            web = house.web(port=web.port)
            until(lambda: Visitor(web.port).get("/health/live/").status == 200, 40, "for the web process")  # noqa: B023


def pressed_at_once(members, *, moves):
    """Who leads, in two tabs, and somebody who takes the lead over: all at the same moment."""
    leader, other, moved = members[0], members[2], 0
    for _try in range(20):
        answers = from_two_tabs(leader, other)
        won = sum(answer.status in TAKEN for answer in answers)
        assert won <= 1, [answer.status for answer in answers]
        assert leader.press("leiding/neem/", {}).status in TAKEN  # for the next move, as they agreed aloud
        moved += won
        if moved == moves:
            return
    raise AssertionError("nobody gets on")


def from_two_tabs(leader, other):
    """What the two tabs hear: one of them moves the group, or neither when the lead was taken first."""
    version = re.search(r'name="version" value="(\d+)"', leader.visitor.get(leader.room).text)[1]
    tabs, answers = [Visitor(leader.visitor.at, leader.visitor.session) for _nr in range(2)], []
    for tab in tabs:
        tab.get(leader.room)

    def press(tab):
        answers.append(tab.post(f"{leader.room}verder/", version=version))

    threads = [threading.Thread(target=press, args=[tab]) for tab in tabs]
    threads.append(threading.Thread(target=other.press, args=["leiding/neem/", {}]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def too_late(members):
    """What was under way for the step that is over is refused, with its words to copy."""
    for member in members[1:]:
        form = {"step": member.table["step"], "card_id": str(uuid4()), "kind": "thought", "text": "te laat gekomen"}
        answer = member.press("kaart/", form)
        assert (answer.status, "te laat gekomen" in answer.text) == (409, True), heard(answer)


def heard(answer):
    """What was said, without the page around it."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2] or answer.text).split())[:300]


def nothing_lost(members, rows):
    """Of everybody just what they were told was taken: no word less, none twice."""
    for member in members:
        assert {card: text for card, (who, text) in rows.items() if who == f"p{member.number}"} == member.own


def one_pointer(house, table):
    moves = house.ask(
        "SELECT version, kind FROM case_sessions_roomevent WHERE session_id = %s"
        " AND kind IN ('opened', 'advanced', 'skipped', 'undone') ORDER BY at",
        table["session"],
    )
    versions = [version for version, _kind in moves]
    assert versions == list(range(versions[0], versions[0] + len(versions))), moves
    [(version, leads)] = house.ask(
        "SELECT version, leader_id IS NOT NULL FROM case_sessions_casesession WHERE id = %s", table["session"]
    )
    assert (version, leads) == (versions[-1], True)


def all_read_all(house, members):
    """It lies open by now, the same on every page."""
    house.ask("UPDATE case_sessions_step SET reveal_at = now() WHERE reveal_at > now()")
    texts = {text for member in members for text in member.own.values()}
    for member in members:
        page = member.visitor.get(member.room).text
        assert {text for text in texts if text in page} == texts


def the_same_for_all(members):
    """One title, and on every stream the same last version of the step."""
    pages = [member.visitor.get(member.room).text for member in members]
    assert len({re.search(r'<h1[^>]*id="step-title"[^>]*>([^<]*)<', page)[1] for page in pages}) == 1
    until(lambda: len({last_step(member.ear) for member in members}) == 1, 30, "for the streams to agree")


def last_step(ear):
    """The version of the step that this stream knows: of the last hello, or of a hint since."""
    known = None
    for name, data in list(ear.events):
        if name in ("hello", "hint") and data and "step" in data:
            known = data["step"]
    return known
