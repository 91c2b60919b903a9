"""Who the demonstration is about, and what has happened. Invented, in Dutch. Data, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

SPACE = UUID("6f1b6e0c-6a3e-4b0e-9c0b-6d1f5d0c8a11")
PASSWORD = "samen-kijken"  # noqa: S105 (printed at every start; refused outside development)


def demo_id(name: str) -> UUID:
    """The same id at every start, so that the demonstration is made once."""
    return uuid5(SPACE, name)


PEOPLE = {
    "anna": "Anna Verbeek",
    "bas": "Bas Hoekstra",
    "chris": "Chris de Wit",
    "dana": "Dana Yılmaz",
    "joke": "Joke Dijkstra",
    "rachid": "Rachid Benali",
    "sietske": "Sietske Wiersma",
    "coen": "Coen Smit",
    "eva": "Eva Jansen",
    "merel": "Merel Postma",
    "tijn": "Tijn Bakker",
    "yara": "Yara Hassan",
    "hugo": "Hugo Meijer",
    "ineke": "Ineke Vos",
    "lars": "Lars Mulder",
    "nadia": "Nadia Amrani",
    "wim": "Wim Kuipers",
    "femke": "Femke Postma",
    "daan": "Daan Visser",
    "lot": "Lot de Boer",
    "sam": "Sam Peters",
    "olga": "Olga Brouwer",
    "petra": "Petra Kok",
    "gijs": "Gijs van Dam",
}

WHO_IS_WHO = [
    ("anna", "begeleidt Leergroep Noord en leidt straks de bijeenkomst"),
    ("bas", "brengt een casus in"),
    ("chris", "doet mee"),
    ("dana", "leidt straks voor het eerst een deel"),
    ("coen", "coördineert: ziet dat en wanneer, nooit waarover"),
    ("eva", "zit in een andere groep van dezelfde organisatie"),
    ("femke", "zit in een groep van een andere organisatie"),
]


@dataclass(frozen=True)
class Held:
    """A session of the past: days ago, method, who brought, who led, and how many were away."""

    days: int
    method: str
    brought: str
    led: str
    away: int = 0
    steps: int = 2
    looked_back: int = 2


@dataclass(frozen=True)
class GroupStory:
    """A group, how far it is, and its year."""

    key: str
    name: str
    organisation: str
    purpose: str
    about: str
    coach: str
    members: tuple[str, ...]
    stages: tuple[tuple[int, int], ...]  # (stage, days ago)
    held: tuple[Held, ...]
    cancelled: tuple[int, ...] = ()  # days ago
    rhythm: int = 5
    quorum: int = 4
    maturity: int | None = None  # by the group's own word
    said: int = 0  # days ago
    oral_only: bool = False


ORGANISATIONS = {
    "waterrijk": ("Gemeente Waterrijk", "Team Leren en Ontwikkelen, leren@waterrijk.example"),
    "linde": ("Hogeschool Linde", "Dienst Onderwijs, onderwijs@linde.example"),
}

NOORD = GroupStory(
    key="noord",
    name="Leergroep Noord",
    organisation="waterrijk",
    purpose="change",
    about="Zes collega’s uit vijf wijkteams die elkaar helpen stilstaan bij hun werk.",
    coach="anna",
    members=("bas", "chris", "dana", "joke", "rachid", "sietske"),
    stages=((0, 230), (1, 205), (2, 62)),
    held=(
        Held(205, "five_step", "joke", "anna", steps=2, looked_back=2),
        Held(170, "incident", "chris", "anna", away=1, steps=1, looked_back=1),
        Held(132, "five_step", "rachid", "anna", steps=2, looked_back=2),
        Held(90, "ten_step", "sietske", "anna", away=1, steps=3, looked_back=2),
        Held(48, "streefbeeld", "dana", "dana", away=1, steps=2, looked_back=1),
    ),
)

ZUID = GroupStory(
    key="zuid",
    name="Kwartiermakers Zuid",
    organisation="waterrijk",
    purpose="culture",
    about="Zeven mensen die in het klein oefenen met wat in het groot nog spannend is.",
    coach="anna",
    members=("eva", "merel", "tijn", "yara", "hugo", "ineke"),
    stages=((0, 360), (1, 340), (2, 260), (3, 190), (4, 95)),
    held=(
        Held(340, "five_step", "eva", "anna"),
        Held(305, "incident", "tijn", "anna", away=1),
        Held(268, "gossip", "merel", "hugo"),
        Held(230, "gedachtenwolk", "yara", "eva", away=1),
        Held(195, "streefbeeld", "hugo", "merel"),
        Held(160, "five_step", "ineke", "tijn", away=2),
        Held(118, "ten_step", "eva", "yara"),
        Held(80, "gossip", "tijn", "ineke", away=1),
        Held(41, "gedachtenwolk", "merel", "hugo"),
    ),
    cancelled=(140,),
    maturity=3,
    said=90,
)

OOST = GroupStory(
    key="oost",
    name="Jeugdgezondheid Oost",
    organisation="waterrijk",
    purpose="register",
    about="Jeugdverpleegkundigen die hun vak bijhouden door samen te kijken.",
    coach="wim",
    members=("lars", "nadia", "petra", "gijs"),
    stages=((0, 150), (1, 120)),
    held=(Held(120, "five_step", "lars", "wim", away=1), Held(66, "incident", "nadia", "wim", away=2, looked_back=0)),
    cancelled=(31,),
    quorum=3,
    oral_only=True,
)

LINDE = GroupStory(
    key="linde",
    name="Startende docenten",
    organisation="linde",
    purpose="education",
    about="Vijf docenten in hun eerste twee jaar voor de klas.",
    coach="olga",
    members=("femke", "daan", "lot", "sam"),
    stages=((0, 250), (1, 230), (2, 150), (3, 70)),
    held=(
        Held(230, "five_step", "daan", "olga"),
        Held(190, "incident", "lot", "olga"),
        Held(150, "streefbeeld", "femke", "olga", away=1),
        Held(110, "ten_step", "sam", "lot"),
        Held(70, "gedachtenwolk", "daan", "femke", away=1),
        Held(33, "five_step", "lot", "sam"),
    ),
    rhythm=6,
    quorum=3,
)

GROUPS = (NOORD, ZUID, OOST, LINDE)

# ── on the shelf of Leergroep Noord ────────────────────────────────────────────────────────────────
SHELF = (
    {
        "owner": "bas",
        "days": 9,
        "question": "Hoe kan ik in het teamoverleg mijn twijfel uitspreken, ook als ik het antwoord nog niet heb?",
        "pitch": "Als iedereen naar mij kijkt, zeg ik dat het goed komt. Daarna lig ik er wakker van.",
        "story": (
            "Sinds de wijkteams zijn samengevoegd, wordt er in het overleg snel besloten. Vorige week ging het over "
            "een gezin waar ik zelf niet zeker over was. Iemand vroeg wat ik vond. Ik hoorde mezelf iets zeggen wat "
            "ik niet dacht, en toen was het besluit genomen. Dit gebeurt me vaker, vooral als het stil valt."
        ),
        "intake": {
            "want": "SR",
            "also": ["PAT"],
            "focus": "thoughts",
            "current": 8,
            "frequency": "again",
            "clarity": "bounded",
            "tried": "some",
            "load": 6,
            "advice": "no",
            "rather_not": ["role_play"],
            "influence": 7,
        },
    },
    {
        "owner": "joke",
        "days": 23,
        "question": "Wat kan ik doen als een collega mijn dossiers steeds overneemt zonder te overleggen?",
        "pitch": "Ze bedoelt het goed. Ik merk dat ik informatie achterhoud, en zo wil ik niet zijn.",
        "story": "Sinds het voorjaar delen we onze caseloads. Drie keer stond mijn afspraak al in haar agenda.",
        "intake": {
            "want": "PS",
            "also": ["REL"],
            "focus": "relation",
            "current": 4,
            "frequency": "few",
            "clarity": "bounded",
            "tried": "nothing",
            "load": 4,
            "advice": "want",
            "rather_not": [],
            "influence": 6,
        },
    },
)

OWN_METHOD: dict[str, Any] = {
    "of": "five_step",
    "by": "joke",
    "nl": {
        "name": "Vijf stappen voor aan het eind van de dag",
        "promise": "Onze avondvorm: eerst even landen, dan één vraag, en om zes uur staat er een eerste stap.",
    },
    "en": {
        "name": "Five steps for the end of the day",
        "promise": "Our evening version: arrive first, then one question, and by six there is a first step.",
    },
}

DRAFT = {
    "owner": "chris",
    "question": "",
    "story": "Iets met het nieuwe rooster. Ik zeg ja en dan ben ik de hele week geïrriteerd, ook thuis.",
    "intake": {"want": "STUCK", "frequency": "again"},
}
