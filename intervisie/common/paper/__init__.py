"""PDFs, by Typst: tagged for screen readers (PDF/UA), with title and language, and the same bytes each time.

    paper.pdf("methods/papers/leader.typ", {"title": …}, lang="nl")

A template is a file of ours. What it is given arrives as data and stays data: a name such as `#panic()` is printed as
it stands. A template begins with `#import "/intervisie/common/paper/house.typ": *` and has no other libraries, no
system fonts and no clock.
"""

import json
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings

STANDARDS = ["ua-1"]


def pdf(template: str, data: Mapping[str, Any], *, lang: str) -> bytes:
    """The template, a path from the root of the project, filled with `data` (anything JSON can hold).

    `data["title"]` becomes the title of the document. Raises typst.TypstError when the template itself is wrong.
    """
    given = json.dumps({**data, "lang": lang}, ensure_ascii=False, sort_keys=True)
    made = typst.compile(
        str(settings.BASE_DIR / template),
        root=str(settings.BASE_DIR),
        font_paths=[str(settings.PAPER_FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"data": given},
    )
    assert isinstance(made, bytes)
    return made
