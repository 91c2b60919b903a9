"""Geometry: seats stand in a circle, bands fill their width, arcs and lines say what the numbers say."""

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intervisie.common import drawing

SIZES = sorted(drawing.RING_SIZES)
sizes = st.sampled_from(SIZES).map(drawing.RING_SIZES.__getitem__)
seats = st.integers(1, drawing.MOST_SEATS)


def test_the_first_seat_stands_at_twelve_o_clock():
    first, *_others = drawing.ring(7, drawing.RING_SIZES["hero"])
    assert (round(first.x), round(first.y)) == (210, 60)
    assert first.back == "M174.0 38.4A42.0 42.0 0 0 1 246.0 38.4"


def test_a_turned_seat_has_its_back_to_the_table():
    straight, turned = (drawing.ring(1, drawing.RING_SIZES["chair"], turned)[0] for turned in ((), (0,)))
    assert (
        float(straight.back.split("A")[0].split(" ")[1]) < straight.y < float(turned.back.split("A")[0].split(" ")[1])
    )


def test_names_stand_on_the_outside_and_read_away_from_the_ring():
    top, right, bottom, left = drawing.ring(4, drawing.RING_SIZES["room"])
    assert [seat.anchor for seat in (top, right, bottom, left)] == ["", "s", "", "e"]
    assert right.name_x > right.x and left.name_x < left.x


@given(seats, sizes)
def test_every_seat_is_as_far_from_the_middle(count, size):
    places = drawing.ring(count, size)
    assert len(places) == count
    assert {round(hypot(seat.x - size.half, seat.y - size.half), 6) for seat in places} == {round(size.orbit, 6)}


@given(seats, sizes)
def test_neighbours_do_not_touch(count, size):
    places = drawing.ring(count, size)
    for one, other in pairwise(places):
        assert hypot(one.x - other.x, one.y - other.y) > 2 * size.seat


@given(st.integers(1, 9), st.lists(st.text("abcdefgh", min_size=1, max_size=20), min_size=9, max_size=9))
def test_a_long_name_makes_the_picture_wider(count, names):
    size = drawing.RING_SIZES["room"]
    places = drawing.ring(count, size)
    margin = drawing.ring_margin(names[:count], places, size)
    for name, seat in zip(names, places, strict=False):
        reach = len(name) * size.letter * (1 if seat.anchor else 0.5)
        assert abs(seat.name_x - size.half) + reach <= size.half + margin


@given(
    st.lists(st.tuples(st.integers(1, 90), st.sampled_from(["", "hear", "write", "close"])), min_size=1, max_size=15)
)
def test_a_band_fills_its_width_in_order(phases):
    segments = drawing.band(phases)
    assert [segment.kind for segment in segments] == [kind for _minutes, kind in phases]
    assert all(one.x + one.width < other.x + 1e-9 for one, other in pairwise(segments))
    assert segments[0].x >= 0 and segments[-1].x + segments[-1].width <= 100.1


def test_a_band_without_minutes_is_empty():
    assert drawing.band([]) == [] and drawing.band([(0, "")]) == []


@pytest.mark.parametrize(
    ("left", "total", "paused", "state", "minutes", "share"),
    [
        (720, 720, False, "running", 12, 100),
        (300, 720, False, "running", 5, 42),
        (301, 720, False, "running", 6, 42),
        (144, 720, False, "soon", 3, 20),
        (36, 720, False, "last", 1, 5),
        (1, 720, False, "last", 1, 0),
        (0, 720, False, "over", 0, 100),
        (-59, 720, False, "over", 0, 100),
        (-120, 720, False, "over", 2, 100),
        (100, 720, True, "paused", 2, 14),
        (0, 720, True, "paused", 0, 0),
        (5, 0, False, "running", 1, 0),
    ],
)
def test_a_clock_in_whole_minutes(left, total, paused, state, minutes, share):
    assert drawing.clock(left, total, paused) == drawing.Clock(state, minutes, share)


@given(st.floats(-1e5, 1e5), st.floats(0, 1e5), st.booleans())
def test_an_arc_never_leaves_its_circle(left, total, paused):
    face = drawing.clock(left, total, paused)
    assert 0 <= face.share <= 100 and face.minutes >= 0


def test_a_line_starts_left_and_rises():
    first, middle, last = drawing.line([("mrt", 0), ("mei", 5), ("jul", 10)])
    assert (first.x, first.y) == (14, 108) and (last.x, last.y) == (316, 22) and middle.y == 65


def test_a_line_of_one_point_or_only_noughts_is_drawn():
    assert [(point.x, point.y) for point in drawing.line([("mrt", 0)])] == [(14, 108)]
