"""`manage.py check_method FILE`: everything that is wrong with its line and its cure, and the method played dry."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from methods.actions import LIBRARY
from methods.format import load_file
from tests.methods.facts import shipped

GOSSIP = LIBRARY / "gossip.toml"


def run(capsys, file, **options):
    call_command("check_method", str(file), **options)
    return capsys.readouterr().out


@pytest.fixture
def changed(tmp_path):
    """`changed("old", "new")`: the file with that in it, and the line on which it stands."""

    def at(written, instead):
        text = GOSSIP.read_text()
        assert written in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(written, instead, 1))
        return path, text[: text.index(written)].count("\n") + 1

    return at


def test_a_method_is_played_dry_in_words(capsys):
    said = run(capsys, GOSSIP, people=5, minutes=40)
    assert "Roddelmethode, met 5 mensen in 40 minuten" in said
    assert "3. Roddelen · minuut" in said
    assert "Spreekt: de groep." in said
    assert "De inbrenger leest: Draai je stoel." in said
    assert "gossip.toml: whole, in both languages, for every size it says." in said
    assert "{name}" not in said


def test_in_english_too(capsys):
    said = run(capsys, GOSSIP, people=5, language="en")
    assert "Gossip method, with 5 people in 58 minutes" in said
    assert re.search(r"Speaks: the case-giver", said)
    assert not re.search(r"\b(de inbrenger|minuten|Spreekt)\b", said)


def test_who_sees_what_when_is_told(capsys):
    said = run(capsys, LIBRARY / "gedachtenwolk.toml")
    assert re.search(r"Wie ziet het: alleen wie het schreef, tot ‘.+’; dan ligt alles tegelijk open\.", said)
    assert re.search(r"tot de inbrenger het opent bij ‘.+’\.", said)
    assert "De inbrenger kiest wat blijft of past; niemand anders." in said


def test_without_screens_it_says_how_it_goes_on_paper(capsys):
    said = run(capsys, LIBRARY / "incident.toml", paper=True)
    assert "Op papier: " in said
    assert "Wie ziet het" not in said


def test_what_is_left_out_and_what_is_left_over_is_told(capsys):
    assert "Weggelaten om de tijd: ‘" in run(capsys, LIBRARY / "incident.toml", people=6, minutes=45)
    assert "Er blijft over: " in run(capsys, LIBRARY / "quick_consult.toml", people=6, minutes=60)


@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_method_can_be_read_like_this(capsys, doc, language):
    said = run(capsys, LIBRARY / f"{doc.id}.toml", language=language)
    assert doc.text(language).name in said and "None" not in said and "{" not in said
    assert all(f"{number}. " in said for number in range(1, len(doc.phases) + 1))


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('who = "peers"', 'who = "chorus"', "\"who\" does not know 'chorus'. Use one of:"),
        ('title = "Roddelen"', 'titel = "Roddelen"', '"titel" is not a field here. Is it spelled right?'),
        ("minutes = 15", "minutes = 95", '"minutes" must be between 1 and 90'),
    ],
)
def test_what_cannot_be_read_is_told_with_line_and_cure(changed, written, instead, said):
    path, line = changed(written, instead)
    with pytest.raises(CommandError) as refused:
        call_command("check_method", str(path))
    told = str(refused.value)
    assert "mine.toml cannot be read as a method." in told
    assert f"mine.toml:{line}, phase" in told and said in told


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            'line = "Luister, en let op',
            'line = "Luister als gebruiker, en let op',
            "not a word of the house: 'gebruiker'",
        ),
        ('when = ["je wilt weten hoe je overkomt"', 'when = ["Je wilt weten."', "finishes a sentence"),
    ],
)
def test_what_is_not_whole_is_played_and_then_told(changed, capsys, written, instead, said):
    path, line = changed(written, instead)
    with pytest.raises(CommandError) as refused:
        call_command("check_method", str(path))
    assert f"mine.toml:{line}" in str(refused.value) and said in str(refused.value)
    assert "1. Vraag of ervaring" in capsys.readouterr().out


def test_too_little_time_or_too_many_people_is_said():
    for options, said in (({"minutes": 10}, "10 is too short"), ({"people": 12}, "not with 12")):
        with pytest.raises(CommandError, match=said):
            call_command("check_method", str(GOSSIP), **options)


@pytest.mark.parametrize("options", [{"people": 0}, {"people": 31}, {"minutes": 0}, {"minutes": 601}])
def test_impossible_figures_are_refused(options):
    with pytest.raises(CommandError, match="must be between"):
        call_command("check_method", str(GOSSIP), **options)


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("check_method", "no-such.toml")


# ── the document ───────────────────────────────────────────────────────────────────────────────────
PAGE = (Path(__file__).parents[2] / "docs" / "method-format.md").read_text()
EXAMPLES = dict(re.findall(r"```toml\n# ([\w.]+)\n(.*?)```", PAGE, re.DOTALL))


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_in_the_document_is_whole(tmp_path, capsys, name):
    path = tmp_path / name
    path.write_text(EXAMPLES[name])
    assert load_file(path).id == path.stem
    assert "whole, in both languages" in run(capsys, path)


def test_there_is_an_example_of_each_form():
    forms = {re.search(r'^form = "(\w+)"', text, re.M)[1] for text in EXAMPLES.values() if "\nform = " in text}
    assert forms == {"shell", "module"} and len(EXAMPLES) == 3
