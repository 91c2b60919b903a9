from django.apps import AppConfig


class IntervisieConfig(AppConfig):
    name = "intervisie"
    label = "intervisie"
    verbose_name = "Intervisie"

    def ready(self):
        from groups.actions.leaving import also_on  # noqa: PLC0415 (models are not loaded before this moment)
        from intervisie import actions  # noqa: PLC0415 (the same)

        also_on("leave")(actions.leave_sessions)
        also_on("archive")(actions.close_sessions)
