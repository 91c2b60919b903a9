"""On paper: PDFs that a screen reader can read, the same each time, with nothing of a document carried out as code."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import translation

from methods import papers
from methods.actions import load_methods
from methods.models import Method
from methods.papers import feet, pack, sheets
from tests.methods.facts import first_six, shipped


def docs():
    return {doc.id: doc for doc in shipped()}


def made(doc, kind, language="nl", people=6, origins=()):
    with translation.override(language):
        return papers._fresh(doc, kind, language, people, feet.foot(doc, origins))


def pages(pdf):
    return int(re.search(rb"/Type/Pages/Count (\d+)", pdf)[1])


TITLED = re.compile(rb"/S/H\d/P \d+ 0 R/T(?:<([0-9A-F]+)>|\(((?:\\.|[^\\])*?)\))/K", re.S)


def headings(pdf):
    """What a screen reader can jump to, in order of the page."""
    return [_text(*found) for found in TITLED.findall(pdf)]


def _text(coded, plain):
    if coded:
        return bytes.fromhex(coded.decode()).decode("utf-16")
    return re.sub(r"\\(.)", r"\1", plain.decode("latin-1"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", papers.KINDS)
def test_tagged_with_title_and_language_and_the_same_each_time(kind, language):
    doc = docs()["gedachtenwolk"]
    pdf = made(doc, kind, language)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo<</Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert f"/Lang({language}".encode() in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<dc:title>" in pdf
    assert doc.text(language).name.encode() in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert made(doc, kind, language) == pdf
    assert b"CreationDate" not in pdf


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_the_sheet_of_the_leader_is_one_page_with_every_step(doc, language):
    pdf = made(doc, "begeleider", language, doc.size[1])
    assert pages(pdf) == 1
    told = headings(pdf)
    with translation.override(language):
        lists = [one["title"] for one in sheets.leader(doc, 6)["careful"]]
    assert told[: 1 + len(lists)] == [doc.text(language).name, *lists]
    titles = [phase.text(language).title for phase in doc.phases]
    assert [re.sub(r"^\d+\. | \([^()]+\)$", "", one) for one in told[1 + len(lists) :]] == [
        re.sub(r" \([^()]+\)$", "", title) for title in titles
    ]


def test_a_card_for_every_role():
    doc = docs()["six_hats"]
    roles = sheets.roles(doc, 6)["roles"]
    assert [one["role"] for one in roles] == ["Inbrenger", "Deelnemer", "Begeleider", "Observator", "Schrijver"]
    assert pages(made(doc, "rollen")) == len(roles)


def test_each_role_reads_what_is_theirs():
    doc = docs()["gedachtenwolk"]
    own, peer, leader, *_rest = sheets.roles(doc, 6)["roles"]
    assert own["lines"][2]["told"].startswith("Schrijf alles op")
    assert peer["lines"][2]["told"].startswith("Schrijf twee tot vier")
    assert leader["lines"][2]["told"].startswith("‘Nu is het stil.")


@pytest.mark.parametrize(("language", "words"), [("nl", "Zijn de vragen open"), ("en", "Are the questions open")])
def test_an_observer_has_a_card_about_the_group_and_not_about_the_case(language, words):
    doc = docs()["gedachtenwolk"]
    with translation.override(language):
        own = next(one for one in sheets.roles(doc, 6)["roles"] if "watches" in one)
    assert any(words in line for line in own["watches"])
    assert not own["lines"]
    assert len(own["after"]) == 3
    told = headings(made(doc, "rollen", language))
    at = told.index(own["role"])
    assert told[at + 1 : at + 3] == [own["watch_title"], own["after_title"]]


@pytest.mark.parametrize(
    ("language", "never", "before"), [("nl", "Niet doen als", "Vooraf"), ("en", "Do not do it when", "Beforehand")]
)
def test_what_speaks_against_it_is_never_read_as_what_has_to_be_so(language, never, before):
    doc = next(doc for doc in shipped() if doc.text("nl").contra and doc.text("nl").preparation)
    with translation.override(language):
        lists = sheets.leader(doc, 6)["careful"]
    text = doc.text(language)
    assert [(one["title"], one["lines"]) for one in lists] == [
        (never, list(text.contra)),
        (before, list(text.preparation)),
    ]
    assert headings(made(doc, "begeleider", language))[1:3] == [never, before]  # and the lines stand in their list
    bare = replace(doc, texts={lang: replace(one, contra=()) for lang, one in doc.texts.items()})
    assert [one["title"] for one in sheets.leader(bare, 6)["careful"]] == ["Vooraf"]


def test_where_the_method_says_nothing_to_a_turned_case_giver_the_rule_does():
    doc = docs()["gossip"]
    turned = next(nr for nr, phase in enumerate(doc.phases) if phase.turned)
    phases = list(doc.phases)
    texts = {lang: replace(text, own_line="") for lang, text in phases[turned].texts.items()}
    phases[turned] = replace(phases[turned], texts=texts)
    own = sheets.roles(replace(doc, phases=tuple(phases)), 6)["roles"][0]
    assert "listen" in own["lines"][turned]["told"] or "luistert" in own["lines"][turned]["told"]


def test_a_pack_has_a_sheet_for_each_step_and_enough_cards():
    doc = docs()["gedachtenwolk"]
    given = pack.pack(doc, 6)
    assert [step["nr"] for step in given["steps"]] == list(range(1, 9))
    needed = {card["title"]: card["needed"] for card in given["cards"]}
    assert needed["Vullen in stilte"] == 16  # four who take part, four thoughts each
    assert needed["Vullen in stilte, inbrenger"] == 12
    assert pages(made(doc, "pakket")) == 1 + 4 + len(given["cards"])


def without_paper(doc):
    phases = (
        replace(phase, texts={lang: replace(text, paper="") for lang, text in phase.texts.items()})
        for phase in doc.phases
    )
    return replace(doc, phases=tuple(phases))


def test_what_the_server_would_do_is_said_where_the_method_does_not():
    doc = without_paper(docs()["gedachtenwolk"])
    told = {step["nr"]: " ".join(step["paper"]) for step in pack.pack(doc, 6)["steps"]}
    assert "met de tekst naar beneden, tot ‘Onthullen en kiezen’" in told[3]
    assert "Zet er geen naam op" in told[3]
    assert "Draai alle kaarten tegelijk om" in told[4]
    assert "van mij, misschien, niet van mij" in told[4]
    assert "De kaarten blijven dicht tot de inbrenger ze wil zien" in told[7]


@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_nobody_is_named_and_every_text_is_there(doc):
    for language in ("nl", "en"):
        for build in (sheets.leader, sheets.roles, pack.pack):
            assert "{name}" not in str(build(doc, doc.size[1])), language


NASTY = '#panic("x") $1/0$ *b* `c` <a> \\ "q" @ref // é 漢字'


@pytest.mark.parametrize("kind", papers.KINDS)
def test_what_a_document_says_is_printed_never_done(kind):
    doc = docs()["circle"]
    texts = {lang: replace(text, name=NASTY, credit=NASTY, roles=(NASTY,)) for lang, text in doc.texts.items()}
    phases = [
        replace(
            phase, texts={lang: replace(text, title=NASTY, say=NASTY, line=NASTY) for lang, text in phase.texts.items()}
        )
        for phase in doc.phases
    ]
    pdf = made(replace(doc, texts=texts, phases=tuple(phases)), kind)
    assert any(NASTY[:20] in one for one in headings(pdf))


# ── whose idea it is ───────────────────────────────────────────────────────────────────────────────
def origin(credit, **more):
    return {"kind": "library", "slug": "x", "rights": "EUPL-1.2", "nl": {"name": "X", "credit": credit}, **more}


def test_a_credit_that_was_emptied_still_stands_at_the_foot():
    doc = docs()["circle"]
    origins = [origin("Bewerkt door Vera"), origin("Naar Ofman.", licences={"license": "CC BY"}, rights="CC BY")]
    foot = feet.foot(doc, origins)
    assert (
        foot.index("Naar Ofman.") < foot.index("Rechten van ‘X’: CC BY; license: CC BY.") < foot.index("Bewerkt door")
    )
    assert foot.endswith(f"Versie {doc.version}. Intervisie")
    assert feet.foot(doc, [origin("Naar Ofman.")] * 9).count("Ofman") == 1


def test_what_is_too_much_for_a_foot_is_said_to_be_elsewhere_and_the_oldest_stays():
    foot = feet.foot(docs()["circle"], [origin(f"{nr} " + "woord " * 40) for nr in range(9)] + [origin("Naar Ofman.")])
    assert "Naar Ofman." in foot
    assert "Meer over de herkomst" in foot
    assert len(foot) < 1200
    long = feet.foot(docs()["circle"], [origin("Naar Ofman, " + "woord " * 400)])
    assert "Naar Ofman, woord" in long
    assert "Meer over de herkomst" in long


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_long_foot_leaves_the_paper_whole(kind):
    doc = docs()["gedachtenwolk"]
    long = [origin("Naar iemand met een heel lange naam. " * 6), origin("Naar Ofman. " * 40)]
    assert pages(made(doc, kind, origins=long)) == pages(made(doc, kind))


def test_a_method_with_very_much_to_say_still_gives_its_papers():
    doc = docs()["troika"]
    long = " ".join(["Een heel lange zin die maar doorgaat."] * 15)
    phases = [
        replace(
            phase, texts={lang: replace(text, say=long, line=long, paper=long) for lang, text in phase.texts.items()}
        )
        for phase in doc.phases
    ]
    for kind in papers.KINDS:
        assert made(replace(doc, phases=tuple(phases)), kind)


# ── the address ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def library(db):
    load_methods(first_six())


def paper(client, slug="gedachtenwolk", kind="begeleider", **query):
    return client.get(f"/werkvormen/{slug}/papier/{kind}.pdf", query)


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_visitor_may_print(client, library, kind):
    response = paper(client, kind=kind, mensen="8")
    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="gedachtenwolk-\w+-nl\.pdf"', response["Content-Disposition"])
    assert response.content == paper(client, kind=kind, mensen="8").content


def test_in_the_readers_language(client, library):
    address = reverse("method_paper", args=["gedachtenwolk", "begeleider"])
    response = client.get(address, headers={"Accept-Language": "en"})
    assert "thought-cloud-leader-en.pdf" in response["Content-Disposition"]
    assert b"Thought cloud" in response.content


@pytest.mark.parametrize(("slug", "kind"), [("nothing", "begeleider"), ("gossip", "iets"), ("gossip", "x" * 200)])
def test_what_is_not_there(client, library, slug, kind):
    assert paper(client, slug, kind).status_code == 404


@pytest.mark.parametrize("people", ["", "0", "99", "-1", "zes", "9" * 400])
def test_a_number_that_cannot_be_is_brought_within(client, library, people):
    assert paper(client, mensen=people).status_code == 200


def test_a_draft_is_nobodys_yet(client, library):
    Method.objects.filter(slug="gossip").update(published_at=None)
    assert paper(client, "gossip").status_code == 404


def test_only_to_be_read(client, library):
    assert client.post(reverse("method_paper", args=["gossip", "rollen"])).status_code == 405


def test_one_query(client, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        paper(client, kind="rollen")
