"""The parts of the vocabulary: what they promise to who sees and who hears them."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

NOW = datetime(2026, 12, 3, 13, 47, tzinfo=UTC)
CHIP = SimpleNamespace(icon="lock", text="Alleen jij, tot je deelt", only_me=True)


def draw(text, **context):
    with override("nl"):
        drawn = Template(text).render(Context(context))
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", re.sub(r"\s+", " ", drawn))  # how it is broken into lines is no promise


class Question(forms.Form):
    question = forms.CharField(label="Je vraag", help_text="Eén zin.", max_length=80)
    advice = forms.ChoiceField(label="Advies?", choices=[("a", "graag"), ("b", "nee")], widget=forms.RadioSelect)
    read = forms.BooleanField(label="Gelezen")


def test_an_icon_is_decoration_unless_it_has_a_name():
    assert 'aria-hidden="true"' in draw("{% icon 'check' %}")
    assert 'role="img" aria-label="luidheid"' in draw("{% icon 'volume-2' label='luidheid' %}")


def test_a_chip_says_who_sees_this_also_aloud():
    drawn = draw("{% sees chip id='wie' %}", chip=CHIP)
    assert 'class="sees only-me" id="wie"' in drawn
    assert "Wie ziet dit:</span>Alleen jij, tot je deelt" in drawn


def test_a_ring_is_a_picture_with_a_sentence():
    seats = [{"name": "Merel", "state": "now"}, {"name": "Bas", "state": "case turned"}]
    drawn = draw("{% ring seats label='Merel is aan de beurt.' %}", seats=seats)
    assert 'role="img" aria-label="Merel is aan de beurt."' in drawn
    assert 'class="seat now"' in drawn and 'class="seat case turned"' in drawn and ">Merel</text>" in drawn


def test_a_ring_of_more_than_nine_is_left_to_the_list():
    assert draw("{% ring seats label='x' %}", seats=[{"name": "A"}] * 10).strip() == ""
    assert draw("{% ring seats label='x' %}", seats=[]).strip() == ""


def test_names_in_a_ring_are_escaped():
    assert "<script>" not in draw("{% ring seats label='x' %}", seats=[{"name": "<script>", "state": '"><b'}])


def test_a_band_tells_its_steps():
    phases = [{"minutes": 5, "band": ""}, SimpleNamespace(minutes=10, band="write")]
    drawn = draw("{% band phases %}", phases=phases)
    assert 'aria-label="Twee stappen: 5, 10 minuten"' in drawn
    assert drawn.count("<rect") == 2 and 'class="write"' in drawn


def test_a_ladder_marks_one_step_as_here():
    drawn = draw("{% ladder 2 'Anna' %}")
    assert drawn.count('aria-current="step"') == 1 and drawn.count("Gedaan:") == 2 and "hier zijn jullie" in drawn


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [(290, "running", "nog 5 min"), (80, "soon", "nog 2 min"), (-130, "over", "2 min uitloop")],
)
def test_a_timer_speaks_in_whole_minutes(left, state, words):
    drawn = draw("{% timer ends_at=end total=720 now=now %}", end=NOW + timedelta(seconds=left), now=NOW)
    assert f'class="timer {state}"' in drawn and f'role="timer" aria-label="{words}, tot ' in drawn


def test_a_paused_timer_has_no_end():
    drawn = draw("{% timer left=200 total=720 %}")
    assert "data-ends-at" not in drawn and "pauze" in drawn and "nog 4 min" in drawn


def test_a_figure_has_its_numbers_as_a_table():
    drawn = draw("{% figure points 'Gehouden' 'Per maand.' id='f' %}", points=[("mrt", 4), ("mei", 6)])
    assert "<figcaption><b>Gehouden</b>Per maand." in drawn
    assert re.findall(r'<td class="num">(\d+)</td>', drawn) == ["4", "6"]


def test_a_field_is_labelled_described_and_says_what_is_wrong():
    drawn = draw("{% field form.question chip=chip rows=3 %}", form=Question({"question": ""}), chip=CHIP)
    assert '<label class="form-label" for="id_question">Je vraag' in drawn
    described = re.search(r'aria-describedby="([^"]+)"', drawn)[1].split()
    assert described == ["id_question-error", "id_question-help", "id_question-sees"]
    assert all(f'id="{name}"' in drawn for name in described)
    assert 'aria-invalid="true"' in drawn and 'rows="3"' in drawn


def test_choices_are_a_group_with_a_legend():
    drawn = draw("{% field form.advice %}", form=Question())
    assert '<fieldset class="pick"' in drawn and "<legend" in drawn and drawn.count('type="radio"') == 2


def test_a_summary_of_errors_takes_the_focus_and_links_to_the_fields():
    drawn = draw("{% form_errors form question=label %}", form=Question({}), label="Jouw vraag")
    assert "data-focus" in drawn and '<a href="#id_question">Jouw vraag</a>' in drawn
    assert draw("{% form_errors form %}", form=Question()).strip() == ""


def test_what_somebody_typed_is_escaped_in_a_field():
    assert "<img" not in draw("{% field form.question %}", form=Question({"question": '"><img src=x>'}))


@pytest.mark.parametrize(("cookie", "chosen"), [("dark", "dark"), ("light", "light"), ("", ""), ('x" onload="', "")])
def test_a_theme_is_one_of_two_or_the_device_decides(cookie, chosen):
    request = RequestFactory().get("/")
    request.user, request.COOKIES[settings.THEME_COOKIE_NAME] = AnonymousUser(), cookie
    assert draw("{% theme %}", request=request) == chosen


def test_who_coordinates_reads_groups_in_the_menu():
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, first_name="Coen", coordinates=True)
    drawn = draw("{% navigation %}group{% endnavigation %}", request=request)
    assert "Groepen" in drawn and "Mijn groep" not in drawn and drawn.count('aria-current="page"') == 1


def test_who_is_not_logged_in_finds_the_way_in():
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    assert "Inloggen" in draw("{% navigation %}{% endnavigation %}", request=request)


def test_the_stream_is_announced_with_the_versions_of_the_page():
    drawn = draw("{% live url='/live/x/' token_url='/t/' versions=versions %}", versions={"step": 4})
    assert 'data-live-versions="{&quot;step&quot;: 4}"' in drawn and 'role="status"' in drawn
