"""Bootstrap without what nobody here uses: 230 KB of rules become some 60.

A rule stays when at least one of its selectors names no class at all, or only classes that occur as a word somewhere
in our templates, scripts, Python, or in the templates of crispy forms. A word that merely looks like a class keeps a
rule too many, never one too few; only a class put together from pieces (`"col-" + n`) must be written out somewhere,
or be in ALWAYS.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ALWAYS = {"show", "fade", "collapse", "collapsing", "active", "disabled", "was-validated", "is-valid", "is-invalid"}
SOURCES = ["templates/**/*.html", "static/js/*.js", "intervisie/**/*.py", "*/forms*.py", "*/forms/*.py"]
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


def words(root: Path) -> set[str]:
    """Every word that could be the name of a class."""
    found = set(ALWAYS)
    for path in _sources(root):
        found.update(re.findall(r"[a-zA-Z][\w-]*", path.read_text(errors="replace")))
    return found


def _sources(root: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from root.glob(pattern)
    for package in ("crispy_bootstrap5", "crispy_forms"):
        spec = find_spec(package)
        for place in spec.submodule_search_locations or [] if spec else []:
            yield from Path(place).glob("templates/bootstrap5/**/*.html")


def purged(css: str, known: set[str]) -> str:
    """`css` (minified, valid) without the rules whose classes are all unknown."""
    return "".join(_rules(css, known))


def _rules(css: str, known: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports", "@layer")):
            inside = "".join(_rules(body, known))
            if inside:
                yield f"{head}{{{inside}}}"
        elif head.startswith("@") or (head := _selectors(head, known)):
            yield f"{head}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The blocks of one level as (what stands before the brace, what stands between the braces)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    start = depth = opened = 0
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if brace[0] == "{" and depth == 1:
            opened = brace.start()
        elif depth == 0:
            yield css[start:opened].strip(), css[opened + 1 : brace.start()]
            start = brace.end()


def _selectors(head: str, known: set[str]) -> str:
    kept = [one for one in _split(head) if set(CLASS.findall(re.sub(r":not\([^)]*\)", "", one))) <= known]
    return ",".join(kept)


def _split(head: str) -> list[str]:
    """At the commas that do not stand between parentheses."""
    return re.split(r",(?![^(]*\))", head)
