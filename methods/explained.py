"""What each choice in a method means for the people in the room, for whoever makes one. Words; the deeds are `rules`.

One sentence a choice: what the screens will then do, or that it is said and not enforced.
"""

from django.utils.translation import gettext_lazy as _

from methods.codes import (
    Advice,
    Attribution,
    Current,
    Family,
    Kind,
    Marks,
    Online,
    Reveal,
    Rule,
    Veto,
    Who,
    Writers,
    Writes,
)
from methods.recommend.messages import PLACES, WANTS

KIND_WORDS = {
    Kind.QUESTION: _("een vraag"),
    Kind.ANSWER: _("een antwoord"),
    Kind.ADVICE: _("een advies"),
    Kind.HYPOTHESIS: _("een vermoeden"),
    Kind.ASSOCIATION: _("een beeld of gevoel"),
    Kind.POSITION: _("wat ik zou doen"),
    Kind.FORMULATION: _("in mijn woorden"),
    Kind.THOUGHT: _("een gedachte"),
    Kind.HELPING_THOUGHT: _("een helpende gedachte"),
    Kind.IMAGE: _("een beeld"),
    Kind.WISH: _("wat ik je gun"),
    Kind.SIGN: _("een teken"),
    Kind.APPRECIATION: _("wat sterk is"),
    Kind.EXPERIENCE: _("wat ik herken"),
    Kind.OUTCOME: _("de afloop"),
    Kind.LESSON: _("een les"),
    Kind.TAKEAWAY: _("wat ik meeneem"),
    Kind.STEP: _("een stap"),
    Kind.OBSERVATION: _("iets om op te letten"),
    Kind.FEEDBACK: _("hoe we hielpen"),
    Kind.WORD: _("een woord"),
    Kind.PITCH: _("een casus"),
}

RULES = {
    Rule.SILENCE: _("Niemand praat en niemand ziet nieuwe kaarten. Alleen schrijven in stilte kan nog."),
    Rule.DEROLE: _("Iedereen stapt hardop uit de rol. Deze stap kan niet worden overgeslagen."),
    Rule.C_AWAY: _("De inbrenger krijgt een stille pagina met eigen aantekeningen, zonder gezichten of kaarten."),
    Rule.C_SILENT: _("De inbrenger krijgt een stille pagina en kan niets insturen; aantekeningen maken kan."),
    Rule.NO_INTERRUPT: _("Alleen de inbrenger is aan het woord; de anderen kunnen niets op tafel leggen."),
    Rule.ROUND: _("De kamer houdt de beurten bij. Passen kan, en ‘kom straks bij mij terug’ ook."),
    Rule.NO_DISCUSS: _("Niemand antwoordt op wat er ligt; de kamer biedt het ook niet aan."),
    Rule.THIRD_PERSON: _(
        "De groep praat over de inbrenger, niet tegen. De kamer laat het zien, jullie houden het vast."
    ),
    Rule.IDENT: _("Je spreekt als iemand uit de casus. De kamer laat het zien, jullie houden het vast."),
    Rule.ASSOC: _("Een beeld of een gevoel, geen uitleg. De kamer laat het zien, jullie houden het vast."),
    Rule.HYPO: _("Vermoedens, geen zekerheden. Wie een advies heeft, kan het voor later bewaren."),
    Rule.I_MSG: _("Over jezelf, te beginnen met ‘ik’. De kamer laat het zien, jullie houden het vast."),
    Rule.APPRECIATE: _("Alleen wat sterk is. De kamer laat het zien, jullie houden het vast."),
    Rule.DIALOGUE: _("Samen verder denken zonder te beslissen. De kamer laat het zien, jullie houden het vast."),
    Rule.FACTS: _("Alleen wat er gebeurde. Wie een advies heeft, kan het voor later bewaren."),
    Rule.CLARIFY_ONLY: _("Korte vragen om te begrijpen. Wie een advies heeft, kan het voor later bewaren."),
    Rule.OPEN_Q: _("Open vragen. Wie een advies heeft, kan het voor later bewaren."),
    Rule.Q_ONLY: _("Vertellen mag alleen als antwoord. Wie een advies heeft, kan het voor later bewaren."),
    Rule.OUTCOME_WITHHELD: _("De inbrenger vertelt nog niet hoe het afliep. De kamer laat het zien."),
    Rule.NO_ADVICE: _("Advies is geen keuze op het scherm. Wie er een heeft, bewaart het voor zichzelf."),
    Rule.ADVICE_OK: _("Advies mag, als aanbod. Wat eerder bewaard is, komt terug bij wie het schreef."),
    Rule.SILENT_WRITE: _("Niemand ziet wat een ander schrijft, ook wie leidt niet, tot de stap die het laat zien."),
    Rule.SCORE: _("De inbrenger geeft een cijfer van 0 tot 10. Niemand ziet het, tenzij de inbrenger het laat zien."),
    Rule.C_DECIDES: _("Alleen de inbrenger weegt of kiest, en hoeft niets uit te leggen."),
}
RULE_GROUPS = [
    (_("Stil zijn en luisteren"), [Rule.C_SILENT, Rule.C_AWAY, Rule.NO_INTERRUPT, Rule.SILENCE]),
    (_("Hoe er gesproken wordt"), [Rule.ROUND, Rule.NO_DISCUSS, Rule.THIRD_PERSON, Rule.IDENT, Rule.ASSOC, Rule.HYPO]),
    (
        _("Waarover"),
        [Rule.FACTS, Rule.CLARIFY_ONLY, Rule.OPEN_Q, Rule.Q_ONLY, Rule.APPRECIATE, Rule.I_MSG, Rule.DIALOGUE],
    ),
    (_("Advies"), [Rule.NO_ADVICE, Rule.ADVICE_OK]),
    (
        _("Schrijven, wegen en kiezen"),
        [Rule.SILENT_WRITE, Rule.SCORE, Rule.C_DECIDES, Rule.OUTCOME_WITHHELD, Rule.DEROLE],
    ),
]

WHO = {
    Who.LEADER: _("wie leidt"),
    Who.CASE_GIVER: _("de inbrenger"),
    Who.PEERS: _("de groep"),
    Who.ALL: _("iedereen"),
    Who.PEERS_ASK: _("de groep vraagt, de inbrenger antwoordt"),
    Who.LEADER_AND_CASE_GIVER: _("de inbrenger en wie leidt"),
}
WRITERS = {
    Writers.NONE: _("niemand"),
    Writers.CASE_GIVER: _("de inbrenger"),
    Writers.PEERS: _("de groep"),
    Writers.ALL: _("iedereen"),
}
WRITES = {
    Writes.ALOUD: _("hardop; wie wil, mag typen"),
    Writes.OPEN: _("getypt, iedereen ziet het meteen"),
    Writes.SILENT: _("in stilte, tot een latere stap het laat zien"),
}
REVEALS = {
    Reveal.NONE: _("niets nieuws; wat er ligt, lag er al open"),
    Reveal.AT_ENTER: _("alles tegelijk, na drie tellen"),
    Reveal.IN_ROUNDS: _("van ieder bij de eigen beurt"),
    Reveal.WHEN_OPENED: _("als de inbrenger erom vraagt"),
}
MARKS = {
    Marks.NONE: _("niet"),
    Marks.TEMPERATURE: _("warm, neutraal of koud"),
    Marks.MINE: _("van mij, misschien of niet van mij (wat niet van mij is, verdwijnt)"),
    Marks.KEEP: _("houd ik of laat ik gaan (wat gaat, verdwijnt)"),
    Marks.STANCE: _("helpt, hindert, allebei of weet ik niet"),
    Marks.ONE: _("één kaart in het midden"),
}
ATTRIBUTIONS = {
    Attribution.NAME: _("ja, de eigen naam"),
    Attribution.ALIAS: _("nee, een schuilnaam voor deze stap"),
    Attribution.NONE: _("nee"),
}
FIT = {fit: _(phrase.own) for fit, phrase in WANTS.items()}
FOCUS = {focus: _(phrase.own) for focus, phrase in PLACES.items()}
SUITS = {"vague": _("er is nog geen scherpe vraag"), "technical": _("een technische vraag")}
CURRENT = {
    Current.EITHER: _("allebei"),
    Current.UPPER: _("boven water: handiger doen"),
    Current.UNDER: _("onder water: wat eronder ligt"),
}
MATURITY = {
    1: _("niets; ook voor een eerste keer"),
    2: _("één vorm goed kennen en de regels vasthouden"),
    3: _("elkaar kennen en vertrouwen"),
    4: _("vertrouwen, en een geschoolde begeleider"),
}
FACILITATOR = {
    1: _("iedereen, met de spiekbrief"),
    2: _("iemand met ervaring, of een coach"),
    3: _("een geschoolde coach"),
}
CONFRONT = {1: _("rustig"), 2: _("het kan raken"), 3: _("confronterend")}
ADVICE = {
    Advice.NONE: _("zonder advies"),
    Advice.ON_REQUEST: _("alleen op verzoek"),
    Advice.LATE: _("pas als de vraag helder is"),
    Advice.YES: _("meteen"),
    Advice.MODULE: _("wat de module zegt"),
}
CONTAINS = {
    Veto.ROLE_PLAY: _("rollenspel"),
    Veto.DISCUSSED: _("over iemand gepraat worden"),
    Veto.CONSTELLATION: _("een opstelling"),
    Veto.DRAWING: _("tekenen"),
}
ONLINE = {
    Online.GOOD: _("in één ruimte of online"),
    Online.OK: _("liefst in één ruimte, online kan"),
    Online.NO: _("alleen in één ruimte"),
}
TIME_SOURCE = {
    "ours": _("van onszelf"),
    "partly": _("deels uit een bron"),
    "sourced": _("uit een bron"),
}
FAMILY = {
    Family.INCIDENT: _("stilstaan bij één moment"),
    Family.STEPS: _("stap voor stap naar een vraag en een keuze"),
    Family.CONSULTATION: _("collega’s beraden zich"),
    Family.JUDGEMENT: _("zorgvuldig tot een oordeel komen"),
    Family.MIRROR: _("horen hoe anderen je zien"),
    Family.INNER: _("onderzoeken wat er in je omgaat"),
    Family.PATTERN: _("een patroon zien"),
    Family.DEPTH: _("kijken naar wat eronder ligt"),
    Family.CYCLE: _("leren van ervaring"),
    Family.QUESTIONS: _("alleen vragen"),
    Family.VALUES: _("wat juist is"),
    Family.IMAGE: _("in beelden denken"),
    Family.CREATIVE: _("anders kijken"),
    Family.ENACT: _("laten zien en oefenen"),
    Family.FUTURE: _("zien waar je heen wilt"),
    Family.STRENGTHS: _("kijken naar wat lukt"),
    Family.SYSTEM: _("het geheel eromheen"),
    Family.QUICK: _("kort en snel"),
    Family.FEEDBACK: _("elkaar feedback geven"),
    Family.QUALITIES: _("kwaliteiten en valkuilen"),
    Family.RESONANCE: _("wat het bij anderen oproept"),
    Family.DIALOGUE: _("samen denken"),
}
