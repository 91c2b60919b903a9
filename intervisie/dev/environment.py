"""The environment in which the application runs here: addresses, keys, places."""

import base64
import json
import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Trouble(Exception):
    """Something only the person at the keyboard can cure; the message is the line that says how."""


def data_dir() -> Path:
    return Path(os.environ.get("INTERVISIE_DATA") or ROOT / ".data").resolve()


def prepare(data: Path, addresses: dict[str, str], *, front: Path | None = None) -> None:
    """Tell this process and its children where everything is; what the caller's environment says goes first."""
    values = {
        "DJANGO_SETTINGS_MODULE": "intervisie.settings",
        "INTERVISIE_DEVELOPMENT": "1",
        "INTERVISIE_DATA": str(data),
        **keys(data),
    }
    if front:
        values["INTERVISIE_FRONT"] = str(front)
    for name, value in values.items():
        os.environ.setdefault(name, value)
    os.environ.update(addresses, INTERVISIE_DATA=str(data))


def keys(data: Path) -> dict[str, str]:
    """Made once, kept in the data folder in a file only its owner can read. Without them the data is unreadable."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / "keys.json"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "FIELD_KEYS": f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        }
        _write_private(path, json.dumps(made))
    return dict(json.loads(path.read_text()))


def _write_private(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # somebody was a moment earlier; theirs counts
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)
