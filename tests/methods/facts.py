"""Fifty-two methods as the match knows them, made from their facts alone."""

import tomllib
from functools import cache
from pathlib import Path

from methods.actions import LIBRARY
from methods.format import MethodDoc, load_dict, load_file

WORDS = dict.fromkeys(["name", "promise", "purpose", "outcome", "origin"], "x") | {"when": ["x"], "when_not": ["x"]}
PHASE_WORDS = dict.fromkeys(["title", "purpose", "line", "say"], "x")
SIX = {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}
FACTS = Path(__file__).with_name("facts.toml")


@cache
def all_methods() -> tuple[MethodDoc, ...]:
    return tuple(method(slug, **facts) for slug, facts in tomllib.loads(FACTS.read_text()).items())


@cache
def shipped() -> tuple[MethodDoc, ...]:
    return tuple(load_file(path) for path in sorted(LIBRARY.glob("*.toml")))


@cache
def first_six() -> tuple[MethodDoc, ...]:
    """Of the library the six that nearly every test can do with."""
    return tuple(doc for doc in shipped() if doc.id in SIX)


def method(slug: str = "plain", *, minutes: int = 50, **facts) -> MethodDoc:
    """A method with the given facts and nothing to say."""
    plain = {"family": "steps", "fit": {"PS": 2}, "maturity": 1, "facilitator": 1, "confront": 1, "size": [3, 8]}
    plain |= {"advice": "late", "version": "1", "rights": "x", "nl": WORDS, "en": WORDS}
    return load_dict({**plain, **facts, "id": slug, "phase": list(phases(minutes))})


def phases(minutes: int):
    """As many phases as the format needs for this length."""
    for number, start in enumerate(range(0, minutes, 90)):
        part = min(90, minutes - start)
        yield {"id": f"p{number}", "who": "all", "minutes": part, "least": 1, "nl": PHASE_WORDS, "en": PHASE_WORDS}
