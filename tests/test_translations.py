"""Dutch is what the code says; English is complete, says the same, and is English. The real files, not examples."""

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from intervisie.dev import messages

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))
SPOKEN = [path for path in TEMPLATES if "dev" not in path.parts]  # `dev` is for who builds, in English
NAMES = {"Intervisie", "Nederlands", "English"}  # the same in every language

VARIABLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\w+|\[\[|\]\]|</?\w+>|\||#")
ONLY_DUTCH = re.compile(r"\b(een|het|de|niet|voor|jij|jullie|wij|wat|wie|ook|naar|zijn|deze|bij)\b", re.I)
HOUSE_ENGLISH = re.compile(r"\b(sessions?|users?|e-mail\w*|somebody|organiz\w+|color|log ?in)\b|\w'\w|\.\.\.", re.I)


@pytest.fixture(scope="module")
def english():
    """(Dutch, English) for each form of each text: the singular and the plural are two."""
    pairs = []
    for message in read_po((ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po").read_bytes().splitlines()):
        if message.id:
            both = (message.id,), (message.string,)
            dutch, said = both if isinstance(message.id, str) else (message.id, message.string)
            pairs += zip(dutch, said, strict=True)
    return pairs


def test_nothing_is_missing_guessed_or_left_over():
    assert "\n".join(messages.problems()) == ""


def test_there_is_something_to_translate(english):
    """The collector finds the texts of the pages as well as those of the code."""
    dutch = {source for source, _said in english}
    assert len(dutch) > 1500
    assert {"Afspreken", "Uitloggen", "Naar de inhoud", "De groep, meteen"} <= dutch


def test_no_module_has_a_name_for_gettext_that_the_collector_does_not_know():
    apps = [path for folder in messages.SOURCES for path in (ROOT / folder).rglob("*.py")]
    known = r"from django\.utils\.translation import \w*gettext\w* as (\w+)"
    names = {name for path in apps for name in re.findall(known, path.read_text())}
    assert names - set(messages.KEYWORDS) == set()


def test_no_text_hides_in_an_f_string():
    """Before Python 3.12 the collector sees an f-string as one word and finds nothing in it."""
    apps = [path for folder in messages.SOURCES for path in (ROOT / folder).rglob("*.py")]
    hidden = re.compile(r"""\bf["'].*\{(_|_lazy|n?p?gettext\w*)\(""")
    assert [str(path) for path in apps if hidden.search(path.read_text())] == []


def test_variables_and_marks_are_the_same(english):
    """Names in `%( )s`, words between `[[ ]]`, `#` for a number the browser fills in, tags, two words in one text."""
    others = [pair for pair in english if pair != HALF_PAST]
    assert [(dutch, said) for dutch, said in others if marks(dutch) != marks(said)] == []


def marks(text):
    return sorted(VARIABLE.findall(text))


HALF_PAST = ("half $next", "half past $hour")  # half twee is half past one


def test_space_and_the_last_sign_are_the_same(english):
    """Texts are put behind each other: a full stop or a space that goes missing is seen."""
    ends = re.compile(r"^(\s*).*?([?:,]?\s*)$", re.S)
    assert [(dutch, said) for dutch, said in english if ends.match(dutch).groups() != ends.match(said).groups()] == []


def test_english_is_english_in_the_words_of_the_house(english):
    assert [said for _dutch, said in english if ONLY_DUTCH.search(said) or HOUSE_ENGLISH.search(said)] == []


def test_templates_say_nothing_that_cannot_be_translated():
    said = {str(path.relative_to(ROOT)): bare_words(path.read_text()) for path in SPOKEN}
    assert {path: words for path, words in said.items() if words} == {}


def test_bare_words_are_found():
    """The reader of the test above, on what it should and should not see."""
    assert bare_words('<p title="{% translate "Dag" %}">{{ name }} &amp; 12</p>') == []
    assert bare_words("{% blocktranslate %}Dag{% endblocktranslate %}{# dag #}{% if a > 1 %}{% endif %}") == []
    assert bare_words('<p class="dag">Dag</p>\n<img alt="Een kring">') == ["Dag", "Een kring"]


def bare_words(text):
    """What a reader would see or hear that is not inside a tag of Django."""
    hidden = r"{#.*?#}|<!--.*?-->|<(script|style)\b.*?</\1>|{% block (title|nav_current|body_class) %}\w*{% endblock %}"
    text = re.sub(hidden, " ", text, flags=re.S)
    text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}", "\n", text, flags=re.S)
    heard = re.findall(r'\b(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)"', text)
    seen = re.sub(r"<[^>]*>", "\n", text).split("\n")
    said = [re.sub(r"&\w+;", " ", words).strip(" ·") for words in [*seen, *heard]]
    return [words for words in said if re.search(r"[^\W\d_]{2}", words) and words not in NAMES and "=" not in words]


@pytest.mark.parametrize("name", ["check_in", "spine"])
def test_what_the_room_says_exists_in_both_languages(name):
    """Every table that has Dutch has English of the same shape, as many lines long."""
    with (ROOT / "sessions" / f"{name}.toml").open("rb") as file:
        pairs = list(bilingual(tomllib.load(file)))
    assert len(pairs) > 5
    assert [(dutch, said) for dutch, said in pairs if shape(dutch) != shape(said)] == []


def bilingual(node):
    if isinstance(node, dict) and "nl" in node:
        yield node["nl"], node.get("en")
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from bilingual(child)


def shape(node):
    """The keys, the lengths and the {names} of what is said, without the words."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items()}
    if isinstance(node, list):
        return [shape(value) for value in node]
    return sorted(set(re.findall(r"{\w+}", str(node)))) if node else None
