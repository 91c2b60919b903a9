"""What each field is called where people write on a method."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "name": _("Naam"),
    "promise": _("Belofte, in één zin"),
    "purpose": _("Waarom het zo werkt"),
    "when": _("Past als …"),
    "when_not": _("Liever niet als …"),
    "contra": _("Niet doen als"),
    "outcome": _("Wat je aan het eind hebt"),
    "roles": _("Andere rollen"),
    "preparation": _("Vooraf"),
    "variants": _("Varianten"),
    "pitfalls": _("Waar het mis kan gaan"),
    "origin": _("Waar het vandaan komt"),
    "credit": _("Naamsvermelding"),
}
FACTS = {
    "family": _("Lijkt op"),
    "fit": _("Waar is het goed voor?"),
    "focus": _("Waar ligt de aandacht?"),
    "suits": _("Voor welke vragen?"),
    "current": _("Boven of onder water?"),
    "maturity": _("Wat vraagt het van de groep?"),
    "facilitator": _("Wie kan het leiden?"),
    "confront": _("Hoe dichtbij komt het?"),
    "size": _("Met hoeveel mensen?"),
    "advice": _("Met of zonder advies?"),
    "contains": _("Wat zit erin dat iemand liever niet wil?"),
    "starter": _("Een goede eerste vorm"),
    "everyone": _("Iedereen brengt een vraag in"),
    "online": _("Waar kan het?"),
    "time_source": _("Waar komen de minuten vandaan?"),
    "sources": _("Gelezen bronnen"),
    "rights": _("Rechten op de woorden"),
}
WHOLE = {"phase": _("De lijst met stappen"), "from": _("Herkomst")}
PHASE_WORDS = {
    "title": _("Naam van de stap"),
    "purpose": _("Waar het om gaat"),
    "line": _("Wat de groep nu doet"),
    "own_line": _("Wat de inbrenger nu doet"),
    "ask": _("Boven het vak om in te schrijven"),
    "own_ask": _("Boven het vak van de inbrenger"),
    "stem": _("Begin dat er al staat"),
    "own_stem": _("Begin dat er bij de inbrenger al staat"),
    "own_stems": _("Een vak voor elk begin van de inbrenger"),
    "score": _("De vraag bij het cijfer"),
    "low": _("Bij de 0"),
    "high": _("Bij de 10"),
    "say": _("Zeg dit"),
    "do": _("Doe dit"),
    "avoid": _("Laat dit"),
    "stuck": _("Als het stokt"),
    "paper": _("Zonder schermen"),
    "artefact": _("Wat er dan ligt"),
}
PHASE_FACTS = {
    "who": _("Wie is aan het woord?"),
    "minutes": _("Minuten"),
    "least": _("Minstens"),
    "per_person": _("Minuten erbij voor elke persoon boven de zes"),
    "optional": _("Mag vervallen als er te weinig tijd is"),
    "rules": _("Wat geldt er?"),
    "writers": _("Wie schrijft op een scherm?"),
    "writes": _("Hoe schrijven ze?"),
    "kinds": _("Wat schrijven ze?"),
    "own_kinds": _("Wat schrijft de inbrenger?"),
    "limit": _("Hoeveel ieder?"),
    "own_limit": _("Hoeveel de inbrenger?"),
    "shows": _("Wat ligt er op tafel?"),
    "reveal": _("Hoe wordt zichtbaar wat in stilte geschreven is?"),
    "marks": _("Hoe weegt de inbrenger dat?"),
    "attribution": _("Staat er een naam bij?"),
    "slot": _("Hier komt de module"),
    "opens_in": _("Wanneer ziet de groep het?"),
}
LANGUAGES = {"nl": _("Nederlands"), "en": _("Engels")}


def label(field: str, *, of_phase: bool) -> str:
    """The name of this field in the active language; the field itself where it has none."""
    known = {**PHASE_FACTS, **PHASE_WORDS} if of_phase else {**FACTS, **WORDS, **WHOLE}
    return str(known.get(field, field))
