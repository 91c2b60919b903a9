"""What ends each paper: whose idea it is, also where somebody wrote over that; which version it is. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from methods import method_page
from methods.format import MethodDoc

MOST = 900  # characters; at so many a foot is still a foot
MOST_EACH = 400  # of one credit, so that a long one never crowds out who thought of it


def foot(doc: MethodDoc, origins: Iterable[Mapping[str, Any]] = ()) -> str:
    """The credit of the method, then of what it was made of, the oldest first. Where not all fits, it says so."""
    told = list(dict.fromkeys(filter(None, [_sentence(doc.text(method_page.lang()).credit), *_owed(doc, origins)])))
    version = _("Versie %(version)s.") % {"version": doc.version}
    kept, left = [], MOST
    for words in (Truncator(one).chars(MOST_EACH) for one in told):
        if len(words) <= left:
            kept.append(words)
            left -= len(words)
    more = _("Meer over de herkomst staat in Intervisie bij deze werkvorm.") if kept != told else ""
    return " ".join(filter(None, [*kept, more, version, "Intervisie"]))


def _owed(doc: MethodDoc, origins: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in reversed(list(origins)):
        text = one.get(method_page.lang()) or one.get("nl") or {}
        yield _sentence(text.get("credit", ""))
        rights = [one["rights"]] if one.get("rights") not in (None, "", doc.rights) else []
        rights += [f"{name}: {said}" for name, said in one.get("licences", {}).items()]
        if rights:
            told = {"name": text.get("name") or _("zonder naam"), "rights": "; ".join(rights)}
            yield _sentence(_("Rechten van ‘%(name)s’: %(rights)s") % told)


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."
