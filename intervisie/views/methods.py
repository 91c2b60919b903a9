"""What stands beside a method because several apps know a part of it."""

from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from intervisie.common.http import page_or_part
from intervisie.dry_run import dry_run
from intervisie.dry_run.invented import QUESTION, STORY
from methods.doors import find_written


@require_safe
def try_method(request, slug):
    """Step through it alone, as who one likes to be. Open to everybody; the address holds where somebody is."""
    doc = find_written(request.user, slug).doc
    lang = (get_language() or "nl")[:2]
    run = dry_run(doc, lang, request.GET.get("als", ""), request.GET.get("stap", ""))
    seen = {"run": run, "screen": run.screen, "text": doc.text(lang), "story": STORY, "question": QUESTION}
    return page_or_part(request, "methods/try.html", "methods/_try.html", seen)
