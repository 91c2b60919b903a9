"""The case of the trial and what people might write in it. Invented. Data, no logic."""

from django.utils.translation import gettext_lazy as _

from methods.codes import Kind

NAME = "Mila"
PEERS = ("Sem", "Ilse")
STORY = _(
    "Mila werkt in een woongroep. In het overleg stelt ze voor de derde keer voor om de avonddienst anders te verdelen."
    " Het blijft even stil. Iemand zegt: ‘Goed punt, voor later.’ Dan gaat het over iets anders. Mila zegt niets meer. "
    "’s Nachts ligt ze er wakker van."
)
QUESTION = _("Hoe kan ik blijven staan voor wat ik belangrijk vind, ook als het stil blijft?")

# Of each kind what somebody might lay on the table.
WRITTEN: dict[Kind, tuple] = {
    Kind.QUESTION: (_("Wat deed jij toen het stil bleef?"), _("Wat hoop je dat ze van je weten?")),
    Kind.ANSWER: (_("Ik keek naar mijn papieren."),),
    Kind.ADVICE: (_("Ik zou vooraf één collega om steun vragen."), _("Ik zou vragen wanneer later is.")),
    Kind.HYPOTHESIS: (
        _("Zou het kunnen dat de stilte nadenken was?"),
        _("Zou het kunnen dat je zelf ook twijfelt?"),
    ),
    Kind.ASSOCIATION: (_("Een deur die op een kier blijft staan."), _("Wind tegen.")),
    Kind.POSITION: (_("Ik zou het niet loslaten zonder datum, want later wordt vaak nooit."),),
    Kind.FORMULATION: (
        _("Hoe blijf ik staan als het stil wordt?"),
        _("Hoe krijg ik antwoord in plaats van stilte?"),
    ),
    Kind.THOUGHT: (_("Ze vinden me een zeur."), _("Als ik nu aandring, ben ik lastig.")),
    Kind.HELPING_THOUGHT: (_("Stilte is nog geen nee."), _("Ik mag het nog een keer vragen.")),
    Kind.IMAGE: (_("Ik zit rechtop en laat de stilte duren."),),
    Kind.WISH: (_("Dat je ziet dat er iemand knikt."), _("Dat je na afloop gewoon goed slaapt.")),
    Kind.SIGN: (_("Je hebt het drie keer durven zeggen."),),
    Kind.APPRECIATION: (_("Je houdt vol zonder iemand aan te vallen."), _("Je denkt aan wie de avond doet.")),
    Kind.EXPERIENCE: (
        _("Ik ken dit. Ik ga dan harder praten."),
        _("Bij mij hielp het om het op te schrijven."),
    ),
    Kind.OUTCOME: (_("Een week later kwam een collega er zelf op terug."),),
    Kind.LESSON: (_("Een voorstel heeft aan het eind een vraag nodig."),),
    Kind.TAKEAWAY: (_("Dat stilte niet altijd nee is."), _("Ik ga zelf vaker knikken.")),
    Kind.STEP: (_("Als het weer stil blijft, dan vraag ik wie er iets over wil zeggen."),),
    Kind.OBSERVATION: (_("Ik let op hoelang een stilte echt duurt."),),
    Kind.FEEDBACK: (_("Dat iedereen op zijn beurt wachtte, hielp mij."),),
    Kind.WORD: (_("Lucht."), _("Nog even wennen.")),
    Kind.PITCH: (_("Mijn voorstel verdwijnt steeds naar later."),),
    Kind.NOTE: (_("Onthouden: na mijn zin drie tellen wachten."),),
}
