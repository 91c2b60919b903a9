"""The table of contrasts in the design, computed from the stylesheet: AA or it does not ship."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
COLOURS = {
    name: (light, dark or light)
    for name, light, dark in re.findall(
        r"--([\w-]+):\s*(?:light-dark\()?(#[0-9a-f]{6})(?:,\s*(#[0-9a-f]{6})\))?", TOKENS
    )
}
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *[
        (words, ground, TEXT)
        for words in ("ink", "ink-2")
        for ground in ("wall", "table", "niche", "glow", "lamp-soft")
    ],
    *[("act", ground, TEXT) for ground in ("wall", "table", "niche", "glow")],
    *[("act-deep", ground, TEXT) for ground in ("wall", "niche")],
    ("on-act", "act", TEXT),
    ("on-act", "act-deep", TEXT),
    ("on-lamp", "lamp", TEXT),
    ("wall", "ink", TEXT),
    ("wall", "ink-2", TEXT),
    ("lamp-ink", "lamp-soft", TEXT),
    ("lamp-ink", "wall", TEXT),
    *[(kind, ground, TEXT) for kind in ("good", "care", "stop") for ground in ("wall", "table", f"{kind}-soft")],
    *[("edge", ground, SHAPE) for ground in ("wall", "table", "niche")],
]


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast(front, ground, least, theme):
    assert contrast(COLOURS[front][theme], COLOURS[ground][theme]) >= least


def test_the_lamp_can_be_seen_as_a_shape():
    """By day it is too light to stand alone: it comes with an outline in ink. In the dark it needs none."""
    assert contrast(COLOURS["ink"][0], COLOURS["lamp"][0]) >= SHAPE
    assert contrast(COLOURS["lamp"][1], COLOURS["wall"][1]) >= SHAPE


def test_every_colour_is_written_in_the_tokens_and_nowhere_else():
    folder = Path(settings.BASE_DIR) / "static" / "css"
    allowed = {"#fff", "#000", "#000a"}
    elsewhere = {
        f"{path.name}: {found}"
        for path in folder.glob("*.css")
        if path.name != "tokens.css"
        for found in re.findall(r"(?<![\w-])#[0-9a-f]{3,8}\b(?=[;,) ])", path.read_text())
        if found not in allowed
    }
    assert not elsewhere
