"""What may be told: thresholds, and that nothing can be found out by subtraction."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.items import CODES, ITEMS, SCALE
from feedback.results import ENOUGH, FEWEST, clean, distribute, draw, is_asked, is_enough, read

values = st.sampled_from(SCALE)
answers = st.dictionaries(st.sampled_from(sorted(CODES)), values)
rooms = st.lists(answers, max_size=12).flatmap(
    lambda said: st.tuples(st.just(said), st.integers(min_value=len(said), max_value=14))
)


@pytest.mark.parametrize(
    ("answered", "present", "enough"),
    [
        (0, 0, False),
        (1, 1, False),
        (2, 2, False),
        (3, 3, False),  # three people talk
        (3, 4, False),
        (4, 4, True),
        (4, 5, False),
        (5, 5, True),
        (4, 6, False),
        (5, 6, True),
        (0, 6, False),
        (5, 12, True),
    ],
)
def test_all_who_were_there_or_five(answered, present, enough):
    assert is_enough(answered, present) is enough
    assert (distribute([{"useful": 3}] * answered, present) is not None) is enough


def test_three_people_are_not_asked():
    assert [present for present in range(7) if is_asked(present)] == [4, 5, 6]


def test_a_distribution_counts_how_often():
    said = [{"useful": 5}, {"useful": 5}, {"useful": 4}, {"useful": 1}, {"useful": 5}]
    assert distribute(said, 5)["useful"] == [1, 0, 0, 1, 3]


def test_a_statement_too_few_answered_is_withheld_and_the_others_are_not():
    said = [{"useful": 5, "form": 1}] * 4 + [{"useful": 5}]
    result = distribute(said, 6)
    assert (result["useful"], result["form"]) == ([0, 0, 0, 0, 5], None)


def test_four_who_each_pass_something_over_show_only_what_all_answered():
    full = dict.fromkeys(CODES, 4)
    result = distribute([full, full, full, {**full, "form": None}], 4)
    assert result["form"] is None
    assert result["group"] == [0, 0, 0, 4, 0]


def test_nothing_at_all_is_shown_when_every_statement_is_withheld():
    said = [{code: 3} for code in sorted(CODES)]  # five people, each answered another statement
    assert distribute(said, 5) is None


# ── properties ──
@given(rooms)
def test_what_is_told_is_told_of_everyone_or_of_five(room):
    said, present = room
    for counts in (distribute(said, present) or {}).values():
        assert counts is None or sum(counts) >= ENOUGH or sum(counts) == present >= FEWEST


@given(rooms)
def test_who_subtracts_their_own_answer_is_left_with_three_or_more(room):
    said, present = room
    for counts in (distribute(said, present) or {}).values():
        assert counts is None or sum(counts) - 1 >= 3


@given(rooms, st.data())
def test_a_withheld_statement_says_nothing_of_its_answers(room, data):
    """Whatever was answered there, and however many did as long as it is too few, the result is the same."""
    said, present = room
    result = distribute(said, present)
    for code in CODES if result else ():
        if result[code] is None:
            fewer = data.draw(st.integers(0, sum(code in scores for scores in said)))
            assert distribute(_changed(said, code, fewer, data), present) == result


def _changed(said, code, keep, data):
    """The same room, in which only `keep` people answered this statement, and something else."""
    changed = []
    for scores in said:
        rest = {key: value for key, value in scores.items() if key != code}
        if code in scores and keep:
            keep -= 1
            rest[code] = data.draw(values)
        changed.append(rest)
    return changed


@given(st.lists(answers, max_size=4), st.lists(answers, max_size=4), st.integers(5, 14))
def test_below_the_threshold_any_two_rooms_look_the_same(one, other, present):
    assert distribute(one, present) is distribute(other, present) is None


@given(rooms, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(room, random):
    said, present = room
    shuffled = list(said)
    random.shuffle(shuffled)
    assert distribute(shuffled, present) == distribute(said, present)


@given(rooms, st.integers(0, 2**32))
def test_what_one_person_answered_is_not_kept_together(room, seed):
    """Give everyone the answers of others, statement by statement: the result is the same, so it links nothing."""
    said, present = room
    mixed = [dict(scores) for scores in said]
    for code in CODES:
        holders = [nr for nr, scores in enumerate(said) if code in scores]
        for nr, taken in zip(holders, Random(seed).sample(holders, len(holders)), strict=True):
            mixed[nr][code] = said[taken][code]
    assert distribute(mixed, present) == distribute(said, present)


@given(rooms)
def test_no_totals_beside_what_is_withheld(room):
    said, present = room
    for counts in (distribute(said, present) or {}).values():
        assert counts is None or len(counts) == len(SCALE)


# ── input and telling ──
@given(st.dictionaries(st.text(max_size=10), st.one_of(st.integers(), st.text(), st.none(), st.booleans())))
def test_only_known_statements_and_one_to_five_are_kept(given_scores):
    assert all(code in CODES and value in SCALE for code, value in clean(given_scores).items())


def test_what_is_not_a_number_from_one_to_five_is_not_an_answer():
    assert clean({"useful": 6, "form": 0, "group": "3", "pleasure": True, "other": 3, "guidance": 2}) == {"guidance": 2}
    assert distribute([{"useful": 9}] * 5, 5) is None


def test_a_line_tells_what_was_answered_in_words_order():
    result = {item.code: None for item in ITEMS} | {"form": [1, 0, 0, 2, 2]}
    lines = {line.item.code: line for line in read(result)}
    assert lines["form"].told == [(1, 1), (2, 4), (2, 5)]
    assert lines["useful"].told == []


def test_a_statement_of_an_older_result_is_left_out():
    assert [line.item.code for line in read({"form": [0, 0, 0, 0, 5], "gone": [5, 0, 0, 0, 0]})] == ["form"]


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_the_picture_has_a_dot_for_every_answer_on_the_ground_line(counts):
    picture = draw(counts)
    assert len(picture.dots) == sum(counts)
    assert len({(dot.x, dot.y) for dot in picture.dots}) == sum(counts)
    assert all(0 < dot.y < picture.base and 0 < dot.x < 330 for dot in picture.dots)
    assert [number.value for number in picture.numbers] == list(SCALE)
