"""PDFs, by Typst: tagged for screen readers (PDF/UA), with title and language, and the same bytes each time.

    paper.pdf("methods/papers/leader.typ", {"title": …}, lang="nl")

A template is a file of ours. What it is given arrives as data and stays data: a name such as `#panic()` is printed as
it stands. A template begins with `#import "/intervisie/common/paper/house.typ": *` and has no other libraries, no
system fonts and no clock.

Typst and the reader of fonts are loaded by whoever prints: eight megabytes that every web process would carry.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

UNKNOWN = "?"  # for a sign that no letter of ours can show


def pdf(template: str, data: Mapping[str, Any], *, lang: str) -> bytes:
    """The template, a path from the root of the project, filled with `data` (anything JSON can hold).

    `data["title"]` becomes the title of the document. A sign that our letters do not have (an emoji, Chinese) is
    printed as a question mark: PDF/UA refuses what cannot be shown. Raises typst.TypstError when the template is wrong.
    """
    import typst  # noqa: PLC0415 (see above)

    given = {**data, "lang": lang}
    try:
        return _compiled(template, given)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return _compiled(template, _readable(given))


def picture(template: str, data: Mapping[str, Any], *, lang: str) -> bytes:
    """The first page of the same as a PNG of 144 dots to the inch."""
    import typst  # noqa: PLC0415

    pages = typst.compile(
        str(settings.BASE_DIR / template),
        root=str(settings.BASE_DIR),
        font_paths=[str(settings.PAPER_FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=144.0,
        sys_inputs={"data": json.dumps(_readable({**data, "lang": lang}), ensure_ascii=False, sort_keys=True)},
    )
    return pages[0] if isinstance(pages, list) else pages


def _compiled(template: str, given: Mapping[str, Any]) -> bytes:
    import typst  # noqa: PLC0415

    return typst.compile(
        str(settings.BASE_DIR / template),
        root=str(settings.BASE_DIR),
        font_paths=[str(settings.PAPER_FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(given, ensure_ascii=False, sort_keys=True)},
    )


def _readable(value: Any) -> Any:
    """The same data with nothing in it that cannot be printed."""
    if isinstance(value, str):
        return "".join(map(_shown, value))
    if isinstance(value, Mapping):
        return {name: _readable(one) for name, one in value.items()}
    return [_readable(one) for one in value] if isinstance(value, list | tuple) else value


def _shown(sign: str) -> str:
    """The sign itself, the letter below its accents, or the mark for what cannot be shown."""
    if ord(sign) in _letters():
        return sign
    plain = unicodedata.normalize("NFKD", sign)[:1]
    return plain if ord(plain) in _letters() else UNKNOWN


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """What every family can show: a title is set in one, its step in the other."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    families: dict[str, set[int]] = {}
    for path in sorted(settings.PAPER_FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            families.setdefault(path.name.split("-latin")[0], set()).update(font.getBestCmap())
    return frozenset.intersection(*map(frozenset, families.values()))
