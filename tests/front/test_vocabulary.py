"""What holds for every template, stylesheet and script: parts have ids, icons exist, nothing is inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]  # mail needs inline style
PARTS = [path for path in PAGES if path.name.startswith("_")]
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))


def name(path):
    return str(path.relative_to(ROOT))


def text_of(path):
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)


def test_every_icon_in_a_template_is_in_the_sprite():
    listed = {line for line in (ROOT / "static" / "icons.txt").read_text().split("\n") if not line.startswith("#")}
    used = {
        (icon, name(path))
        for path in TEMPLATES
        for icon in re.findall(r"""\{% icon ["']([\w-]+)["']|with icon=["']([\w-]+)["']""", path.read_text())
        for icon in icon
        if icon
    }
    assert not {found for found in used if found[0] not in listed}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_inline(path):
    text = text_of(path)
    assert not re.search(r"<[^>]*\sstyle=", text), "style belongs into a class"
    assert not re.search(r"<[^>]*\son[a-z]+=", text), "behaviour belongs into a module"
    assert not re.search(r"<style|<script(?![^>]*(src=|type=.application/json))", text)
    assert not re.search(r"\shx-[a-z]", text), "always data-hx-…"


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_a_part_names_its_variables_and_extends_nothing(path):
    text = path.read_text()
    assert re.match(r"(\{% load [\w ]+ %\}\s*)?\{(#|% comment)", text), "starts with one comment naming its variables"
    assert "{% extends" not in text


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_stylesheet_lives_in_a_layer(path):
    text = re.sub(r"/\*.*?\*/|@font-face\s*\{[^}]*\}", "", path.read_text(), flags=re.S).strip()
    assert re.match(r"@layer (tokens|base|layout|parts|room|print) \{", text) or not text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_is_small_and_puts_no_markup_together(path):
    text = path.read_text()
    assert text.startswith("//"), "the first line says what it does"
    assert len(text.splitlines()) <= 200
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function", text)
    assert "alert(" not in text.replace("announce(", "")
    assert not re.search(r"""["'](?:paste|copy|cut|contextmenu)["']""", text), "pasting is nobody's business"
