"""How English sounds when somebody advises, asks for reasons, or asks what can be answered with yes or no. Pure.

A sentence comes in as `plain` makes it: small letters, one sentence, without the little words people begin with.
"""

from __future__ import annotations

import re

from sessions.speech.patterns import any_of, each, words

SMALL = frozenset(
    each(
        """
        the a an i you your he she they we it is was are were am and or but that this not no what who how where when
        why which if then to with of for on at by about have has had would should must can could will do does did
        don't just me my him her them from there be been
        """
    )
)
_BEGINNING = re.compile(r"^[\"'\s,;:–-]*(?:(?:and|but|so|ok|okay|yes|no|well|hm+|hey|right|then)[\s,]+)*")
QUESTION_WORD = r"(?:what|who|whose|whom|how|when|which|where|how come)"
BEFORE = r"(?:to|with|of|for|on|at|by|about|in|from|under)"


def plain(sentence: str) -> str:
    """Without what people begin with, and without quotation marks."""
    return _BEGINNING.sub("", sentence.strip()).strip(" \"'")


# ── advice ─────────────────────────────────────────────────────────────────────────────────────────
# "Why don't you trust him?" asks; "Why don't you ring him?" advises. These verbs say how somebody is.
_STATES = r"(?:feel|want|like|trust|believe|think|know|understand|mind|care|remember|agree|dare|love|find|see|need)"
_MOODS = words("angry sad scared afraid upset furious cross tired lost")
_FEELS = rf"\b(?:feel|lie awake|(?:be|get) {_MOODS}|hate|wonder)\b"
_HAVE_DONE = words("talked spoken discussed considered tried asked look looked try ask thought")
_DOING = words("need have take ask work try tell talk leave go get put make give let say write call")
_DO = words(
    r"""try tell ask let start begin write take call ring stop make do go give talk send be find keep stay accept
    plan put wait sit get speak leave say look"""
)
_DO_SO = r"(?:it|him|her|them|that|this|a|an|the|with|to|down|out|on|by|your|yourself|up|\w+ing|sure|some|first)"
_GOOD = r"(?:wise|good|better|nice|smart|sensible|useful|helpful|best)"

_ADVICE = any_of(
    rf"^why (?:don'?t|do not|didn'?t) you (?:just |simply )(?!{_STATES}\b)",
    rf"^why (?:don'?t|do not) you (?:ever )?(?!{_STATES}\b)\w+",
    r"^why not \w+",
    rf"^(?:have|did) you {_HAVE_DONE}\b",
    rf"^have you (?:ever|already) {_HAVE_DONE}\b",
    r"^(?:wouldn'?t|would) it (?:not )?(?:be )?(?:help|an idea|an option|" + _GOOD[3:-1] + r")\b",
    rf"^(?:shouldn'?t|should|couldn'?t|can'?t|don'?t) you (?:just |really )?{_DOING}\b",
    r"^could you (?:perhaps|maybe|not)\b",
    r"^isn'?t (?:it|that|there) (?:an? )?(?:good )?(?:option|idea|possibility)\b",
    r"^isn'?t .*\b(?:an option|a good idea)\b",
    r"^is there (?:any|a|no) way you\b",
    r"^(?:maybe|perhaps|is)\b.*\b(?:something|anything) for you\b",
    r", (?:maybe|perhaps) something for you\b|\breally worth it\b",
    r"^(?:maybe |perhaps )?you (?:really |just )*(?:have to|need to|ought to|must)\b(?!.*\?)",
    r"^(?:maybe |perhaps )?you (?:could|can|might)(?: always| just| also| perhaps| maybe)? "
    r"(?!see|hear|tell|feel|say|imagine)\w+",
    r"^(?:maybe |perhaps |i think |i feel )you should\b|^you should (?!have\b)",
    r"^you'?d (?:better|be better)\b|^you had better\b",
    r"^i think it (?:would help|helps)\b",
    r"\bif i were you\b|\bin your (?:place|shoes),? i'?d?\b",
    rf"^i(?:'d| would) (?:just |first |simply )?(?!have\b|like\b|love\b|want\b)(?!.*{_FEELS})(?!.*\?)\w+",
    r"^i'?d have \w+ .*\b(?:ages ago|long ago|right away|straight away)\b",
    r"^(?:my|a|one) (?:advice|tip|suggestion|recommendation)(?: is| would|:)",
    r"^i(?:'d| would)? (?:recommend|advise|suggest)\b",
    rf"^it (?:seems|would be|might be|is|'s) (?:really |very )?{_GOOD}(?: to me)? (?:to|if)\b",
    r"^what you (?:can|could) do\b|^(?:do you )?know what you should do\b",
    r"^what if you (?:just |simply )?(?:tried|asked|told|started|stopped|let|took|gave|went|talked)\b",
    r"^(?:how|what) about (?!(?:you|him|her|them|it|that|this|yourself)\b)\w+",
    r"^what would it be like to \w+",
    r"^don'?t (?:let|take|forget|worry|give|do|be|try|wait)\b(?!.*\?)",
    r"^let it go\b|^make sure\b",
)
_IMPERATIVE = re.compile(rf"^(?:just |simply )?{_DO} {_DO_SO}\b")
_JUST = re.compile(r"^(?:just|simply) (?!before|after|as|when|then|now|because|a\b|the\b)\w+")
_TOLD = any_of(r"^(?:tell (?:us|me)|say more|take us|walk us|go on|describe|give an example|look back)\b")


def advises(sentence: str) -> bool:
    if "?" not in sentence and not _TOLD.search(sentence) and (_IMPERATIVE.search(sentence) or _JUST.search(sentence)):
        return True
    return bool(_ADVICE.search(sentence))


# ── why ────────────────────────────────────────────────────────────────────────────────────────────
_WHY = any_of(
    r"^why(?!-)\b",
    r"\b(?:curious|don'?t understand|don'?t get|wonder|explain|tell (?:us|me)|say|do you know)\b.*\bwhy\b",
    rf"^(?!(?:{BEFORE} )?{QUESTION_WORD}\b).*\bwhy\?$",
)


def asks_why(sentence: str) -> bool:
    return bool(_WHY.search(sentence))


# ── closed, open, and what is left alone ───────────────────────────────────────────────────────────
_VERB = r"(?:is|are|was|were|am|do|does|did|have|has|had|can|could|would|will|should|must|may|might)(?:n'?t)?"
_THEY = r"(?:you|he|she|they|it|that|this|there|anyone|anybody|someone|somebody|the|your|his|her|their|a|an|any|\w+ie)"
_CLOSED = any_of(
    rf"^{_VERB} .+\?$",
    rf"^{_VERB} {_THEY}\b[^?.!]*$",
    rf",\s*(?:right|no|yes|{_VERB} (?:you|he|she|they|it))\?$",
)
_SAID_AS_A_QUESTION = re.compile(rf"^(?:you|he|she|they|it|that|this|there) \w+ (?!.*\b{QUESTION_WORD}\b).*\?$")
_OPEN = any_of(
    rf"^(?:{BEFORE} )?{QUESTION_WORD}\b",
    rf"[,;:]\s*(?:and |then )?(?:{BEFORE} )?{QUESTION_WORD}\b",
    rf"\b(?:curious|wonder)\b.*\b{QUESTION_WORD}\b",
)
_INVITES = any_of(
    r"^(?:can|could|would|will|may) (?:you|i)\b.*\b(?:tell us|tell me|describe|explain|example|take us|walk (?:me|us)|"
    r"say (?:more|how|something)|share|ask you|show us|be willing)\b",
    r"^(?:can|shall|could|may|should) we\b",
    r"^(?:is|was) that (?:about )?right\b",
    r"\b(?:understood correctly|get that right|got that right|am i right|hear you right|understand you)\b",
)


def is_open(sentence: str) -> bool:
    return bool(_OPEN.search(sentence))


def is_closed(sentence: str) -> bool:
    return bool(_CLOSED.search(sentence)) or bool(_SAID_AS_A_QUESTION.search(sentence))


def left_alone(sentence: str) -> bool:
    """Closed in form, and an invitation all the same: to tell, to say whether one understood, to go on."""
    return bool(_INVITES.search(sentence)) and "why" not in sentence.split()
