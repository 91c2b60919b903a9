from django.apps import AppConfig


class IntervisieConfig(AppConfig):
    name = "intervisie"
    label = "intervisie"
    verbose_name = "Intervisie"
