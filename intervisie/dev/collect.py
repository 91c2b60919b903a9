"""Runs in a process of its own: copies the assembled files to hashed names and compresses them.

Django's `collectstatic` wants every app loaded; this needs only the settings, so it works while a model is half
written.
"""

from django.contrib.staticfiles.management.commands.collectstatic import Command

if __name__ == "__main__":
    command = Command()
    command.set_options(
        interactive=False,
        verbosity=0,
        link=False,
        clear=False,
        dry_run=False,
        ignore_patterns=[],
        use_default_ignore_patterns=False,
        post_process=True,
    )
    command.collect()
