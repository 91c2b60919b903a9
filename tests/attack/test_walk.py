"""Members look at everything that is theirs to look at: what each of them finds, and what their looking leaves behind.

They look once; every test asks something else of it.
"""

import logging
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from intervisie.common.models import AuditEvent
from tests.attack.addresses import addresses, browser_of
from tests.attack.database import changed, prints
from tests.attack.traces import everything_in_valkey, everything_logged
from tests.attack.words import CONTENT, content_in, words_in

WHO = ("anna", "bas", "chris", "dana")


@pytest.fixture(scope="module")
def walk(world_of_this_module, django_db_blocker):
    world = world_of_this_module
    with django_db_blocker.unblock(), everything_logged() as lines:
        browsers = {who: browser_of(getattr(world, who)) for who in WHO}
        places = [place for place in addresses(world) if place.name != "account_logout"]
        before, traces = prints(), set(AuditEvent.objects.values_list("pk", flat=True))
        found, failed = _look_everywhere(browsers, places)
        cache.set("proof", f"{CONTENT}-bewijs")
        kept = [str(one.get_decoded()) for one in Session.objects.all()]
        verbs = set(AuditEvent.objects.exclude(pk__in=traces).values_list("verb", flat=True))
        return SimpleNamespace(
            verbs=verbs,
            found=found,
            failed=failed,
            changed=changed(before),
            lines=lines,
            sessions=kept,
            valkey=everything_in_valkey(),
        )


def _look_everywhere(browsers, places):
    found, failed, refuses = {who: set() for who in browsers}, [], set()
    for place in places:
        for who, browser in browsers.items():
            if place.name in refuses:
                break
            answer = browser.get(place.path)
            found[who] |= words_in(answer)
            if answer.status_code == 405:
                refuses.add(place.name)
            if answer.status_code >= 500:
                failed.append((who, place.path, answer.status_code))
    return found, failed


# ── what each of them finds ────────────────────────────────────────────────────────────────────────
INSIDE = {
    *("binnen-goal", "binnen-rhythm", "binnen-attendance", "binnen-confidentiality", "binnen-limits", "binnen-review"),
    *("binnen-plek", "binnen-link", "binnen-lobby", "binnen-nieuw", "binnen-vorm", "binnen-belofte"),
}
THE_GROUPS = {  # cases on the shelf or treated, what was shared, what lies open on the table, a released pulse
    *(f"kanarie-plank{text}" for text in ("question", "pitch", "story")),
    *(f"kanarie-oude{text}" for text in ("question", "pitch", "story", "kernvraag", "les")),
    *(f"kanarie-nieuwe{text}" for text in ("question", "pitch", "story", "kernvraag")),
    *(f"kanarie-nieuwe{card}" for card in ("eigen", "gedachte", "vraag")),
    *("kanarie-avond", "kanarie-zin"),
}
ONES_OWN = {  # on pages, or in the file with everything of one's own
    "anna": {"kanarie-fluister"},
    "bas": {
        *(f"kanarie-concept{text}" for text in ("question", "pitch", "story", "intake")),
        *("kanarie-oudeintake", "kanarie-oudestap", "kanarie-merkte"),
        *("kanarie-oudeeigen", "kanarie-oudegedachte", "kanarie-oudebordregel"),  # on the board that is his
        *("kanarie-nieuweintake", "kanarie-nieuwestap", "kanarie-nieuweles"),
    },
    "chris": {
        *("kanarie-oudenotitie", "kanarie-oudeopletten", "kanarie-oudekwamervan", "kanarie-antwoord"),
        *("kanarie-nieuwenotitie", "kanarie-nieuweopletten", "kanarie-nieuwekwamervan"),
        *("kanarie-nieuweadvies", "kanarie-nieuwecadeau"),
    },
    "dana": {"kanarie-plankintake", "kanarie-antwoordd"},
}


@pytest.mark.parametrize("who", WHO)
def test_a_member_finds_the_groups_words_and_their_own_and_no_other(walk, who):
    """Nobody else's draft, note, parked advice, gift, kept step or pulse; and of nobody what was let go of."""
    assert walk.found[who] == INSIDE | THE_GROUPS | ONES_OWN[who]


# ── what looking leaves behind ─────────────────────────────────────────────────────────────────────
def test_no_page_fails(walk):
    assert [one for one in walk.failed if one[1] != "/health/ready/"] == []


def test_looking_changes_nothing(walk):
    """Apart from what a browser is remembered by, and from the trace that somebody took their data along.

    (The first to look at a pulse may open it; here it is open.)
    """
    assert walk.changed == {"common_auditevent"}
    assert walk.verbs == {"person.export"}


def test_no_log_line_holds_a_word_however_much_it_is_asked_to_say(walk):
    """As production writes them, with every logger at DEBUG; and from INFO upwards whatever a record carries."""
    assert len(walk.lines) > 500
    for line in walk.lines:
        assert content_in(line.written) == set(), line.written
        assert line.level < logging.INFO or content_in(line.carried) == set(), line.written


def test_no_browser_session_holds_a_word(walk):
    assert len(walk.sessions) == len(WHO)
    assert content_in("\n".join(walk.sessions)) == set()


def test_neither_cache_nor_streams_hold_a_word(walk):
    assert content_in(str(walk.valkey)) == {f"{CONTENT}-bewijs"}
