"""A complaint about a file names the line on which it is cured."""

import tomllib
from pathlib import Path

import pytest

from methods.actions import LIBRARY
from methods.format import FormatError, Problem, load_file
from methods.format.lines import Lines, located

GOSSIP = LIBRARY / "gossip.toml"
FILE = """\
format = 1
id = "two"   # a remark with "quotes" and [brackets]
sources = [
  "https://example.org/a",  # id = "no"
  "[[phase]]",
]

[nl]
name = "Twee"
purpose = \"\"\"
[[phase]]
id = "not here"
\"\"\"

[[phase]]
id = "ask"
rules = ["open_q"]
[phase.nl]
say = "Vraag {naam} iets."
stuck = [
  { when = "Stil", say = "Wacht." },
]
[phase.en]
say = "Ask."

[[phase]]
who = "all"
[[phase.nl.stuck]]
when = "A"
[[phase.nl.stuck]]
when = "B"
"""


@pytest.mark.parametrize(
    ("where", "message", "line"),
    [
        ("f.toml", '"sources" must be a list of texts', 3),
        ("f.toml", "\"sources\" are addresses of pages ('[[phase]]')", 5),
        ("f.toml", '"rights" is missing', 1),
        ("f.toml, nl", '"name" is empty', 9),
        ("f.toml, nl", '"promise" is missing', 8),
        ("f.toml, en", '"name" is missing', 1),
        ('f.toml, phase "ask"', '"rules" does not know', 17),
        ('f.toml, phase "ask"', '"who" is missing', 15),
        ('f.toml, phase "ask", nl', '"say" is empty', 19),
        ('f.toml, phase "ask", en', '"say" is empty', 24),
        ('f.toml, phase "ask"', 'en: "say" is longer than 260 characters', 24),
        ('f.toml, phase "ask"', "nl: only {name} may stand between braces ('Vraag {naam} iets.')", 19),
        ('f.toml, phase "ask", nl, stuck', '"say" is missing', 20),
        ("f.toml", 'phase "ask": advice cannot be both welcome (advice_ok) and not (no_advice)', 17),
        ("f.toml", 'phase "ask": nobody can do anything in this phase', 15),
        ('f.toml, phase "2"', '"id" is missing', 26),
        ('f.toml, phase "2"', '"who" does not know', 27),
        ("f.toml", 'two phases have the id "ask"', 1),
    ],
)
def test_the_line_of_a_complaint(where, message, line):
    [found] = located([Problem(where, message)], FILE)
    assert found.line == line
    assert str(found).startswith(f"f.toml:{line}")


def test_tables_of_which_there_are_several_each_have_their_place():
    places = Lines(FILE).places
    assert (places["phase", 1], places["phase", 2]) == (15, 26)
    assert [places["phase", 2, "nl", "stuck", nr] for nr in (1, 2)] == [28, 30]


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_every_field_of_every_file_is_found_on_its_line(path):
    text = path.read_text()
    lines = Lines(text)
    for number, phase in enumerate(tomllib.loads(text)["phase"], start=1):
        assert lines.phases[phase["id"]] == number
        for lang in ("nl", "en"):
            for field in phase[lang]:
                assert field in lines.lines[lines.places["phase", number, lang, field] - 1]


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('who = "peers"', 'who = "chorus"', "\"who\" does not know 'chorus'"),
        ("minutes = 15", "minutes = 150", '"minutes" must be between 1 and 90'),
        ("least = 9", 'least = "9"', '"least" must be a whole number'),
        ('title = "Roddelen"', 'titel = "Roddelen"', '"titel" is not a field here'),
    ],
)
def test_a_file_with_a_mistake_says_the_line(tmp_path, written, instead, said):
    text = GOSSIP.read_text()
    assert written in text
    broken = tmp_path / "gossip.toml"
    broken.write_text(text.replace(written, instead, 1))
    line = text[: text.index(written)].count("\n") + 1
    with pytest.raises(FormatError) as refused:
        load_file(broken)
    assert any(
        str(problem).startswith(f"gossip.toml:{line},") and said in str(problem) for problem in refused.value.problems
    )


@pytest.mark.parametrize(
    ("data", "line"), [(b"id = 1\nname =\n", 2), (b"a = 1\nb = 2\nc = '\xe9'", 3), (b"a = 1\na = 2\n", 2)]
)
def test_what_is_no_toml_says_where_it_stops(tmp_path, data, line):
    broken = Path(tmp_path / "broken.toml")
    broken.write_bytes(data)
    with pytest.raises(FormatError, match=rf"^broken\.toml:{line}: this is not a readable TOML file"):
        load_file(broken)
