"""Named refusals. An action raises one, `http.RefusalMiddleware` turns it into an answer in words.

The message is for the person who acted: translated, complete, and free of what anybody wrote.
"""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """This cannot be done as asked. `message` says why, in words for the person who asked."""

    status = 400
    default = _("Dat ging zo niet. Er is niets veranderd.")

    def __init__(self, message="") -> None:
        self.message = message or self.default
        super().__init__()  # no arguments: a message never reaches a log through a traceback

    def __str__(self) -> str:
        return str(self.message)


class NotYours(Refusal):
    """The right person for this is somebody else."""

    status = 403
    default = _("Dit kan alleen iemand anders doen.")


class NotNow(Refusal):
    """The wrong moment, or a press on a page that has moved on since."""

    status = 409
    default = _("Dit kan nu niet meer. Intussen is er iets veranderd.")


class TooMany(Refusal):
    """Too often in too short a time; `retry_after` in seconds."""

    status = 429
    default = _("Dat waren veel pogingen achter elkaar. Wacht even en probeer het dan opnieuw.")

    def __init__(self, message="", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def refuse(form, refused: Refusal, field: str | None = None, **seen) -> None:
    """Say above the form, or at a field of it, why it was refused. The page is then drawn with everything typed, under
    `status_of(form)`. `seen` are hidden fields that say what the page showed, as it is now: sent again, it is meant.
    """
    form.add_error(field, str(refused.message))
    form.refused = refused
    if seen:
        form.data = form.data.copy()
        for name, value in seen.items():
            form.data[name] = str(value)


def status_of(form) -> int:
    """Of a page with this form: 200 as long as nothing was sent, 422 for what does not fit, and 403 or 409 when it was
    refused although it did.
    """
    refused = getattr(form, "refused", None)
    if refused is not None:
        return refused.status if refused.status != Refusal.status else 422
    return 422 if form.is_bound and form.errors else 200
