"""What is kept outside the log, sealed by AES-256-GCM: values by their enterprise's key, that key
by the accounts' key.

Each is bound to the place it is kept at: moved to another enterprise, id or commitment it does not
open. A sealed text is a random nonce of 12 bytes, then the ciphertext with its tag.
"""

from __future__ import annotations

import json
import secrets

from adapters.accounts.key_file import KEY_BYTES, AccountsKey, key_file
from domain.refusals import Refusal

_NONCE_BYTES = 12


def new_data_key() -> bytes:
    """Return a random key for one enterprise."""
    return secrets.token_bytes(KEY_BYTES)


def wrapped(data_key: bytes, uscc: str, key: AccountsKey) -> bytes:
    """Return an enterprise's key as it is kept."""
    return seal(key.secret, data_key, "key", key.id, uscc)


def unwrapped(kept: bytes, uscc: str, key: AccountsKey) -> bytes | None:
    """Return an enterprise's key; None where what is kept is not that."""
    return unseal(key.secret, kept, "key", key.id, uscc)


def own_key(kept: bytes, uscc: str, key_id: str, key: AccountsKey) -> bytes:
    """Return an enterprise's key. Raises `accounts-key-differs`, `account-differs`."""
    data_key = unwrapped(kept, uscc, key)
    if data_key is None:
        raise differs(key, key_id) if key_id != key.id else Refusal("account-differs", uscc=uscc)
    return data_key


def differs(key: AccountsKey, used: str) -> Refusal:
    return Refusal("accounts-key-differs", file=str(key_file()), given=key.id, used=used)


def seal(key: bytes, plain: bytes, *place: str) -> bytes:
    """Return a text sealed for its place."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only private values need it

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _associated(place))


def unseal(key: bytes, sealed: bytes, *place: str) -> bytes | None:
    """Return a sealed text; None where it was not sealed by this key for this place."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, _associated(place))
    except (InvalidTag, ValueError):
        return None


def _associated(place: tuple[str, ...]) -> bytes:
    return json.dumps(place, ensure_ascii=False, separators=(",", ":")).encode()
