#pragma once
#include <stddef.h>
#include <stdint.h>

/// Authenticated encryption at rest: XChaCha20-Poly1305 of libsodium.
///
/// Exists because libsodium says its sizes by macros and wants to be initialised; and because the system's small, well-kept library costs
/// a build nothing, where a package with its own BoringSSL costs minutes.
/// <https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction>

enum {
    TEND_SECRET_KEY_SIZE = 32,
    /// What a sealed text is longer than the text: the nonce before it and the tag behind.
    TEND_SECRET_OVERHEAD = 24 + 16,
};

/// Fills `out` with random bytes. Returns 0, or -1 when there is no randomness to be had.
int tend_secret_random(uint8_t *_Nonnull out, size_t count);

/// Seals `count` bytes of `text` into `out` (`count + TEND_SECRET_OVERHEAD` bytes), bound to `context`, which is not hidden. Returns 0, or -1.
int tend_secret_seal(
    const uint8_t *_Nonnull key, const uint8_t *_Nullable text, size_t count, const uint8_t *_Nullable context,
    size_t context_count, uint8_t *_Nonnull out);

/// The reverse: `count` sealed bytes into `out` (`count - TEND_SECRET_OVERHEAD` bytes). Returns 0, or -1 when key, context or a byte is
/// not what it was; `out` then holds nothing of use.
int tend_secret_open(
    const uint8_t *_Nonnull key, const uint8_t *_Nonnull sealed, size_t count, const uint8_t *_Nullable context,
    size_t context_count, uint8_t *_Nonnull out);
