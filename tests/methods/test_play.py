"""A dry play: what happens in each phase for so many people, and what cannot work is refused in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods import conformance
from methods.codes import Kind, Role
from methods.format import load_dict
from methods.play import on_paper, play, seats
from tests.methods.facts import shipped
from tests.methods.test_format import method

LEADER, GIVER, PEER = Role.LEADER, Role.CASE_GIVER, Role.PEER
WORDS = {"title": "Stap", "purpose": "Iets.", "line": "Doe iets.", "own_line": "Doe zelf iets.", "say": "Ga je gang."}
WORDS |= {"ask": "Wat?"}


def a_phase(name, **fields):
    return {"id": name, "who": "all", "minutes": 10, "least": 6, "nl": WORDS, "en": WORDS, **fields}


def silent(name="write", writers="peers", **fields):
    quiet = {"rules": ["silent_write"], "writes": "silent", "writers": writers, "kinds": ["question"]}
    return a_phase(name, **quiet, **fields)


def other(words):
    """The same phase with another line for everybody, so that nobody hears the same twice."""
    return {**WORDS, "line": words, "own_line": words}


def refused(*phases, people=6, minutes=60, **facts):
    doc = load_dict(method(*phases, **{"size": [2, 10], **facts}))
    return [str(problem) for problem in play(doc, people=people, minutes=minutes).refused]


OPEN = a_phase("open", shows=["write"], reveal="at_enter")
RATE = a_phase("rate", who="case_giver", rules=["c_decides"], shows=["write"], marks="keep")


def test_who_sits_at_the_table():
    assert seats(6) == {LEADER: 1, GIVER: 1, PEER: 4}
    assert seats(3) == {GIVER: 1, PEER: 2}  # the leader joins in


def test_what_passes():
    phases = [
        a_phase("tell", who="case_giver", rules=["no_interrupt"]),
        silent(limit=3),
        a_phase("round", who="peers", rules=["round", "c_silent"], shows=["write"], reveal="in_rounds"),
        a_phase(
            "choose", who="case_giver", rules=["c_decides", "score"], shows=["write"], marks="keep", nl=SCORE, en=SCORE
        ),
    ]
    passing = play(load_dict(method(*phases)), people=6, minutes=40)
    tell, write, spoken, choose = passing.scenes
    assert passing.refused == ()
    assert [scene.begins for scene in passing.scenes] == [0, 10, 20, 30]
    assert tell.speaks == (GIVER,) and not tell.writes and not tell.hidden
    assert write.writes == ((PEER, (Kind.QUESTION,)),) and write.hidden and write.opener is spoken.phase
    assert (spoken.turns, spoken.shown[0].closed) == (4, False)
    assert choose.rates and choose.scores and choose.acts(GIVER) and not choose.acts(PEER)


SCORE = {**WORDS, "score": "Hoe zeker?", "low": "niet", "high": "heel"}


def test_until_it_opens_everybody_has_their_own():
    look = a_phase("look", shows=["write"])
    own, opened = play(load_dict(method(silent(writers="all"), look, OPEN)), people=6, minutes=30).scenes[1:]
    assert (own.shown[0].closed, opened.shown[0].closed) == (True, False)


def test_a_gift_is_hidden_also_when_it_is_typed_openly():
    gift = a_phase("gift", writers="all", writes="open", kinds=["wish"], shows=["gift"], reveal="when_opened")
    [scene] = play(load_dict(method(gift)), people=6, minutes=10).scenes
    assert scene.hidden and not scene.phase.silent


@pytest.mark.parametrize(
    ("phases", "people", "said"),
    [
        ([a_phase("one")], 12, "this works with 2 to 10 people, not with 12"),
        (
            [a_phase("ask", who="peers", rules=["round"])],
            2,
            "with 2 people only one has a turn here: a round needs two",
        ),
        ([a_phase("ask", who="peers_ask", rules=["round"])], 2, "only one has a turn"),
        (
            [a_phase("tell", who="case_giver", rules=["no_interrupt"], writers="peers", kinds=["word"])],
            6,
            '"writers" names somebody, but the rules let nobody write here',
        ),
        ([silent(), RATE, OPEN], 6, 'what was written in "write" is rated here and opens only later'),
        (
            [silent(), a_phase("look", who="case_giver", shows=["write"]), OPEN],
            6,
            '"shows" names "write", which opens only later',
        ),
        (
            [silent(), a_phase("turns", shows=["write"], reveal="in_rounds")],
            6,
            'reveal = "in_rounds" opens at each one\'s turn: add the rule round',
        ),
        (
            [
                silent(writers="all"),
                a_phase("turns", who="peers", rules=["round"], shows=["write"], reveal="in_rounds"),
            ],
            6,
            'the case-giver wrote in "write" and has no turn here in which it opens',
        ),
        (
            [silent(writers="case_giver"), {**RATE, "reveal": "at_enter"}],
            6,
            'rates what others wrote, and only the case-giver wrote in "write"',
        ),
        (
            [a_phase("hear", who="case_giver"), a_phase("again", who="case_giver")],
            6,
            'nl: "line" gives the group nothing new: nothing to do here nor in the phase before',
        ),
        (
            [a_phase("hear", who="peers"), a_phase("again", who="peers")],
            6,
            'en: "own_line" gives the case-giver nothing new',
        ),
    ],
)
def test_what_cannot_work_is_refused_in_words(phases, people, said):
    found = refused(*phases, people=people)
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("plain") for problem in found)


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        (
            [a_phase("tell"), silent(), {**OPEN, "optional": True}],
            'phase "write": what is written here in silence opens in "open", which may be left out',
        ),
        (
            [a_phase("tell"), silent(optional=True), {**RATE, "reveal": "at_enter"}],
            'phase "rate": without "write" nothing is there to open or to rate: make both optional, or neither',
        ),
    ],
)
def test_what_may_be_left_out_is_needed_by_nobody(phases, said):
    assert refused(*phases, minutes=30) == []
    assert any(said in problem for problem in refused(*phases, minutes=22))


def test_too_little_time_is_said_with_the_shortest_there_is():
    assert refused(a_phase("one"), a_phase("two", nl=other("x"), en=other("x")), minutes=9) == [
        "plain: this takes 12 minutes at the least; 9 is too short"
    ]


@pytest.mark.parametrize(
    "phases",
    [
        [silent(), {**OPEN, "nl": other("Kijk."), "en": other("Look.")}],
        [a_phase("hush", who="leader", rules=["silence"]), a_phase("again", who="leader", rules=["silence"])],
        [a_phase("hear", who="case_giver"), a_phase("more", who="case_giver", nl=other("Noteer."), en=other("Note."))],
        [silent(writers="all"), a_phase("turns", rules=["round"], shows=["write"], reveal="in_rounds")],
        [silent(writers="case_giver"), {**RATE, "marks": "one", "reveal": "at_enter"}],  # takes in one's own
    ],
)
def test_what_works_is_not_refused(phases):
    assert refused(*phases) == []


def test_a_contradiction_is_told_once_for_all_sizes():
    doc = load_dict(method(silent(), RATE, OPEN, size=[3, 8]))
    assert [p.message for p in conformance.rehearsal(doc)] == [
        'what was written in "write" is rated here and opens only later'
    ]


@given(st.sampled_from(shipped()), st.integers(1, 14), st.integers(1, 200), st.data())
def test_whatever_is_left_of_a_method_it_can_be_tried(doc, people, minutes, data):
    """A draft has half its phases, and shows what is no longer there: that is told, and nothing breaks."""
    kept = data.draw(st.lists(st.sampled_from(doc.phases), max_size=5, unique_by=lambda phase: phase.id))
    tried = play(replace(doc, phases=tuple(kept)), people=people, minutes=minutes)
    assert [scene.phase for scene in tried.scenes] == list(tried.plan.phases)
    assert all(problem.where.startswith(doc.id) for problem in tried.refused)


# ── the library ────────────────────────────────────────────────────────────────────────────────────
EVERY = [
    pytest.param(doc, people, minutes, id=f"{doc.id}-{people}-{minutes}")
    for doc in shipped()
    for people in conformance.sizes(doc)
    for minutes in conformance.durations(doc, people)
]


@pytest.mark.parametrize(("doc", "people", "minutes"), EVERY)
def test_every_method_works_for_every_size_in_three_lengths(doc, people, minutes):
    """On the screens, and on paper; what each of them reads is there in both languages."""
    passing = play(doc, people=people, minutes=minutes)
    assert passing.refused == ()
    made = passing.plan
    assert made.total + made.over == minutes
    assert all(spent >= phase.least for phase, spent in zip(made.phases, made.minutes, strict=True))
    assert sum(passing.table.values()) == people
    for scene in passing.scenes:
        for lang in ("nl", "en"):
            text = scene.phase.text(lang)
            assert text.title and text.line and text.say
            assert text.own_line or scene.acts(GIVER) or "silence" in scene.phase.rules
            assert not scene.writes or text.ask or text.own_ask
            assert text.paper or not on_paper(scene.phase)


def test_as_many_methods_as_the_library_says():
    assert len(EVERY) > 600
