#include "CSodium.h"

#include <sodium.h>

_Static_assert(TEND_SECRET_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(
    TEND_SECRET_OVERHEAD == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES, "overhead");

int tend_secret_random(uint8_t *out, size_t count) {
    if (sodium_init() < 0) return -1;
    randombytes_buf(out, count);
    return 0;
}

int tend_secret_seal(
    const uint8_t *key, const uint8_t *text, size_t count, const uint8_t *context, size_t context_count, uint8_t *out) {
    if (sodium_init() < 0) return -1;
    // 24 random bytes never meet again, so no counter has to be kept.
    randombytes_buf(out, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    return crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, NULL, text, count, context, context_count, NULL, out, key);
}

int tend_secret_open(
    const uint8_t *key, const uint8_t *sealed, size_t count, const uint8_t *context, size_t context_count, uint8_t *out) {
    if (sodium_init() < 0 || count < TEND_SECRET_OVERHEAD) return -1;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, NULL, NULL, sealed + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
        count - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, context, context_count, sealed, key);
}
