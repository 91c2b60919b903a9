"""Every method of the library, played from its choice to the closing: each phase does on all screens what it says.
(The gedachtenwolk is played in test_whole_session.py, from the lobby to the pulse; gossiping in test_gossip.py.)

Three screens as in the whole session; Dana (and Joke, where a method wants five) are there without one. What is
written in silence is on no other screen; what is offered opens when the case-giver wants it; a round ends with the
last voice. axe looks at every page of every step, and no console may complain.
"""

import pytest
from playwright.sync_api import expect

from groups.models import Membership, User
from methods.actions import load_methods
from sessions.actions import choosing
from sessions.models import CaseSession, Step
from tests.cast import belongs, person
from tests.journeys.screens import Table, press_on
from tests.methods.facts import first_six
from tests.sessions.table import a_case, a_session, begin, go_to

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Hoe kan ik in de groep blijven als het stil valt?"
ADVICE = "Ik zou tien tellen wachten."


@pytest.fixture
def table(group, anna, bas, chris, dana, open_page, check_axe):
    """At the choice of the method."""
    load_methods(first_six())
    joke = person("joke", "Joke Bakker")
    User.objects.bulk_create([joke])
    Membership.objects.bulk_create([belongs(group, joke)])
    session = begin(a_session(group, leads=anna, host=chris, minutes=150), anna, bas, chris, dana, joke)
    session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
    case = a_case(bas, group, question=QUESTION, pitch="Als het stil valt, vul ik het op.")
    choosing.choose_case(session, by=anna, case_id=case.pk)
    go_to(session, anna, kind=Step.Kind.METHOD_CHOICE)
    return Table(session, open_page, check_axe, anna, bas, chris)


def incident(table):
    table.on("Incident kiezen")
    table.round()
    table.on("Tot het moment van handelen")
    table.on("Vragen noteren")
    table.in_silence(table.member, "Wie zat er naast je?")
    table.on("Informatieronde")
    table.seen("Wie zat er naast je?")
    table.write(table.member, "Hoe laat was het?")
    table.park(table.member, ADVICE)
    table.look()
    table.on("Wat is hier de kern?", own="Je luistert.")
    listen(table, "Zou het kunnen dat stilte voor jou gevaar betekent?")
    table.on("Standpunt opschrijven")
    table.in_silence(table.member, "Ik zou blijven zitten en kijken wie er ademt.")
    table.on("Standpuntenronde", own="Je luistert.")
    table.round()
    table.seen("Ik zou blijven zitten en kijken wie er ademt.", by=[table.member, table.leader])
    table.member.get_by_role("button", name="Leg nu op tafel").click()
    table.seen(ADVICE, by=[table.leader])
    table.look()
    table.on("Afloop en keuze")
    table.write(table.giver, "Ik stond op en deed het raam open.")
    table.rate("Ik zou blijven zitten en kijken wie er ademt.", "keep")
    table.rate(ADVICE, "let_go")
    table.look()
    table.on("Algemene les")
    table.write(table.member, "Wie zwijgt, denkt vaak na.")
    table.seen("Wie zwijgt, denkt vaak na.")
    table.look()
    table.on("Evaluatie")
    table.round()


def listen(table, text):
    """The chair is turned: on the page of who listens stands nothing of what the others write."""
    table.write(table.member, text)
    table.seen(text, by=[table.leader])
    table.unseen(text, by=[table.giver])
    note(table.giver, "dat woord, gevaar")
    table.look()


def note(screen, text):
    screen.locator("#note-text").fill(text)
    screen.get_by_role("button", name="Raakt me").click()
    expect(screen.locator("#notes li")).to_contain_text(text)


def five_step(table):
    table.on("De vraag")
    table.on("Verkennen")
    table.write(table.member, "Wat gebeurt er in je lijf als het stil valt?")
    table.park(table.member, ADVICE)
    table.round()
    table.look()
    table.on("De kern")
    table.in_silence(table.member, "Volgens mij gaat het om vertrouwen.")
    expect(table.giver.get_by_text("zodra je zelf iets hebt neergelegd")).to_be_visible()
    table.write(table.giver, "Hoe kan ik de stilte laten duren?")
    table.open_gifts()
    table.seen("Volgens mij gaat het om vertrouwen.")
    table.look()
    table.on("Adviesronde")
    table.member.get_by_role("button", name="Leg nu op tafel").click()
    table.seen(ADVICE)
    table.write(table.member, "Ik zou vooraf zeggen dat ik stil ga zijn.")
    table.round()
    table.look()
    table.on("Keuze en eerste stap")
    table.rate(ADVICE, "keep")
    table.write(table.giver, "Als ik merk dat ik invul, tel ik tot tien.")
    table.seen("Als ik merk dat ik invul, tel ik tot tien.")
    table.write(table.member, "Stilte is ook een antwoord.")
    table.unseen("Stilte is ook een antwoord.", by=[table.leader, table.giver])
    table.round()
    table.seen("Stilte is ook een antwoord.")
    table.look()


def ten_step(table):
    table.on("Situatie schetsen")
    table.on("Vragen schrijven")
    table.in_silence(table.member, "Wat hoor je in de stilte?")
    table.in_silence(table.member, "Van wie heb je dit geleerd?")
    table.on("Warm, neutraal, koud")
    table.seen("Wat hoor je in de stilte?", "Van wie heb je dit geleerd?")
    table.rate("Wat hoor je in de stilte?", "warm")
    table.rate("Van wie heb je dit geleerd?", "cold")
    table.look()
    table.on("Vragen beantwoorden")
    table.on("Laatste vragenronde")
    table.write(table.member, "Wat zou er gebeuren als je niets zei?")
    table.park(table.member, ADVICE)
    table.round()
    table.on("In jouw schoenen")
    table.in_silence(table.member, "Ik ben Bas, en mijn probleem is dat ik alles wil dragen.")
    table.on("In eigen woorden")
    table.seen("Ik ben Bas, en mijn probleem is dat ik alles wil dragen.")
    table.rate("Ik ben Bas, en mijn probleem is dat ik alles wil dragen.", "warm")
    table.write(table.giver, "Mijn probleem is dat ik niemand laat zoeken.")
    table.look()
    table.on("Rekening opmaken")
    table.write(table.giver, "Het levert me rust op. Het kost me de anderen.")
    table.look()
    table.on("Krachten en tips")
    table.write(table.member, "Je ziet iedereen.", kind="appreciation")
    table.member.get_by_role("button", name="Leg nu op tafel").click()
    table.seen("Je ziet iedereen.", ADVICE)
    table.round()
    table.look()
    table.on("Voornemen")
    table.write(table.giver, "Ik neem me voor één vergadering niets te redden.")
    table.write(table.member, "Ik red zelf ook veel.")
    table.look()


def streefbeeld(table):
    table.on("Van vraag naar ‘Hoe kan ik’")
    table.write(table.giver, "Hoe kan ik rustig zitten als niemand iets zegt?")
    table.on("Het beeld schrijven")
    table.in_silence(table.member, "Ik gun je dat iemand anders begint.")
    lines = ("Joke die naar buiten kijkt.", "een wandklok die tikt", "niets, mijn handen liggen stil")
    for number, line in enumerate(lines, 1):
        table.giver.locator(f"#stem-{number}").fill(line)
        table.giver.locator(f"form:has(#stem-{number}) button.btn-outline").first.click()
        expect(table.giver.get_by_text(line).first).to_be_visible()
        table.unseen(line, by=[table.leader, table.member])
    table.look()
    table.on("Het beeld scherper")
    table.write(table.member, "Wat zie je dan aan Joke?")
    table.write(table.giver, "Ze glimlacht.")
    table.round()
    table.look()
    table.on("Aangereikte beelden")
    table.unseen("Ik gun je dat iemand anders begint.", by=[table.giver, table.leader])
    table.open_gifts()
    table.seen("Ik gun je dat iemand anders begint.")
    table.rate("Ik gun je dat iemand anders begint.", "keep")
    table.look()
    table.on("Schaal")
    score(table, 4)
    table.write(table.giver, "Vorige week zweeg ik al eens.")
    table.look()
    table.on("Wat is er al?")
    table.write(table.member, "Je merkt altijd wie er niet meedoet.")
    table.round()
    table.look()
    table.on("Eén hoger")
    table.in_silence(table.member, "Ik zou mijn voeten op de grond zetten.")
    table.giver.locator("#stem-1").fill("Ik adem uit voor ik iets zeg.")
    table.giver.locator("form:has(#stem-1) button.btn-outline").first.click()
    expect(table.giver.get_by_text("Ik adem uit voor ik iets zeg.").first).to_be_visible()
    table.open_gifts()
    table.seen("Ik zou mijn voeten op de grond zetten.")
    table.rate("Ik zou mijn voeten op de grond zetten.", "keep")
    table.look()
    table.on("Eerste stap")
    score(table, 7)
    table.write(table.giver, "Dinsdag zet ik mijn voeten plat en tel ik tot vijf.")
    table.look()
    table.on("Eén woord")
    table.write(table.member, "Ik ga ook eens tellen.")
    table.round()
    table.look()


def score(table, number):
    """Seen by the owner alone, until shared."""
    table.giver.locator("label", has=table.giver.locator(f"#score-{number}")).click()
    share = table.giver.get_by_role("button", name="Laat de groep zien")
    expect(share).to_be_visible()
    table.unseen(f"Bas geeft een {number}.", by=[table.leader, table.member])
    table.look()
    share.click()
    expect(table.member.get_by_text(f"Bas geeft een {number}.")).to_be_visible()


PLAYS = {
    "incident": (incident, "Incident kiezen"),
    "five_step": (five_step, "De vraag"),
    "ten_step": (ten_step, "Situatie schetsen"),
    "streefbeeld": (streefbeeld, "Van vraag naar ‘Hoe kan ik’"),
}


@pytest.mark.parametrize("method", PLAYS)
def test_from_the_choice_of_the_method_to_the_closing(table, method):
    play, first = PLAYS[method]
    table.come_in()
    table.arrive("De werkvorm")
    choose(table, method, first)
    play(table)
    harvest(table)
    close(table)


def choose(table, method, first):
    table.look()
    other = table.giver.locator("#any-method")
    other.select_option(method)
    table.giver.get_by_role("button", name="Kies deze").click()
    expect(table.leader.locator("#advance")).to_contain_text(first)


def harvest(table):
    press_on(table.leader)
    expect(table.giver.locator("#take-text")).to_be_visible()
    table.giver.locator("#take-text").fill("Stilte is niet leeg.")
    table.giver.locator("#take-form").get_by_role("button", name="Bewaar voor mij").click()
    expect(table.giver.get_by_text("Stilte is niet leeg.").first).to_be_visible()
    table.member.locator("#take-text").fill("Ik tel mee.")
    table.member.locator("#take-form").get_by_role("button", name="Bewaar en deel").click()
    table.seen("Ik tel mee.")
    table.unseen("Stilte is niet leeg.", by=[table.leader, table.member])
    table.look()


def close(table):
    table.on("Hoe ging het")
    table.write(table.member, "Het hielp me dat Anna de stilte liet.")
    table.round()
    table.seen("Het hielp me dat Anna de stilte liet.")
    table.look()
    table.on("Afsluiten")
    table.leader.get_by_role("button", name="Leg vast").click()
    expect(table.leader.get_by_text("Tot de volgende keer")).to_be_visible()
    table.leader.get_by_role("button", name="Sluit de bijeenkomst").click()
    table.leader.get_by_role("button", name="Ja, we zijn klaar").click()
    table.arrive("Klaar. Dank je wel.")
    table.look()
    assert CaseSession.objects.get(pk=table.session.pk).state == CaseSession.State.CLOSED
