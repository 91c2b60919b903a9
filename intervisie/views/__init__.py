"""The pages that look across apps, and those that belong to none."""

from .appearance import appearance, language
from .group import group, my_group
from .methods import try_method
from .own_data import erase_account, my_data, my_data_file
from .pages import accessibility, help_page, landing, privacy, security, security_txt, who_sees_what
from .today import home

__all__ = [
    "accessibility",
    "appearance",
    "erase_account",
    "group",
    "help_page",
    "home",
    "landing",
    "language",
    "my_data",
    "my_data_file",
    "my_group",
    "privacy",
    "security",
    "security_txt",
    "try_method",
    "who_sees_what",
]
