from django.apps import AppConfig


class CaseSessionsConfig(AppConfig):
    """Our own sessions: people around a case. Django's browser session has the label we therefore avoid."""

    name = "sessions"
    label = "case_sessions"
    default_auto_field = "django.db.models.BigAutoField"
