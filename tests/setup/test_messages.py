"""Dutch is in the code, English in a file: nothing missing, nothing guessed, nothing with other variables."""

import os

import pytest

from intervisie.dev import compiled, environment, messages


@pytest.fixture
def small_house(tmp_path, monkeypatch):
    """A project with one template, one module and a half translated file."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "locale" / "en" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "templates" / "a.html").write_text(
        '  {% translate "Dag" %}\n'
        "    {% blocktranslate count n=n %}Eén casus{% plural %}{{ n }} casussen{% endblocktranslate %}\n"
        '{% translate "stap" context "dans" %}'
    )
    for app in messages.SOURCES[:-1]:
        (tmp_path / app).mkdir()
    (tmp_path / "groups" / "a.py").write_text('from x import gettext as _\n_("Met %(naam)s")\n')
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    return tmp_path


def texts(house, text):
    (house / "locale" / "en" / "LC_MESSAGES" / "django.po").write_text(HEADER + text)


HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
COMPLETE = """
msgid "Dag"
msgstr "Hello"

msgid "Eén casus"
msgid_plural "%(n)s casussen"
msgstr[0] "One case"
msgstr[1] "%(n)s cases"

msgctxt "dans"
msgid "stap"
msgstr "step"

#, python-format
msgid "Met %(naam)s"
msgstr "With %(naam)s"
"""


def test_complete_texts_have_no_problem(small_house):
    texts(small_house, COMPLETE)
    assert messages.problems() == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgstr "Hello"', 'msgstr ""', "missing: 'Dag'"),
        ('msgid "Dag"', '#, fuzzy\nmsgid "Dag"', "guessed: 'Dag'"),
        ('msgstr "With %(naam)s"', 'msgstr "With %(name)s"', "Met %(naam)s"),
        ('msgstr[1] "%(n)s cases"', 'msgstr[1] ""', "missing: 'Eén casus'"),
    ],
)
def test_what_is_missing_guessed_or_different_is_named(small_house, before, after, said):
    texts(small_house, COMPLETE.replace(before, after))
    assert any(said in problem for problem in messages.problems())


def test_the_same_word_in_another_context_is_another_text(small_house):
    texts(small_house, COMPLETE.replace('msgctxt "dans"', 'msgctxt "trap"'))
    assert len(messages.problems()) == 2
    assert "missing: 'stap'" in messages.problems()[0]


def test_what_is_no_longer_said_is_named(small_house):
    texts(small_house, COMPLETE + '\nmsgid "Weg"\nmsgstr "Gone"\n')
    assert messages.problems() == ["en: unused: 'Weg'"]


def test_what_is_built_is_built_anew_when_the_source_changes(small_house):
    texts(small_house, COMPLETE)
    compiled.compile_messages()
    built = small_house / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    first = built.read_bytes()
    assert b"Hello" in first
    texts(small_house, COMPLETE.replace("Hello", "Good day"))
    os.utime(small_house / "locale" / "en" / "LC_MESSAGES" / "django.po")
    compiled.compile_messages()
    assert b"Good day" in built.read_bytes()


def test_collecting_keeps_what_is_translated_and_drops_what_is_gone(small_house, capsys):
    texts(small_house, COMPLETE + '\nmsgid "Weg"\nmsgstr "Gone"\n')
    messages.collect()
    text = (small_house / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text()
    assert 'msgstr "Hello"' in text
    assert "Gone" not in text
    assert "Creation-Date" not in text
    assert capsys.readouterr().out == "Complete.\n"
