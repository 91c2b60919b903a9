"""A method as a file: written so that it reads back the same, read so that what is wrong has a place and a cure."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from methods import draft
from methods.codes import Rule
from methods.draft import files, said
from methods.format import FormatError, load_dict, read, to_snapshot, to_toml
from tests.methods.facts import shipped
from tests.methods.test_format import method as data_of
from tests.methods.test_format import problems as problems_of

SHORT = """format = 1
id = "short"
version = "1.0"
family = "steps"
maturity = 1
facilitator = 1
confront = 1
size = [3, 8]
advice = "none"
rights = "EUPL-1.2"
[fit]
PS = 2
[nl]
name = "Kort"
[[phase]]
id = "ask"
who = "peers_ask"
minutes = 10
[phase.nl]
title = "Vragen"
[[phase]]
id = "close"
who = "all"
minutes = 5
"""


def troubles(text):
    with pytest.raises(files.FileTrouble) as refused:
        files.read_file(text if isinstance(text, bytes) else text.encode())
    return [(one.line, one.place, one.text) for one in refused.value.troubles]


# ── writing ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_every_method_of_the_library_comes_back_the_same(doc):
    assert load_dict(tomllib.loads(to_toml(to_snapshot(doc)))) == doc


@given(words=st.text(min_size=1).filter(str.strip), steps=st.integers(0, 5), mark=st.floats(0.01, 2))
def test_whatever_people_write_comes_back_the_same(words, steps, mark):
    """Quotes, slashes, line ends, emoji, what looks like TOML."""
    document = to_snapshot(load_dict(data_of()))
    document["nl"] = {**document["nl"], "promise": words, "when": [words, words]}
    document["phase"] = [{**document["phase"][0], "id": f"s{number}"} for number in range(steps + 1)]
    document["focus"] = {"facts": mark}
    document["phase"][0]["nl"] = {**document["phase"][0]["nl"], "stuck": [{"when": words, "say": words}]}
    assert draft.canonical(tomllib.loads(to_toml(document))) == draft.canonical(document)


def test_what_the_format_learns_later_is_not_left_behind():
    assert 'newly = "x"' in to_toml({**to_snapshot(load_dict(data_of())), "newly": "x"})


def test_an_unfinished_draft_can_be_taken_along():
    reading = files.read_file(SHORT.encode())
    assert files.read_file(to_toml(reading.document).encode()).document == reading.document


# ── reading ────────────────────────────────────────────────────────────────────────────────────────
def test_texts_may_be_missing_and_are_written_here():
    document = files.read_file(SHORT.encode()).document
    assert [phase["id"] for phase in document["phase"]] == ["ask", "close"]
    empty = {(one.part, one.field, one.lang) for one in draft.found(document) if one.text == "Dit is nog leeg."}
    assert {("words", "name", "en"), ("phase:ask", "title", "en"), ("phase:close", "say", "nl")} <= empty


def test_a_method_without_steps_is_a_draft_that_says_so():
    document = files.read_file(SHORT.partition("[[phase]]")[0].encode()).document
    assert ("plan", "Er zijn nog geen stappen.") in {(one.part, one.text) for one in draft.found(document)}


@pytest.mark.parametrize(
    ("change", "line", "place", "words"),
    [
        (('family = "steps"', 'family = "stairs"'), 4, "", "‘family’ kent 'stairs' niet"),
        (('who = "all"', 'who = "chorus"'), 23, "stap close", "‘who’ kent 'chorus' niet"),
        (("minutes = 10\n", ""), 15, "stap ask", "‘minutes’ ontbreekt."),
        (("minutes = 10", 'minutes = "tien"'), 18, "stap ask", "hoort een heel getal te zijn"),
        (("minutes = 10", "minutes = 900"), 18, "stap ask", "tussen 1 en 90 liggen; er staat 900"),
        (('title = "Vragen"', 'titel = "Vragen"'), 20, "stap ask, Nederlands", "‘titel’ kennen we hier niet"),
        (("size = [3, 8]", "size = [8, 3]"), 8, "", "Van klein naar groot"),
        (("size = [3, 8]", "size = [3, 99999999999999999999]"), 8, "", "Van klein naar groot"),
        (("size = [3, 8]", "size = 3"), 8, "", "hoort een lijst tussen rechte haken te zijn"),
        (('id = "close"', 'id = "ask"'), 22, "stap ask", "Een andere stap heeft deze id al."),
        (('id = "close"', 'id = "De Kring"'), 22, "stap 2", "alleen kleine letters"),
        (
            ("format = 1", 'format = 1\nsources = ["https://a.example/b", "javascript:alert(1)"]'),
            2,
            "",
            "'javascript:alert(1)' is geen adres. Een bron begint met https://",
        ),
        (("format = 1", "format = 7"), 1, "", "vraagt een nieuwere versie"),
        (("PS = 2", 'PS = "veel"'), 12, "", "‘fit’ zegt PS = 'veel'"),
        (("PS = 2", "PS = nan"), 12, "", "boven 0"),
        (('name = "Kort"', 'name = "Kort'), 14, "", "Hier is het geen TOML meer"),
        (('name = "Kort"', 'name = "Kort\\u0000"'), 0, "", "een teken in dat we niet kunnen bewaren"),
        (
            ('[fit]\nPS = 2\n[nl]\nname = "Kort"', "nl = 3\n[fit]\nPS = 2"),
            11,
            "",
            "‘nl’ hoort een blok met velden te zijn; er staat 3.",
        ),
    ],
)
def test_what_is_wrong_has_a_line_a_place_and_a_cure(change, line, place, words):
    assert change[0] in SHORT
    found = troubles(SHORT.replace(*change, 1))
    assert (line, place) == found[0][:2], found
    assert words in found[0][2]


def test_everything_that_is_wrong_is_told_at_once():
    text = SHORT.replace("maturity = 1", "maturity = 9").replace('who = "all"', 'who = "no"')
    assert [line for line, _place, _text in troubles(text.replace("PS = 2", "XX = 2"))] == [5, 12, 23]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00", b"a = [" + b"[" * 100_000, b"%PDF-1.7\n\xe2\xe3"])
def test_what_is_no_method_at_all_is_refused_in_words(content):
    assert all(text for _line, _place, text in troubles(content))


def test_too_large_is_said_before_anything_is_read():
    assert "200 KB" in troubles(b"#" * (files.LARGEST + 1))[0][2]


def test_a_long_wrong_value_is_not_repeated_in_full():
    found = troubles(SHORT.replace("minutes = 10", f'minutes = "{"x" * 100_000}"'))
    assert all(len(text) < 400 for _line, _place, text in found)


@given(st.text(alphabet=string.printable, max_size=200))
def test_no_file_makes_a_mess(text):
    """Either it is read, or it is refused with something to do."""
    try:
        files.read_file(text.encode())
    except files.FileTrouble as refused:
        assert refused.troubles


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["nl", "phase", "id", "fit", "size", "rules", "stuck", "PS"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_reading_never_stumbles_over_a_shape(data):
    read({"phase": data, "nl": data, "fit": data, "size": data}, "x")


def test_rights_of_somebody_else_are_kept_as_text():
    text = SHORT.replace('"EUPL-1.2"', '"CC BY-NC 4.0"').replace(
        "format = 1", 'format = 1\nlicence = "Zie <b>achterop</b>"'
    )
    reading = files.read_file(text.encode())
    assert reading.document["rights"] == "CC BY-NC 4.0"
    facts = reading.origins[0]
    assert facts["licences"] == {"licence": "Zie <b>achterop</b>"}
    assert (facts["rights"], facts["nl"]["name"]) == ("CC BY-NC 4.0", "Kort")


# ── bugs ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("field", ["fit", "focus"])
def test_a_weight_that_is_no_number_is_told_and_not_stumbled_over(field):
    assert f'"{field}" says' in problems_of(data_of(**{field: {"SR" if field == "fit" else "facts": "veel"}}))


# ── the words of the checks ────────────────────────────────────────────────────────────────────────
CHECKED = [
    "methods/format/checks.py",
    "methods/conformance.py",
    "methods/format/reader.py",
    "methods/format/origins.py",
]


def sentences():
    """Every sentence the checks can say, with something in the place of what varies."""
    for name in CHECKED:
        for node in ast.walk(ast.parse((Path(settings.BASE_DIR) / name).read_text())):
            told = isinstance(node, ast.Yield) or (isinstance(node, ast.Call) and "wrong" in ast.unparse(node.func))
            value = (node.value if isinstance(node, ast.Yield) else node.args[0]) if told else None
            if isinstance(value, ast.Constant | ast.JoinedStr):
                yield "".join(_filled(part) for part in getattr(value, "values", [value]))


STANDING_IN = {"lang": "nl", "_WORDS[kind]": "a text", "name": "title", "phase.id": "x", "word": "PS"}


def _filled(part):
    if isinstance(part, ast.Constant):
        return part.value
    said = ast.unparse(part.value)
    if "TIME_SOURCES" in said:
        return "sourced, partly, ours"
    if said.startswith("'s' *"):
        return "s"
    number = "7" if re.search(r"least|most|low|high|FORMAT|LONG|people", said) else ""
    return STANDING_IN.get(said) or ("'x'" if part.conversion == ord("r") else number)


def test_every_sentence_of_the_checks_is_said_in_the_editors_words():
    found = {sentence for sentence in sentences() if sentence}
    assert len(found) > 40
    stripped = {re.sub(r'^(nl: |phase "x": )', "", sentence) for sentence in found} - {""}
    unknown = {sentence for sentence in stripped if not said.recognised(sentence)}
    assert not unknown, "methods/draft/said.py does not know these"


def test_every_rule_can_be_picked_once_with_an_explanation():
    from methods import explained  # noqa: PLC0415 (only words)

    grouped = [rule for _title, rules in explained.RULE_GROUPS for rule in rules]
    assert sorted(grouped) == sorted(Rule) == sorted(explained.RULES)


def test_a_file_with_a_mistake_is_no_method():
    with pytest.raises(FormatError):
        load_dict(files.read_file(SHORT.encode()).document)
