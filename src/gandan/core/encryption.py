"""Encryption of small values at rest, with keys made from the signing key.

A copied database alone opens nothing. Earlier signing keys (``SECRET_KEY_FALLBACKS``) still
open what they closed.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "cipher"]


def cipher(purpose: str) -> MultiFernet:
    """The cipher for ``purpose``; what is closed for one purpose does not open for another."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(purpose, key) for key in keys])


def _fernet(purpose: str, key: str) -> Fernet:
    made = hashlib.sha256(f"gandan {purpose}\n{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
