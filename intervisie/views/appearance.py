"""Light or dark, and which language: kept with the account, or in a cookie for who has none."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from groups.models import User
from intervisie.common.http import ours

YEAR = 365 * 24 * 3600
LANGUAGES = dict(settings.LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request):
    """Choose how the pages look and which language they speak."""
    if request.method != "POST":
        return render(request, "pages/appearance.html", {"themes": User.Theme.choices, "languages": settings.LANGUAGES})
    response = redirect("appearance")
    theme = request.POST.get("theme", "")
    language_code = _known(request.POST.get("language", ""))
    _keep_theme(request, response, theme if theme in User.Theme.values else "")
    _keep_language(request, response, language_code)
    with override(language_code):
        messages.success(request, _("Bewaard. Zo ziet het er voortaan uit."))
    return response


@require_POST
def language(request):
    """The one-press switch in the foot of the page: back to where one was, in the other language."""
    response = redirect(_back(request))
    _keep_language(request, response, _known(request.POST.get("language", "")))
    return response


def _known(code):
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def _back(request):
    """Where the form was, if that is a place of ours."""
    return ours(request, request.POST.get("next", "")) or reverse("landing")


def _keep_theme(request, response, theme):
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(theme=theme)
    else:
        _keep(request, response, settings.THEME_COOKIE_NAME, theme)


def _keep_language(request, response, code):
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=code)
    _keep(request, response, settings.LANGUAGE_COOKIE_NAME, code)


def _keep(request, response, name, value):
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
