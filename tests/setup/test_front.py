"""The front end without a bundler: what is joined, what is left out, what is refused."""

import json
import os
import re
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from intervisie.dev import front, purge
from intervisie.dev.environment import ROOT


@pytest.fixture
def static(tmp_path, monkeypatch):
    for folder in ("css", "js", "img"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(front, "STATIC", tmp_path)
    return tmp_path


def test_modules_are_joined_in_the_order_of_their_imports(static):
    (static / "js" / "a.js").write_text('import { wait } from "./b.js";\nwait("#x");\n')
    (static / "js" / "b.js").write_text("export function wait(x) { return x; }\nconst own = 1;\n")
    script = front.script().decode()
    assert script.index("module_b") < script.index("module_a")
    assert "const { wait } = module_b;" in script
    assert "return { wait };" in script
    assert not re.search(r"^(import|export)", script, re.M)


def test_names_of_two_modules_do_not_meet(static):
    (static / "js" / "a.js").write_text("const same = 1;\n")
    (static / "js" / "b.js").write_text("const same = 2;\n")
    assert front.script().decode().count("(() => {") == 2


@pytest.mark.parametrize(
    "source", ['import x from "./b.js";', "export default 1;", 'export { x } from "./b.js";', 'import "elsewhere";']
)
def test_what_cannot_be_joined_is_refused_by_name(static, source):
    (static / "js" / "a.js").write_text(source + "\n")
    (static / "js" / "b.js").write_text("\n")
    with pytest.raises(front.FrontTrouble, match=r"a\.js"):
        front.script()


def test_a_circle_is_refused(static):
    (static / "js" / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (static / "js" / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(front.FrontTrouble, match="circle"):
        front.script()


def test_style_starts_with_the_layers_and_the_tokens(static):
    (static / "css" / "base.css").write_text("@layer base { body { color: red } } /* why */\n")
    (static / "css" / "aside.css").write_text("@layer parts { aside { color: red } }\n")
    (static / "css" / "tokens.css").write_text("@layer tokens { :root { --x: 1 } }\n")
    style = front.stylesheet().decode()
    assert style.startswith(front.LAYERS + "@layer bootstrap{")
    assert style.index("--x") < style.index("body { color") < style.index("aside {")
    assert "why" not in style


def test_a_script_goes_without_the_lines_that_say_why(static):
    (static / "js" / "a.js").write_text('// why\nconst x = "https://y"; // kept\n  // why\nexport const z = x;\n')
    script = front.script().decode()
    assert "// why" not in script
    assert 'const x = "https://y"; // kept\nconst z = x;' in script


def test_the_sprite_holds_what_is_listed(static):
    (static / "icons.txt").write_text("check\n# not this\nx\n")
    sprite = front.sprite().decode()
    assert re.findall(r'<symbol id="([\w-]+)"', sprite) == ["check", "x"]


def test_an_icon_that_does_not_exist_is_refused(static):
    (static / "icons.txt").write_text("no-such-icon\n")
    with pytest.raises(front.FrontTrouble, match="no-such-icon"):
        front.sprite()


def test_the_real_one_has_no_comment_map_and_no_host():
    files = front.assemble()
    text = b"".join(files[name] for name in ("app.css", "app.js", "icons.svg", "bootstrap.js"))
    assert b"sourceMappingURL" not in text
    hosts = set(re.findall(rb"https?://([\w.-]+)", text))
    assert hosts <= {b"www.w3.org", b"getbootstrap.com", b"github.com"}  # namespaces and licences, fetched by nobody


KNOWN = {"btn", "show"}


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".btn{a:b}", ".btn{a:b}"),
        (".card{a:b}", ""),
        (".btn,.card{a:b}", ".btn{a:b}"),
        (".btn .card{a:b}", ""),
        ("a:hover{a:b}", "a:hover{a:b}"),
        (".btn:not(.card){a:b}", ".btn:not(.card){a:b}"),
        (".btn:is(.show,:hover){a:b}", ".btn:is(.show,:hover){a:b}"),
        ("@media (x){.btn{a:b}.card{a:b}}", "@media (x){.btn{a:b}}"),
        ("@media (x){.card{a:b}}", ""),
        ("@keyframes spin{0%{a:b}}", "@keyframes spin{0%{a:b}}"),
        ('.btn{a:url("data:x,{y}")}', '.btn{a:url("data:x,{y}")}'),
    ],
)
def test_rules_nobody_uses_go(css, left):
    assert purge.purged(css, KNOWN) == left


def test_bootstrap_keeps_what_the_templates_say():
    style = front.stylesheet().decode()
    assert ".btn-primary{" in style or ".btn-primary:" in style or ".btn{" in style
    assert ".carousel-item" not in style


def test_the_image_gets_its_front_end_and_its_translations(tmp_path):
    """The command of the Dockerfile, in a folder that holds something old."""
    place = tmp_path / "front"
    (place / "static").mkdir(parents=True)
    (place / "static" / "old.css").touch()
    translations = [path.with_suffix(".mo") for path in (ROOT / "locale").glob("*/LC_MESSAGES/*.po")]
    was = {path: path.read_bytes() for path in translations}
    stale = translations[0]
    os.utime(stale, (0, 0))  # older than its source: to be built anew
    command = [sys.executable, "-m", "intervisie.dev.assemble", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    known = json.loads((place / "static" / "staticfiles.json").read_text())["paths"]
    for name in ("app.css", "app.js", "icons.svg"):
        served = place / "static" / known[name]
        assert served.stat().st_size > 1000
        assert served.with_name(f"{served.name}.gz").exists()
    assert not (place / "static" / "old.css").exists()
    assert translations
    assert {path: path.read_bytes() for path in translations} == was
    assert stale.stat().st_mtime > 1_000_000


def test_the_letters_for_pdfs_are_two_families_with_what_lies_beyond_the_first_alphabet_apart(tmp_path):
    front._paper_fonts(tmp_path / "paper")
    names, letters = set(), set()
    for path in (tmp_path / "paper").glob("*.ttf"):
        with TTFont(path) as font:
            names.add(font["name"].getDebugName(1))
            letters |= set(font.getBestCmap())
    own = {"Literata", "Atkinson Hyperlegible Next"}
    assert names == own | {f"{name} Ext" for name in own}
    assert {ord(letter) for letter in "aéëĳ‘’…–ışğ€"} - letters <= {ord("ĳ")}


def test_they_are_the_same_each_time(tmp_path):
    front._paper_fonts(tmp_path / "one")
    front._paper_fonts(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
