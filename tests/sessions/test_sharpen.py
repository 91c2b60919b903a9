"""What a computer can see of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.sharpen import Hint, first_question, questions_in, sharpen

H = Hint


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", []),
        ("   ", []),
        ("Hoe kan ik rustig blijven als een ouder boos wordt?", [H.HOW]),
        ("Hoe blijf ik rustig als een ouder boos wordt?", [H.HOW]),
        ("How can I say no without explaining myself?", [H.HOW]),
        ("Wat houdt mij tegen om te beginnen?", [H.OWN]),
        ("Waarom doet zij dat toch steeds?", [H.WHY, H.NO_I]),
        ("Moet ik hier blijven of toch weggaan?", [H.CLOSED]),
        ("Should I stay or should I go?", [H.CLOSED]),
        ("De samenwerking in ons team", [H.NO_HOW, H.NO_I]),
        ("Ruzie", [H.NO_HOW, H.NO_I, H.SHORT]),
        (
            "Hoe kan ik in het teamoverleg mijn twijfel uitspreken, en hoe krijg ik Kees zover dat hij luistert?",
            [H.HOW, H.TWO, H.OTHER_SECOND],
        ),
        ("Hoe kan ik dit zeggen? Wat doe ik als zij boos wordt?", [H.HOW, H.TWO]),
        ("How can I speak up, and how do I get my manager to listen?", [H.HOW, H.TWO, H.OTHER_SECOND]),
        ("Hoe krijg ik mijn collega zover dat hij op tijd komt?", [H.HOW, H.OTHER]),
        ("Hoe zorg ik dat mijn team luistert?", [H.HOW, H.OTHER]),
        ("Hoe kan ik merken dat ik te snel ga?", [H.HOW]),
        ("Hoe kan ik zeggen dat de sfeer me tegenstaat?", [H.HOW]),
        ("Hoe kan ik altijd kalm blijven?", [H.HOW, H.WIDE]),
        ("Hoe kan ik " + "heel " * 40 + "kalm blijven?", [H.HOW, H.LONG]),
    ],
)
def test_what_stands_out(question, found):
    assert [one.hint for one in sharpen(question)] == found


def test_only_the_first_question_is_kept():
    text = "Hoe kan ik mijn twijfel uitspreken, en hoe krijg ik Kees zover?"
    assert first_question(text) == "Hoe kan ik mijn twijfel uitspreken?"


@given(st.text(max_size=400))
def test_any_text_is_read_and_one_question_stays_one(text):
    sharpen(text)
    kept = first_question(text)
    assert len(questions_in(kept)) <= 1
    assert first_question(kept) == kept
