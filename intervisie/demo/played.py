"""The finished session of the demonstration: what people said in it. Invented. Data, no logic."""

CASE = {
    "owner": "rachid",
    "question": "Hoe kan ik een moeder laten merken dat ik haar geloof, als ik ook zorgen moet melden?",
    "pitch": "Ze vertrouwt me. Over een maand moet ik iets opschrijven wat haar pijn zal doen.",
    "story": (
        "Ik kom er nu een half jaar. Ze vertelt me dingen die ze aan niemand vertelt. Sinds kort zie ik dat het met de "
        "jongste niet goed gaat. Ik weet dat ik het moet melden, en ik stel het steeds een week uit."
    ),
    "intake": {
        "want": "SR",
        "also": ["STUCK"],
        "focus": "thoughts",
        "current": 9,
        "frequency": "again",
        "clarity": "bounded",
        "tried": "some",
        "load": 5,
        "advice": "no",
        "rather_not": [],
        "influence": 7,
    },
}

MIDDLE = "Gezicht"
MOMENT = "de bel, en dan doet ze open"
OWN_THOUGHTS = (
    "Als ik dit opschrijf, ben ik haar kwijt.",
    "Ik had dit veel eerder moeten zien.",
    "Eerlijk zijn is ook zorgen voor.",
)
THOUGHTS = {
    "bas": ("Zij laat mij binnen omdat ik niet oordeel.", "Een goede hulpverlener heeft dit niet."),
    "chris": ("Ik ben de enige die haar ziet.",),
    "dana": ("Als ik wacht, wordt het vanzelf duidelijker.", "Zij weet het zelf ook al."),
    "joke": ("Vertrouwen is hetzelfde als geen slecht nieuws brengen.",),
    "sietske": ("Ik doe haar iets aan.",),
}
MINE = ("Zij weet het zelf ook al.", "Vertrouwen is hetzelfde als geen slecht nieuws brengen.", "Ik doe haar iets aan.")
MAYBE = ("Ik ben de enige die haar ziet.",)
STANCES = {
    "Als ik dit opschrijf, ben ik haar kwijt.": "hinders",
    "Ik had dit veel eerder moeten zien.": "hinders",
    "Eerlijk zijn is ook zorgen voor.": "helps",
    "Zij weet het zelf ook al.": "helps",
    "Vertrouwen is hetzelfde als geen slecht nieuws brengen.": "hinders",
    "Ik doe haar iets aan.": "both",
}
SAID = {  # how loud, and what it is
    "Als ik dit opschrijf, ben ik haar kwijt.": ("5", "forecast"),
    "Ik had dit veel eerder moeten zien.": ("4", "judgement"),
    "Eerlijk zijn is ook zorgen voor.": ("2", "rule"),
    "Zij weet het zelf ook al.": ("2", "guess"),
    "Vertrouwen is hetzelfde als geen slecht nieuws brengen.": ("4", "rule"),
    "Ik doe haar iets aan.": ("3", "forecast"),
}
JOINED = ("Als ik dit opschrijf, ben ik haar kwijt.", "Vertrouwen is hetzelfde als geen slecht nieuws brengen.")
CHOSEN = "Vertrouwen is hetzelfde als geen slecht nieuws brengen."
QUESTIONS = {
    "bas": "Waaraan merk je dat ze je vertrouwt?",
    "dana": "Van wie ken je deze gedachte?",
    "sietske": "Wat doe je als je hem gelooft?",
}
PARKED = {"chris": "Ik zou het haar eerst laten lezen voordat het weggaat."}
HELPING = {
    "rachid": "Ik breng slecht nieuws juist omdat ze me kan vertrouwen.",
    "joke": "Ze hoeft het niet van een ander te horen.",
}

STEP = "Als ik de volgende keer aanbel, dan zeg ik in de eerste vijf minuten dat ik iets moeilijks kom bespreken."
TAKEAWAYS = {
    "bas": "Dat zwijgen ook voor iemand zorgen kan lijken.",
    "dana": "Ik ga mijn eigen eerste gedachte opschrijven vóór een gesprek.",
    "joke": "Ik herken ‘ik had dit eerder moeten zien’.",
    "sietske": "Uitstellen is ook een besluit.",
}
OBSERVATION = {"bas": "Tellen hoe vaak ik de stilte zelf opvul."}
REVIEW = {
    "chris": "Dat Anna na elk antwoord drie tellen wachtte, hielp mij om ook te wachten.",
    "sietske": "De volgende keer eerder beginnen: we waren twintig minuten aan het landen.",
}
PULSE = {
    "anna": {"useful": 4, "pleasure": 5, "form": 5, "group": 5, "guidance": 4},
    "bas": {"useful": 5, "pleasure": 4, "form": 5, "group": 4, "guidance": 5},
    "chris": {"useful": 3, "pleasure": 4, "form": 4, "group": 4, "guidance": 5},
    "dana": {"useful": 4, "pleasure": 4, "form": 4, "group": 3, "guidance": 4},
    "joke": {"useful": 4, "pleasure": 5, "form": 4, "group": 5, "guidance": 5},
    "rachid": {"useful": 5, "pleasure": 4, "form": 5, "group": 5, "guidance": 5},
    "sietske": {"useful": 4, "pleasure": 3, "form": 4, "group": 4, "guidance": 4},
}
NEXT_TIME = {"chris": "Iets meer tijd voor de oogst.", "joke": "Weer zo’n stille ronde."}
