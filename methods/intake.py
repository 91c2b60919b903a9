"""The closed answers of the case intake, with their words. The intake form and the recommender share them.

Values are the codes of the method format where there is one. Source: the ten questions of the field's own intake.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from methods.codes import Fit, Focus, Veto


class Want(TextChoices):
    """Q1, Q2: what do you want to have at the end?"""

    PS = Fit.PS.value, _("Tips en ideeën")
    SR = Fit.SR.value, _("Zicht op mijn aandeel")
    REL = Fit.REL.value, _("De ander begrijpen")
    STUCK = Fit.STUCK.value, _("Weer beweging")
    PAT = Fit.PAT.value, _("Het patroon zien")
    DEC = Fit.DEC.value, _("Een besluit")
    VAL = Fit.VAL.value, _("Weten wat juist is")
    FUT = Fit.FUT.value, _("Beeld van waar ik heen wil")
    SUC = Fit.SUC.value, _("Snappen waarom het lukte")
    FB = Fit.FB.value, _("Feedback op mij")
    TEAM = Fit.TEAM.value, _("Iets voor het team")


class Where(TextChoices):
    """Q3: where does it mainly sit?"""

    FACTS = Focus.FACTS.value, _("In de feiten")
    BEHAVIOUR = Focus.BEHAVIOUR.value, _("In wat ik doe op het moment zelf")
    THOUGHTS = Focus.THOUGHTS.value, _("In mijn gedachten")
    FEELING = Focus.FEELING.value, _("In mijn gevoel")
    RELATION = Focus.RELATION.value, _("Tussen mij en een ander")
    SYSTEM = Focus.SYSTEM.value, _("In de organisatie eromheen")
    VALUES = Focus.VALUES.value, _("In wat ik belangrijk vind")
    FUTURE = Focus.FUTURE.value, _("In waar het heen moet")
    MIRROR = Focus.MIRROR.value, _("In hoe anderen mij zien")


class Frequency(TextChoices):
    """Q5: how often does it happen?"""

    ONCE = "once", _("Eén keer")
    FEW = "few", _("Een paar keer")
    AGAIN = "again", _("Steeds weer")


class Clarity(TextChoices):
    """Q6: how sharp is your question?"""

    TECHNICAL = "technical", _("Technisch: er is een antwoord op")
    BOUNDED = "bounded", _("Afgebakend")
    VAGUE = "vague", _("Nog vaag")
    NONE = "none", _("Ik heb nog geen vraag")


class Tried(TextChoices):
    """Q7: what have you tried already?"""

    NOTHING = "nothing", _("Nog niets")
    SOME = "some", _("Iets")
    EVERYTHING = "everything", _("Van alles")


class AdviceWish(TextChoices):
    """Q9: would you like advice?"""

    WANT = "want", _("Graag")
    NO = "no", _("Liever niet")
    EITHER = "either", _("Maakt niet uit")


class RatherNot(TextChoices):
    """Q9: what would you rather not have today? For the case-giver alone."""

    ROLE_PLAY = Veto.ROLE_PLAY.value, _("Een rollenspel")
    DISCUSSED = Veto.DISCUSSED.value, _("Dat er over mij gepraat wordt")
    CONSTELLATION = Veto.CONSTELLATION.value, _("Een opstelling")
    DRAWING = Veto.DRAWING.value, _("Tekenen")
