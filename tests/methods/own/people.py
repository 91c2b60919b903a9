"""Own methods to test with: of Noord, of its organisation, out or not; and what a page of the editor would post."""

from uuid import uuid4

from django.forms import Form
from django.urls import reverse

from methods import actions, draft
from methods.actions import load_methods
from methods.draft.shape import ORDER, TIMES
from methods.forms.facts import FactsForm
from methods.forms.own import TimesForm
from methods.forms.phase import PhaseForm
from methods.forms.words import WordsForm
from methods.models import Method
from tests.methods.facts import shipped

WHOLE = "u_method"  # one that is complete in every way the gate asks
HTMX = {"HX-Request": "true"}


def of_library(slug=WHOLE):
    load_methods([doc for doc in shipped() if doc.id == slug])
    return Method.objects.get(slug=slug)


def a_fork(by, *, slug=WHOLE, **home):
    return actions.fork(of_library(slug), by=by, once=uuid4(), home=home)


def out(method, by, **more):
    """Published as it stands."""
    return actions.publish(method, by=by, seen=fresh(method).draft.digest, **more)


def fresh(method):
    return Method.objects.select_related("draft", "group", "organisation").get(pk=method.pk)


def document(method):
    return fresh(method).draft.document


def at(name, method, *more):
    return reverse(name, args=[method.pk, *more])


# ── what a page would post ─────────────────────────────────────────────────────────────────────────
def posted(form: Form, **more):
    """Every field of the form as the page shows it, with these instead."""
    values = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, []):
            values[bound.html_name] = "on" if value is True else value
    return {name: value for name, value in {**values, **more}.items() if value is not None}


def words(method, **more):
    now = document(method)
    return posted(WordsForm(document=now), seen=draft.stamp(now, "words"), **more)


def facts(method, **more):
    now = document(method)
    return posted(FactsForm(document=now), seen=draft.stamp(now, "facts"), **more)


def phase(method, step, **more):
    now = document(method)
    return posted(PhaseForm(document=now, phase_id=step), seen=draft.stamp(now, f"phase:{step}"), **more)


def plan(method, **more):
    now = document(method)
    seen = {"seen": draft.stamp(now, TIMES), "order": draft.stamp(now, ORDER)}
    return posted(TimesForm(document=now), **seen, **more)


def steps(method):
    return [one["id"] for one in document(method)["phase"]]
