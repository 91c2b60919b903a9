"""`python3 -m intervisie.dev.keys [folder]`: what has to be secret and unguessable, each in a file. Made once.

Standard library only: it runs before anything is installed. What is there already stays as it is, whoever asks again.
The folder is its owner's alone; the files inside can be read by whoever they are given to (a container's own user).
"""

import base64
import os
import secrets
import sys
from pathlib import Path


def main(folder: str = "secrets") -> int:
    place = Path(folder)
    place.mkdir(mode=0o700, exist_ok=True)
    place.chmod(0o700)
    password = secrets.token_urlsafe(32)
    if not (place / "postgres_password").exists() and (place / "database_url").exists():
        password = ""  # a database of one's own
    wanted = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "postgres_password": password,
        "database_url": f"postgres://intervisie:{password}@postgres:5432/intervisie",
        "email_url": "",
    }
    made = [name for name, value in wanted.items() if write(place / name, value)]
    print("\n".join(f"{place / name}: {'made' if name in made else 'was there'}" for name in wanted))
    if not (place / "email_url").read_text().strip():
        print(f"Put the mail server into {place}/email_url: smtp+tls://user:password@host:587")
    return 0


def write(path: Path, value: str) -> bool:
    """True when it was made now."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(value + "\n" if value else "")
    if not value:
        path.chmod(0o644)  # to be filled in
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
