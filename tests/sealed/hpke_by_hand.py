"""RFC 9180 written out from its text, for DHKEM(X25519), HKDF-SHA256, ChaCha20-Poly1305.

Slow and plain on purpose: it checks the library, and the RFC's own figures check it.
"""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM_SUITE = b"KEM" + (0x0020).to_bytes(2, "big")
HPKE_SUITE = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x0020, 0x0001, 0x0003))


def _hmac(key, message):
    return hmac.new(key, message, sha256).digest()


def extract(suite, salt, label, ikm):
    return _hmac(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)


def expand(suite, prk, label, info, length):
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    block, out, count = b"", b"", 1
    while len(out) < length:
        block = _hmac(prk, block + labeled + bytes([count]))
        out, count = out + block, count + 1
    return out[:length]


def key_and_nonce(shared_point, enc, receiver_public, info):
    prk = extract(KEM_SUITE, b"", b"eae_prk", shared_point)
    shared = expand(KEM_SUITE, prk, b"shared_secret", enc + receiver_public, 32)
    psk_id_hash = extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
    info_hash = extract(HPKE_SUITE, b"", b"info_hash", info)
    context = b"\0" + psk_id_hash + info_hash
    secret = extract(HPKE_SUITE, shared, b"secret", b"")
    key = expand(HPKE_SUITE, secret, b"key", context, 32)
    return key, expand(HPKE_SUITE, secret, b"base_nonce", context, 12)


def open_message(private, enc, sealed, info, aad=b"", number=0):
    """Message ``number`` of the context that ``enc`` sets up."""
    own = X25519PrivateKey.from_private_bytes(private)
    point = own.exchange(X25519PublicKey.from_public_bytes(enc))
    public = own.public_key().public_bytes_raw()
    key, nonce = key_and_nonce(point, enc, public, info)
    nonce = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
    return ChaCha20Poly1305(key).decrypt(nonce, sealed, aad)


def seal_message(public, ephemeral, plain, info):
    """``enc`` and the sealed bytes, with a chosen ephemeral private key."""
    own = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = own.public_key().public_bytes_raw()
    point = own.exchange(X25519PublicKey.from_public_bytes(public))
    key, nonce = key_and_nonce(point, enc, public, info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plain, b"")
