"""The secrets of the second step are unreadable in the database and in its backups.

allauth keeps the secret of an app and the seed of the recovery codes as they are, unless its adapter seals them. Ours
does, under a data key per secret: it rotates with all others, is left out of the main dump, and a copy of the table
opens nobody's second step.
"""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from groups.mfa_adapter import MFAAdapter
from intervisie.common.encryption import NONCE, CannotOpen, open_keys
from intervisie.common.models import DataKey, Scope


class SecondStepAdapter(MFAAdapter):
    def encrypt(self, text: str) -> str:
        key, nonce = DataKey.objects.new(Scope.PERSON), os.urandom(NONCE)
        sealed = nonce + open_keys.of(key).encrypt(nonce, text.encode(), _place(key.pk))
        return f"{key.pk}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CannotOpen without its key: a second step that cannot be judged lets nobody in."""
        key_id, _colon, sealed = encrypted_text.partition(":")
        key = DataKey.objects.filter(pk=key_id).first() if sealed else None
        if key is None:
            raise CannotOpen("a secret of the second step has no key")
        raw = base64.b64decode(sealed)
        try:
            return open_keys.of(key).decrypt(raw[:NONCE], raw[NONCE:], _place(key.pk)).decode()
        except InvalidTag:
            raise CannotOpen("a secret of the second step was tampered with") from None


def _place(key_id: UUID) -> bytes:
    return f"second step:{key_id}".encode()
