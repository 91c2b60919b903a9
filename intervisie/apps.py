from django.apps import AppConfig

from intervisie import celery  # noqa: F401 (the broker of every shared task, also in the web process)


class IntervisieConfig(AppConfig):
    name = "intervisie"
    label = "intervisie"
    verbose_name = "Intervisie"

    def ready(self):
        from groups.actions.leaving import also_on  # noqa: PLC0415 (models are not loaded before this moment)
        from intervisie import actions, checks, logs  # noqa: F401, PLC0415 (the same; checks register themselves)
        from intervisie.common.encryption import masters  # noqa: PLC0415

        masters()  # keys that cannot work are refused now, not by the first text that cannot be kept

        logs.install()
        also_on("leave")(actions.leave_sessions)
        also_on("archive")(actions.close_sessions)
        also_on("rezone")(actions.retime_sessions)
