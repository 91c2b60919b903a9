"""The one place that makes PDFs: what it is given stays data, and what cannot be shown is no error."""

import pytest
import typst
from django.conf import settings

from intervisie.common import paper

PLAIN = """
#import "/intervisie/common/paper/house.typ": *
#show: paper.with(paper: "a5")
#heading(level: 1, data.name)
"""


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template of this test, in a project that has nothing else but the house style."""
    house = tmp_path / "intervisie" / "common" / "paper"
    house.mkdir(parents=True)
    (house / "house.typ").write_text((settings.BASE_DIR / "intervisie/common/paper/house.typ").read_text())
    (tmp_path / "plain.typ").write_text(PLAIN)
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    return tmp_path / "plain.typ"


def made(name, lang="nl"):
    return paper.pdf("plain.typ", {"title": f"Proef {name}"[:60], "name": name}, lang=lang)


@pytest.mark.parametrize(
    "name", ["Dana Yılmaz", "Şule Öztürk", "Ωmega", "#panic()", '"\\', "a" * 3000, "  ", "‘…’ – €"]
)
def test_any_name_is_printed(template, name):
    assert b"pdfuaid:part>1" in made(name)


@pytest.mark.parametrize("name", ["李雷", "😀 Bas", "مرحبا", "\u202e\u200b", "＂\U0001f600"])
def test_what_no_letter_of_ours_shows_is_no_error(template, name):
    assert made(name).startswith(b"%PDF")


def test_a_sign_becomes_the_letter_below_it_or_a_question_mark():
    assert paper._readable({"a": ["é😀", ("ﬁ", 1, None)], "b": True}) == {"a": ["é?", ["f", 1, None]], "b": True}


def test_the_language_and_the_same_bytes(template):
    assert b"/Lang(en" in made("x", "en")
    assert made("x") == made("x")


def test_a_wrong_template_says_so(template):
    template.write_text("#nothing-like-that()")
    with pytest.raises(typst.TypstError, match="nothing-like-that"):
        made("x")


def test_a_template_reads_nothing_outside_the_project(template):
    template.write_text('#read("/../../../../etc/hostname")')
    with pytest.raises(typst.TypstError):
        made("x")
