"""What a method's page shows that only sessions know."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from intervisie.common.http import page_or_part
from intervisie.dry_run import dry_run
from intervisie.dry_run.invented import QUESTION, STORY
from intervisie.used import used
from methods.doors import find_written


@require_safe
def try_method(request, slug):
    """Step through it alone, as who one likes to be. Open to everybody; the address holds where somebody is."""
    doc = find_written(request.user, slug).doc
    lang = (get_language() or "nl")[:2]
    run = dry_run(doc, lang, request.GET.get("als", ""), request.GET.get("stap", ""))
    seen = {"run": run, "screen": run.screen, "text": doc.text(lang), "story": STORY, "question": QUESTION}
    return page_or_part(request, "methods/try.html", "methods/_try.html", seen)


@require_safe
@login_required
def method_used(request, slug):
    """How often the reader's groups did this, and when last; a part of the method's page, or a page of its own."""
    doc = find_written(request.user, slug).doc
    text = doc.text((get_language() or "nl")[:2])
    seen = {"used": used(request.user, slug), "text": text, "doc": doc}
    return page_or_part(request, "methods/used.html", "methods/_used.html", seen)
