"""How Dutch sounds when somebody advises, asks for reasons, or asks what can be answered with yes or no. Pure.

A sentence comes in as `plain` makes it: small letters, one sentence, without the little words people begin with.
"""

from __future__ import annotations

import re

from sessions.speech.patterns import any_of, each, words

SMALL = frozenset(
    each(
        """
        de het een ik je jij jou jouw jullie hij zij ze we wij u uw is was ben bent en of maar dat die dit niet geen
        wat wie hoe waar wanneer waarom welke als dan toen nog al te met van voor op aan bij naar om er heb hebt had
        zou moet kun kan wil toch gewoon eens door over
        """
    )
)
_BEGINNING = re.compile(r"^[\"'\s,;:–-]*(?:(?:en|maar|dus|oké|ok|ja|nee|nou|hm+|hé|want|dan)[\s,]+|zeg,\s*)*")
YOU = r"(?:je|jij|u|jullie)"
QUESTION_WORD = r"(?:wat|wie|wiens|hoe|hoeveel|hoelang|hoever|hoeverre|hoezeer|hoezo|wanneer|welke?|waar(?!om)\w*)"
BEFORE = r"(?:met|van|aan|bij|voor|in|op|over|tot|tegen|door|uit|naar|onder|om)"


def plain(sentence: str) -> str:
    """Without what people begin with, and without quotation marks."""
    return _BEGINNING.sub("", sentence.strip()).strip(" \"'")


# ── advice ─────────────────────────────────────────────────────────────────────────────────────────
# "Waarom vind je dat niet leuk?" asks; "Waarom bel je niet?" advises. These verbs say how somebody is.
_STATES = words(
    r"""wil vind durf kan kun mag mocht voel denk weet ben bent heb hebt word moet hoef snap begrijp geloof vertrouw
    zie hoor slaap"""
)
_PAST = words(
    r"""\w+de \w+te had was ging deed bleef zei kwam nam gaf liep riep hield liet vroeg sprak schreef stond zat keek
    koos wist kon moest wou werd vond dacht bracht kreeg trok zweeg"""
)
_FEELS = r"\b(?:voelen|wakker|schrikken|bang|boos|verdrietig|balen|worden|vinden|weten|denken|gek|onrustig)\b"
_DO = words(
    r"""ga probeer zeg vraag laat begin schrijf neem bel stop zorg vergeet trek kijk maak doe leg geef praat stuur
    wees zoek houd hou blijf accepteer plan spreek zet wacht bespreek regel stel"""
)
_DO_SO = r"(?:eens|gewoon|maar|niet|er|hem|haar|het|dat|hen|ze|met|naar|een|eerst|even|vooral|op|je\s.*\bniet)"
_GOOD = r"(?:slim|goed|handig|verstandig|beter|fijn|mooi|wijs|nuttig)"
_SKILLED = r"(?:goed|mooi|heel|zo|echt|fantastisch|geweldig)"

_ADVICE = any_of(
    rf"^waarom (?!{_STATES}\b|{_PAST}\b)\w+ {YOU}\b.*\b(?:niet|geen)\b",
    r"^waarom niet (?:eerst|gewoon|eens|even|een)\b",
    rf"^(?:heb|hebt|hebben) {YOU} (?:\w+ )?(?:al|weleens|ooit)\b",
    rf"^(?:heb|hebt) {YOU}\b.*\b(?:overwogen|geprobeerd om|aan gedacht)\b",
    rf"^(?:zou|zouden) {YOU} (?:\w+ )?(?:niet|geen)\b",
    r"^zou het (?:niet )?(?:misschien )?(?:helpen|een idee|" + _GOOD[3:-1] + r")\b",
    rf"^(?:moet|moeten|kun|kan|kunt|kunnen) {YOU} (?:\w+ )?(?:niet|geen)\b",
    r"^is .*\b(?:een|geen|een goed|geen goed) (?:idee|optie|mogelijkheid)\b",
    rf"^is (?:het|dat) (?:misschien |niet )*{_GOOD} (?:om|als)\b",
    r"^(?:misschien|wellicht|is)\b.*\biets voor (?:je|jou|jullie|u)\b|, misschien iets voor (?:je|jou|jullie|u)\b",
    rf"^(?:misschien |wellicht )?{YOU} moet(?:en)?\b",
    rf"^{YOU} (?:kunt|kan|kunnen) (?!{_SKILLED}\b)(?:\w+ )*?(?:ook|beter|gewoon|eens|eerst|misschien|best|altijd)\b",
    rf"^(?:misschien |wellicht )?{YOU} zou(?:den)?\b.*\bkunnen\b",
    rf"^(?:misschien|wellicht|volgens mij) (?:kun|kan|kunt|moet|zou) {YOU}\b",
    rf"^ik (?:denk|vind) dat {YOU}\b.*\b(?:moet|moeten|kunt|kan|zou)\b",
    r"^ik (?:denk|vind) dat het (?:zou helpen|helpt|goed)\b",
    r"\bals ik jou was\b|\bin jouw (?:plaats|schoenen) zou ik\b",
    rf"^(?:ik zou|zou ik)(?! (?:me|mij|daar|er|het|dat|dan)\b)(?!.*{_FEELS})(?!.*\?)",
    rf"^(?:ik zou|zou ik) (?:het|dat|dan) (?!.*{_FEELS})(?!.*\?)",
    r"^ik had (?:allang|al lang|meteen|direct)\b",
    r"^(?:mijn|een) (?:advies|tip|suggestie|raad)(?: is| zou|:| aan)",
    r"^ik (?:raad|adviseer)\b",
    rf"^(?:het )?lijkt (?:het )?(?:mij|me) (?:wel |echt )?(?:een )?{_GOOD}\b",
    rf"^het (?:is|zou|was) (?:misschien |echt )?{_GOOD} (?:zijn )?(?:als|om)\b",
    r"^wat je (?:kunt|kan|zou kunnen) doen\b|^weet je wat je moet doen\b",
    rf"^wat als {YOU}\b.*\b(?:eens|gewoon|een keer|probeert|zou)\b",
    rf"^als {YOU} (?:nu |nou )?(?:eens|gewoon)\b",
    r"^wat dacht je van\b|^hoe zou het zijn om\b",
    r"\baanrader\b",
)
_IMPERATIVE = re.compile(rf"^{_DO} {_DO_SO}\b")
_TOLD = any_of(r"^(?:neem me|neem ons|vertel|leg eens uit|beschrijf|noem|zeg eens|geef eens een voorbeeld)\b")


def advises(sentence: str) -> bool:
    orders = bool(_IMPERATIVE.search(sentence)) and "?" not in sentence and not _TOLD.search(sentence)
    return orders or bool(_ADVICE.search(sentence))


# ── why ────────────────────────────────────────────────────────────────────────────────────────────
_WHY = any_of(
    r"^waarom(?!-)\b",
    r"\b(?:benieuwd|snap niet|begrijp niet|vraag me af|uitleggen|vertellen|zeggen|weet (?:je|u))\b.*\bwaarom\b",
    rf"^(?!(?:{BEFORE} )?{QUESTION_WORD}\b).*\bwaarom\?$",
)


def asks_why(sentence: str) -> bool:
    return bool(_WHY.search(sentence))


# ── closed, open, and what is left alone ───────────────────────────────────────────────────────────
_THEY = r"(?:je|jij|u|jullie|hij|zij|ze|het|dat|dit|er|iemand|men|die|deze|de|een|mijn|jouw|uw|haar|zijn|hun|\w+ie)"
_VERB = words(
    r"""is was ben bent zijn waren heb hebt heeft hebben had hadden wil wilt wilde wilden kun kan kunt kon konden
    zou zouden zal moet moest mag mocht doet deed ging gaat komt kwam weet wist vind vond voel voelde durf
    durfde ken kende"""
)
_NO_VERB = r"(?:als|toen|dat|omdat|of|want|terwijl|stel|bij|ik|nu|daar|hier|misschien|zodat)"
_CLOSED = any_of(
    rf"^(?!{_NO_VERB}\b|{QUESTION_WORD}\b|{BEFORE}\b)\w+ {_THEY}\b.*\?$",
    rf"^{_VERB} {_THEY}\b[^?.!]*\??$",
    rf"^{_VERB} \w+ .*\?$",
    r",\s*(?:toch|hè|niet|of niet|niet waar)\?$",
)
_SAID_AS_A_QUESTION = re.compile(rf"^(?:je|jij|u|jullie|hij|zij|ze|het|dat|dit|er) \w+ (?!.*\b{QUESTION_WORD}\b).*\?$")
_OPEN = any_of(
    rf"^(?:{BEFORE} )?{QUESTION_WORD}\b",
    rf"[,;:]\s*(?:en |dan )?(?:{BEFORE} )?{QUESTION_WORD}\b",
    rf"\b(?:benieuwd|vraag me af)\b.*\b{QUESTION_WORD}\b",
)
_INVITES = any_of(
    rf"^(?:kun|kan|kunt|wil|wilt|zou|mag) (?:{YOU}|ik)\b.*\b(?:vertellen|beschrijven|uitleggen|voorbeeld|mee ?nemen|"
    r"mee willen nemen|zeggen over|over zeggen|willen zeggen|vragen|vraag stellen|schetsen|toelichten|laten zien)\b",
    r"^(?:kunnen|zullen|mogen|gaan|hebben) we\b",
    r"^klopt (?:het|dat|dit)\b",
    r"\b(?:begrijp ik|goed begrepen|goed hoor|hoor ik je|vat ik)\b",
)


def is_open(sentence: str) -> bool:
    return bool(_OPEN.search(sentence))


def is_closed(sentence: str) -> bool:
    return bool(_CLOSED.search(sentence)) or bool(_SAID_AS_A_QUESTION.search(sentence))


def left_alone(sentence: str) -> bool:
    """Closed in form, and an invitation all the same: to tell, to say whether one understood, to go on."""
    why = "waarom" in sentence
    return bool(_INVITES.search(sentence)) and not why and not _hidden_advice(sentence)


def _hidden_advice(sentence: str) -> bool:
    return bool(re.search(rf"^(?:kun|kan|kunt|zou) {YOU} (?:\w+ )?(?:niet|geen)\b", sentence))
