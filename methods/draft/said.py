"""What the checks say, in the words of whoever is writing. The checks speak to files; this is what the editor says.

Each pattern is one sentence of `methods.format` or `methods.conformance`; a test holds them next to the code. What is
not known here is shown as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True)
class Said:
    """One sentence of the checks: how it is known, what we say, where the cure lies, whether it stops publishing."""

    pattern: re.Pattern[str]
    words: Promise | str | Callable[[dict[str, str]], str]
    field: str = ""  # where the sentence does not name the field in which the cure lies
    stops: bool = True

    def told(self, found: re.Match[str]) -> str:
        values = found.groupdict()
        return self.words(values) if callable(self.words) else str(self.words) % values


def _s(pattern: str, words: Promise, field: str = "", *, stops: bool = True) -> Said:
    return Said(re.compile(pattern), words, field, stops)


def _lines(values: dict[str, str]) -> str:
    count = int(values["n"])
    return ngettext_lazy("Schrijf minstens één regel.", "Schrijf minstens %(n)s regels.", count) % {"n": count}


def _kind(values: dict[str, str]) -> str:
    said = _("‘%(field)s’ hoort %(kind)s te zijn; er staat %(value)s.")
    return str(said) % {**values, "kind": KINDS[values["kind"]]}


KINDS = {
    "a text": _("een tekst tussen aanhalingstekens"),
    "a whole number": _("een heel getal"),
    "true or false": _("true of false"),
    "a list": _("een lijst tussen rechte haken"),
    "a table": _("een blok met velden"),
}
NAMED = r'^"(?P<field>\w+)" '

ABOUT_TEXTS = [
    _s(NAMED + r"is (empty|missing)$", _("Dit is nog leeg.")),
    _s(NAMED + r"is missing: how does it go without screens", _("Schrijf hoe het gaat zonder schermen.")),
    _s(NAMED + r"is there in one language only$", _("Dit staat er in één taal; het hoort er in beide te staan.")),
    _s(NAMED + r"has as many entries in both languages$", _("Schrijf er in beide talen evenveel.")),
    Said(re.compile(NAMED + r"needs at least (?P<n>\d+) lines?$"), _lines),
    _s(
        NAMED + r"finishes a sentence: small letter, no full stop",
        _("Elke regel maakt de zin af: begin met een kleine letter, zonder punt."),
    ),
    _s(
        NAMED + r"is longer than (?P<n>\d+) characters$",
        _("Te lang voor een scherm in de kamer: hooguit %(n)s tekens."),
    ),
    _s(NAMED + r"is missing: the leader needs it$", _("Wie leidt heeft dit nodig. Schrijf minstens één regel.")),
    _s(
        NAMED + r"is missing: the case-giver has something else to do here$",
        _("De inbrenger doet in deze stap iets anders. Schrijf wat."),
    ),
    _s(NAMED + r"is missing, and somebody writes here$", _("Hier schrijft iemand. Wat staat er boven het vak?")),
    _s(
        r'^the rule score and the text "score" belong together$',
        _("Een cijfer en een vraag horen bij elkaar: kies de regel én schrijf de vraag, of laat beide weg."),
        "score",
    ),
    _s(
        r'^a scale needs words at both ends, "low" and "high"$',
        _("Een cijfer heeft woorden nodig bij de 0 en bij de 10."),
        "low",
    ),
    _s(
        r"^only \{name\} may stand between braces",
        _("Tussen accolades mag alleen {name} staan; dat wordt de naam van de inbrenger."),
    ),
    _s(r"^use ‘ and ’ for quotes", _("Gebruik ‘ en ’ om woorden aan te halen.")),
    _s(
        r"^not a word of the house: (?P<word>.+?) \(",
        _("%(word)s is geen woord dat Intervisie gebruikt. Het mag; de rest van het scherm zegt het anders."),
        stops=False,
    ),
]
ABOUT_METHODS = [
    _s(
        r'^the slot ".*" may not be "optional"',
        _("De lege plek voor een module mag niet wegvallen: daar is deze vorm voor."),
        "phase",
    ),
    _s(
        r'^a phase has to come before the slot ".*"',
        _("Voor de lege plek komt een stap waarin jullie de module kiezen."),
        "phase",
    ),
    _s(
        r'^the module is chosen in ".*", and there the case-giver only listens$',
        _("In de stap waarin jullie de module kiezen, doet de inbrenger mee."),
        "phase",
    ),
    _s(NAMED + r"must run from the smallest", _("Van klein naar groot, tussen 2 en 12 mensen.")),
    _s(NAMED + r"must name at least one thing this method is good for$", _("Kies minstens één ding.")),
    _s(
        NAMED + r"are addresses of pages, such as .* \((?P<value>.*)\)$",
        _("%(value)s is geen adres. Een bron begint met https://, zoals https://example.org/bladzij."),
    ),
    _s(NAMED + r"must be one of: sourced, partly, ours$", _("Kies waar de minuten vandaan komen.")),
    _s(r"^a method needs at least one phase$", _("Er zijn nog geen stappen."), "phase"),
    _s(
        r"^a shell has exactly one phase with slot = true",
        _("Deze vorm heeft precies één lege plek voor een module."),
        "phase",
    ),
    _s(
        r'^minutes that are "sourced" need a source$',
        _("Minuten uit een bron vragen om die bron. Zet het adres erbij."),
        "sources",
    ),
    _s(
        r"^with (?P<n>\d+) people the ideal is shorter than the least$",
        _("Met %(n)s mensen is de gewone tijd korter dan de kortste. Verlaag de kortste tijden."),
        "phase",
    ),
]
ABOUT_PHASES = [
    _s(
        r"^what is written here in silence is never revealed by a phase that shows it$",
        _("Wat hier in stilte geschreven wordt, komt nergens op tafel. Kies in welke stap de groep het ziet."),
        "opens_in",
    ),
    _s(
        NAMED + r'names "(?P<other>[^"]*)", which is not an earlier phase$',
        _("Hier ligt iets op tafel uit een stap die er niet is, of die pas later komt."),
    ),
    _s(NAMED + r'names "(?P<other>[^"]*)", where nobody writes$', _("In die stap schrijft niemand.")),
    _s(NAMED + r'may not be more than "minutes"$', _("De kortste tijd is langer dan de gewone.")),
    _s(
        r'^"writers" and "kinds" belong together',
        _("Wie schrijft en wat ze schrijven horen bij elkaar: kies beide, of geen van beide."),
        "kinds",
    ),
    _s(
        r'^the rule silent_write and writes = "silent" belong together$',
        _("Schrijven in stilte is een regel én een manier van schrijven: kies beide, of geen van beide."),
        "writes",
    ),
    _s(NAMED + r'needs "shows": what becomes visible\?$', _("Wat wordt er zichtbaar? Kies wat er op tafel ligt.")),
    _s(NAMED + r'needs "shows": what is rated\?$', _("Wat weegt de inbrenger? Kies wat er op tafel ligt.")),
    _s(
        NAMED + r"says nothing here: nobody writes and nothing is shown$",
        _("Hier schrijft niemand en ligt er niets op tafel: zonder kaarten geen naam."),
    ),
    _s(
        r"^advice cannot be both welcome \(advice_ok\) and not \(no_advice\)$",
        _("Advies kan niet tegelijk welkom zijn en moeten wachten. Kies één van beide."),
        "rules",
    ),
    _s(
        r"^no_advice and the kind advice contradict each other$",
        _("Er staat dat advies moet wachten, en advies is wat ze schrijven. Laat één van beide los."),
        "kinds",
    ),
    _s(
        r"^the case-giver only listens here \(c_silent, c_away\) and cannot speak, write or rate$",
        _("De inbrenger luistert hier alleen, en kan dus niet spreken, schrijven of wegen."),
        "rules",
    ),
    _s(
        r"^no_interrupt is for a phase in which the case-giver speaks$",
        _("‘Niemand onderbreekt’ past alleen waar de inbrenger aan het woord is."),
        "rules",
    ),
    _s(r"^a round needs more than one speaker$", _("Een ronde vraagt om meer dan één spreker."), "who"),
    _s(
        r"^in silence nothing is said or shown: only silent writing fits$",
        _("Als het stil is, kan er alleen in stilte geschreven worden."),
        "writes",
    ),
    _s(
        r"^stepping out of roles \(derole\) may not be skipped$",
        _("Uit je rol stappen mag niet vervallen."),
        "optional",
    ),
    _s(
        r"^rating belongs to the case-giver alone: add the rule c_decides$",
        _("Wegen doet alleen de inbrenger. Kies ook de regel ‘kiest en hoeft niets uit te leggen’."),
        "rules",
    ),
    _s(r"^nobody can do anything in this phase$", _("In deze stap kan niemand iets doen."), "who"),
    _s(
        r"^gifts open after the case-giver's own contribution: let them write$",
        _("Cadeaus gaan pas open als de inbrenger zelf iets schreef. Laat die hier ook schrijven."),
        "writers",
    ),
    _s(
        r"^advice is a kind here and has to wait as well: which of both\?$",
        _("Advies is hier wat ze schrijven, en een regel zegt dat het moet wachten. Laat één van beide los."),
        "kinds",
    ),
]
ABOUT_FILES = [
    _s(r"^two phases have the id (?P<value>.+)$", _("Twee stappen hebben dezelfde id: %(value)s."), "id"),
    _s(
        NAMED + r"must be small letters, digits and underscores",
        _("‘%(field)s’ mag alleen kleine letters, cijfers en lage streepjes hebben, zoals five_step."),
    ),
    _s(NAMED + r"must look like 1\.0$", _("Een versie ziet eruit als 1.0.")),
    Said(
        re.compile(NAMED + r"must be (?P<kind>a text|a whole number|true or false|a list|a table), not (?P<value>.+)$"),
        _kind,
    ),
    _s(
        NAMED + r"may stand here at most (?P<n>\d+) times$",
        _("‘%(field)s’ mag er hooguit %(n)s keer staan. Laat de oudste staan."),
    ),
    _s(NAMED + r"has more than (?P<n>\d+) fields$", _("‘%(field)s’ heeft meer dan %(n)s velden.")),
    _s(
        NAMED + r"must be texts of at most (?P<n>\d+) characters$",
        _("‘%(field)s’ zijn teksten van hooguit %(n)s tekens."),
    ),
    _s(
        NAMED + r"has more than (?P<n>\d+) characters$",
        _("‘%(field)s’ is langer dan %(n)s tekens. Kort het in."),
    ),
    _s(NAMED + r"must be a list of texts$", _("‘%(field)s’ moet een lijst van teksten zijn.")),
    _s(
        NAMED + r"must be between (?P<low>-?\d+) and (?P<high>\d+), not (?P<value>.*)$",
        _("‘%(field)s’ moet tussen %(low)s en %(high)s liggen; er staat %(value)s."),
    ),
    _s(
        NAMED + r"must be a number from (?P<low>\S+) to (?P<high>\S+), not (?P<value>.+)$",
        _("‘%(field)s’ moet een getal van %(low)s tot %(high)s zijn; er staat %(value)s."),
    ),
    _s(
        NAMED + r"does not know (?P<value>.+)\. Use one of: (?P<known>.*)$",
        _("‘%(field)s’ kent %(value)s niet. Kies uit: %(known)s."),
    ),
    _s(
        NAMED + r"says (?P<word>.+) = (?P<value>.+); it must be above 0 and at most (?P<high>\S+)$",
        _("‘%(field)s’ zegt %(word)s = %(value)s; het moet boven 0 liggen en hooguit %(high)s zijn."),
    ),
    _s(
        NAMED + r"must be the smallest and the largest group",
        _("‘%(field)s’ is de kleinste en de grootste groep, zoals [4, 8]."),
    ),
    _s(NAMED + r"is not a field here", _("‘%(field)s’ kennen we hier niet. Staat het goed gespeld?")),
    _s(
        r"^this file needs a newer version of the program: it reads format (?P<n>\d+)$",
        _("Dit bestand vraagt een nieuwere versie van Intervisie; deze leest format %(n)s."),
        "format",
    ),
    _s(r"^this must be a table of fields$", _("Hier hoort een blok met velden te staan.")),
    _s(r"^this is not a readable TOML file", _("Dit is geen leesbaar TOML-bestand.")),
]
ALL = [*ABOUT_TEXTS, *ABOUT_METHODS, *ABOUT_PHASES, *ABOUT_FILES]


def recognised(message: str) -> tuple[Said, re.Match[str]] | None:
    """Which sentence of the checks this is. None for one that came later."""
    for said in ALL:
        if found := said.pattern.search(message):
            return said, found
    return None
