"""Which mails somebody wants: a page of one's own, and a link that works without logging in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groups.models import User
from groups.tokens import read_unsubscribe_token
from intervisie.common.delivery import TOPICS, choose_topics, resume_topic, stop_topic, unwanted_by
from intervisie.common.http import client_address, limit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request):
    """One tick per topic. What always goes is named too."""
    if request.method == "POST":
        choose_topics(request.user, set(request.POST.getlist("wanted")))
        messages.success(request, _("Bewaard. Zo mailen we je voortaan."))
        return redirect("mail_choices")
    off = unwanted_by(request.user)
    topics = [(topic, topic.name not in off) for topic in TOPICS.values()]
    return render(request, "groups/mail.html", {"topics": topics})


@csrf_exempt  # the link is the key: mail programs press it for their owner, without cookie and form (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """A GET changes nothing, because programs follow links; a POST stops the topic, or takes that back."""
    limit(f"unsubscribe:{client_address(request)}", per_minute=60)
    user, topic = _meant(token)
    if user is None:
        return render(request, "groups/unsubscribe_lost.html", status=404)
    again = "again" in request.POST
    if request.method == "POST":
        (resume_topic if again else stop_topic)(user.pk, topic.name)
    context = {"topic": topic, "token": token, "stopped": request.method == "POST" and not again, "again": again}
    with override(user.language):
        return render(request, "groups/unsubscribe.html", context)


def _meant(token):
    """Who and what a link speaks of; (None, None) for anything else."""
    user_id, name = read_unsubscribe_token(token) or (None, "")
    user = User.objects.filter(pk=user_id, is_active=True).first() if name in TOPICS else None
    return (user, TOPICS[name]) if user else (None, None)
