"""The sentences of the match. Each twice: to the case-giver, and about them to the group.

[[…]] marks the person's own answer. Words come in as %(name)s, %(minutes)s and so on.
"""

from typing import NamedTuple

from methods.codes import Fit, Focus, Veto
from methods.intake import Clarity


def _(message: str) -> str:
    """Marks a message for translation; it is translated when it is read."""
    return message


class Phrase(NamedTuple):
    """A few words that change with who is addressed."""

    own: str
    about: str


def _same(words: str) -> Phrase:
    return Phrase(words, words)


WANTS: dict[Fit, Phrase] = {
    Fit.PS: _same(_("tips en ideeën")),
    Fit.SR: Phrase(_("zicht op je aandeel"), _("zicht op het eigen aandeel")),
    Fit.REL: _same(_("de ander begrijpen")),
    Fit.STUCK: _same(_("weer beweging")),
    Fit.PAT: _same(_("het patroon zien")),
    Fit.DEC: _same(_("een besluit")),
    Fit.VAL: _same(_("weten wat juist is")),
    Fit.FUT: Phrase(_("een beeld van waar je heen wilt"), _("een beeld van waar het heen moet")),
    Fit.SUC: _same(_("snappen waarom het lukte")),
    Fit.FB: Phrase(_("feedback op jou"), _("feedback op zichzelf")),
    Fit.TEAM: _same(_("iets voor het team")),
}

PLACES: dict[Focus, Phrase] = {
    Focus.FACTS: _same(_("in de feiten")),
    Focus.BEHAVIOUR: Phrase(_("in wat je doet op het moment zelf"), _("in het handelen op het moment zelf")),
    Focus.THOUGHTS: Phrase(_("in je gedachten"), _("in gedachten")),
    Focus.FEELING: Phrase(_("in je gevoel"), _("in het gevoel")),
    Focus.RELATION: Phrase(_("tussen jou en een ander"), _("tussen twee mensen")),
    Focus.SYSTEM: _same(_("in de organisatie eromheen")),
    Focus.VALUES: Phrase(_("in wat je belangrijk vindt"), _("in wat iemand belangrijk vindt")),
    Focus.FUTURE: _same(_("in waar het heen moet")),
    Focus.MIRROR: Phrase(_("in hoe anderen je zien"), _("in hoe anderen iemand zien")),
}

SHARPNESS: dict[Clarity, Phrase] = {
    Clarity.TECHNICAL: _same(_("technisch")),
    Clarity.BOUNDED: _same(_("afgebakend")),
    Clarity.VAGUE: _same(_("nog vaag")),
    Clarity.NONE: _same(_("er nog niet")),
}

CURRENTS: dict[str, Phrase] = {
    "upper": Phrase(_("wat je doet"), _("het doen")),
    "under": Phrase(_("wat eronder zit"), _("wat eronder zit")),
}

VETOES: dict[Veto, Phrase] = {
    Veto.ROLE_PLAY: _same(_("een rollenspel")),
    Veto.DISCUSSED: Phrase(_("dat er over je gepraat wordt"), _("dat er over iemand gepraat wordt")),
    Veto.CONSTELLATION: _same(_("een opstelling")),
    Veto.DRAWING: _same(_("tekenen")),
}

# What a method asks of a group, and of who leads. A count of sessions says at most that the rules are known.
GROUPS: dict[int, Phrase] = {
    2: _same(_("een groep die een werkvorm al goed kent")),
    3: _same(_("een groep die van zichzelf zegt: we kennen en vertrouwen elkaar")),
    4: _same(_("een groep die van zichzelf zegt: we vertrouwen elkaar, en wie leidt is daarvoor opgeleid")),
}

LEADERS: dict[int, Phrase] = {
    2: _same(_("iemand die al eerder leidde, of een coach erbij")),
    3: _same(_("een coach die leidt")),
}

# code → (to the case-giver, about the case-giver)
MESSAGES: dict[str, tuple[str, str]] = {
    # why it fits
    "fit_strong": (
        _("Past omdat je dit zoekt: [[%(want)s]]. Daar is deze vorm voor gemaakt."),
        _("Past omdat %(name)s dit zoekt: [[%(want)s]]. Daar is deze vorm voor gemaakt."),
    ),
    "fit_usable": (
        _("Past omdat je dit zoekt: [[%(want)s]]. Daar kan deze vorm bij helpen."),
        _("Past omdat %(name)s dit zoekt: [[%(want)s]]. Daar kan deze vorm bij helpen."),
    ),
    "fit_also": (
        _("Past omdat je dit zoekt: [[%(want)s]], en ook [[%(also)s]]."),
        _("Past omdat %(name)s dit zoekt: [[%(want)s]], en ook [[%(also)s]]."),
    ),
    "also": (
        _("Past ook bij wat je er graag bij hebt: [[%(want)s]]."),
        _("Past ook bij wat %(name)s er graag bij heeft: [[%(want)s]]."),
    ),
    "again": (
        _("Past omdat je schreef dat het [[steeds weer]] gebeurt: deze vorm kijkt naar het patroon."),
        _("Past omdat %(name)s schreef dat het [[steeds weer]] gebeurt: deze vorm kijkt naar het patroon."),
    ),
    "focus": (
        _("Past omdat het vooral [[%(place)s]] zit."),
        _("Past omdat het volgens %(name)s vooral [[%(place)s]] zit."),
    ),
    "current": (
        _("Past omdat je vraag meer gaat over [[%(current)s]]."),
        _("Past omdat de vraag meer gaat over [[%(current)s]]."),
    ),
    "advice_yes": (
        _("Past omdat je [[graag]] advies wilt: dat krijg je hier meteen."),
        _("Past omdat %(name)s [[graag]] advies wil: dat komt hier meteen."),
    ),
    "advice_late": (
        _("Past omdat je [[graag]] advies wilt: dat komt hier, nadat je vraag helder is."),
        _("Past omdat %(name)s [[graag]] advies wil: dat komt hier, nadat de vraag helder is."),
    ),
    "advice_module": (
        _("Past omdat je [[graag]] advies wilt: jullie kiezen hier zelf een ronde die dat geeft."),
        _("Past omdat %(name)s [[graag]] advies wil: jullie kiezen hier zelf een ronde die dat geeft."),
    ),
    "advice_on_request": (
        _("Past omdat je [[graag]] advies wilt: hier krijg je het zodra je erom vraagt."),
        _("Past omdat %(name)s [[graag]] advies wil: hier komt het zodra daarom gevraagd wordt."),
    ),
    "no_advice": (
        _("Past omdat je [[liever geen]] advies wilt: deze vorm heeft er geen."),
        _("Past omdat %(name)s [[liever geen]] advies wil: deze vorm heeft er geen."),
    ),
    "no_advice_unasked": (
        _("Past omdat je [[liever geen]] advies wilt: hier komt het alleen als jij erom vraagt."),
        _("Past omdat %(name)s [[liever geen]] advies wil: hier komt het alleen op verzoek."),
    ),
    "vague": (
        _("Past omdat je vraag [[%(sharpness)s]] is: hier mag hij onderweg ontstaan."),
        _("Past omdat de vraag [[%(sharpness)s]] is: hier mag hij onderweg ontstaan."),
    ),
    "technical": (
        _("Past omdat je vraag [[technisch]] is: deze vorm blijft dicht bij wat er gebeurde."),
        _("Past omdat de vraag [[technisch]] is: deze vorm blijft dicht bij wat er gebeurde."),
    ),
    "tried": (
        _("Past omdat je al [[van alles]] geprobeerd hebt: hier gaat het niet om nog meer adviezen."),
        _("Past omdat %(name)s al [[van alles]] geprobeerd heeft: hier gaat het niet om nog meer adviezen."),
    ),
    "time": (
        _("Past in de tijd: %(minutes)s van je %(available)s minuten."),
        _("Past in de tijd: %(minutes)s van de %(available)s minuten."),
    ),
    "short": (_("Kort en overzichtelijk, fijn voor een groep die begint."),) * 2,
    "starter": (_("Een goede eerste werkvorm: iedereen heeft de regels zo door."),) * 2,
    # also true, and no reason
    "decision": (
        _("Er wacht een besluit op je, en deze vorm helpt kiezen."),
        _("Er wacht een besluit, en deze vorm helpt kiezen."),
    ),
    "fits_time": (_("Duurt %(minutes)s minuten, en zoveel tijd is er."),) * 2,
    "people": (_("Werkt met %(people)s mensen."),) * 2,
    "able": (_("Vraagt niet meer dan jullie als groep al kunnen."),) * 2,
    # what to watch for
    "nearest": (
        _("Let op: niet speciaal gemaakt voor wat je zoekt ([[%(want)s]]); dit komt het dichtst in de buurt."),
        _("Let op: niet speciaal gemaakt voor wat %(name)s zoekt ([[%(want)s]]); dit komt het dichtst in de buurt."),
    ),
    "coach_needed": (_("Let op: dit vraagt %(needs)s. Laat een coach het leiden."),) * 2,
    "advice_missing": (
        _("Let op: je wilt [[graag]] advies, en deze vorm geeft er geen."),
        _("Let op: %(name)s wil [[graag]] advies, en deze vorm geeft er geen."),
    ),
    "advice_comes": (
        _("Let op: je wilt [[liever geen]] advies, en hier hoort een adviesronde bij."),
        _("Let op: %(name)s wil [[liever geen]] advies, en hier hoort een adviesronde bij."),
    ),
    "tried_advice": (
        _("Let op: je hebt al [[van alles]] geprobeerd, en deze vorm loopt uit op adviezen."),
        _("Let op: %(name)s heeft al [[van alles]] geprobeerd, en deze vorm loopt uit op adviezen."),
    ),
    "recent": (_("Let op: onlangs ook gedaan. Iets anders houdt jullie scherp."),) * 2,
    "current_other": (
        _("Let op: je vraag gaat meer over [[%(current)s]], en daar gaat deze vorm minder op in."),
        _("Let op: de vraag gaat meer over [[%(current)s]], en daar gaat deze vorm minder op in."),
    ),
    "influence": (
        _("Let op: je hebt hier weinig invloed op. Zoek eerst samen wat hierin van jou is."),
        _("Let op: er is hier weinig invloed op. Zoek eerst samen wat van wie is."),
    ),
    "touching": (
        _("Let op: deze vorm kan raken. Je kunt altijd even stoppen."),
        _("Let op: deze vorm kan raken. Even stoppen kan altijd."),
    ),
    "tight": (
        _("Let op: kost %(minutes)s van je %(available)s minuten; weinig ruimte voor uitloop."),
        _("Let op: kost %(minutes)s van de %(available)s minuten; weinig ruimte voor uitloop."),
    ),
    "distance": (_("Let op: op afstand werkt dit minder goed dan in één ruimte."),) * 2,
    "when_not": (_("Let op: minder geschikt als %(when_not)s."),) * 2,
    # why not
    "too_long": (
        _("want dat kost %(minutes)s minuten en je hebt er %(available)s."),
        _("want dat kost %(minutes)s minuten en er zijn er %(available)s."),
    ),
    "too_few": (_("want daar zijn minstens %(least)s mensen voor nodig, en jullie zijn met %(people)s."),) * 2,
    "too_many": (_("want dat werkt tot %(most)s mensen, en jullie zijn met %(people)s."),) * 2,
    "no_time": (_("want dat kost %(minutes)s minuten, en daar is nu geen tijd meer voor."),) * 2,
    "maturity": (_("want dat vraagt %(needs)s."),) * 2,
    "facilitator": (_("want dat vraagt %(needs)s."),) * 2,
    "medium": (_("want dat werkt alleen in één ruimte."),) * 2,
    "everyone": (_("want die is er voor als iedereen een vraag inbrengt."),) * 2,
    "veto": (
        _("want je gaf aan dat je dit liever niet hebt: [[%(veto)s]]."),
        _("want dat is vandaag niet gewenst."),
    ),
    "load": (
        _("want je gaf aan dat dit je nu veel doet. Dan is iets rustigers beter."),
        _("want iets rustigers is nu beter."),
    ),
    "calm": (_("want iets rustigers is nu beter."),) * 2,
    "fit": (
        _("want die is niet gemaakt voor wat je zoekt: [[%(want)s]]."),
        _("want die is niet gemaakt voor wat %(name)s zoekt: [[%(want)s]]."),
    ),
}
