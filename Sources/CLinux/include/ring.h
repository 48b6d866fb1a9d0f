#pragma once
// The recording: a file with one header area and a ring of bytes that is mapped twice, back to back, so that any stretch of it is
// contiguous in memory. In C because what is written must be published between two instructions, with release stores, and
// because a signal handler writes to the header (guard.h).
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    TEND_RING_VERSION = 1,
    /// A pty hands out at most 4095 bytes a read.
    TEND_RING_CHUNK = 4096,
    TEND_RING_POISONS = 8,
    TEND_RING_MARKS_OFFSET = 1024,
};

/// Bytes whose feeding crashed a server. `cause`: the signal, or `TEND_POISON_STALL` of guard.h.
typedef struct {
    uint64_t from, to, cause;
} tend_poison;

/// `place`: offset in the low 48 bits, rows above. `moment`: milliseconds in the low 48 bits, columns above.
typedef struct {
    uint64_t place, moment;
} tend_ring_mark;

/// The start of the file. Marks follow at `TEND_RING_MARKS_OFFSET` up to `data_offset`, then the data.
typedef struct {
    char magic[8];
    uint32_t version;
    /// Where a read in packet mode puts the kernel's status byte. 0xFF before.
    uint8_t status;
    uint8_t reserved[3];
    uint64_t capacity, data_offset;
    uint64_t start, end;
    /// `end + 1` while a read(2) is under way, into `wanted` bytes that hold the nonce. `certainty`: `TEND_RING_GUESSED` and so on.
    uint64_t armed, wanted, certainty;
    uint64_t feed_from, feed_to, fed_through, answered_through;
    /// Set by the guard in a signal handler: feeding `feed_from..<feed_to` killed the server.
    uint64_t poisoned;
    uint64_t poison_count;
    tend_poison poisons[TEND_RING_POISONS];
    uint64_t mark_count;
    uint8_t nonce[64];
} tend_ring_header;

/// What is known of a read(2) before it happens.
enum {
    TEND_RING_GUESSED,
    /// `wanted` bytes are there.
    TEND_RING_COUNTED,
    /// `wanted` bytes are there, and `status` will tell whether they were read.
    TEND_RING_WITNESSED,
};

/// A mapped ring. The numbers are trusted copies: the header could be overwritten by anybody.
/// `is_packet`: what is read is the master of a pty in packet mode.
typedef struct {
    tend_ring_header *_Nullable header;
    tend_ring_mark *_Nullable marks;
    uint8_t *_Nullable data;
    uint64_t capacity, mark_slots;
    size_t mapped_bytes;
    int is_packet;
} tend_ring;

typedef enum {
    TEND_RING_OPEN,
    /// A system call failed: see `*error`.
    TEND_RING_SYSTEM,
    TEND_RING_FOREIGN,
    TEND_RING_OTHER_VERSION,
    TEND_RING_DAMAGED,
} tend_ring_status;

/// Opens the ring at `path`, or makes it, with all its blocks reserved, by way of the file `fresh` that is then renamed.
/// An existing ring keeps its own capacity. `*error` gets an errno or the version that was found.
tend_ring_status tend_ring_open(
    const char *_Nonnull path, const char *_Nonnull fresh, uint64_t capacity, tend_ring *_Nonnull ring, int *_Nonnull error
);
void tend_ring_close(tend_ring *_Nonnull ring);

/// Puts a pty's master into packet mode, in which each read(2) begins with a status byte: proof that it happened.
/// The mode belongs to the pty, not to the descriptor. Does nothing to what is no master.
void tend_ring_begin_reading(tend_ring *_Nonnull ring, int descriptor);
/// Ends packet mode, for readers that do not know of it.
void tend_ring_end_reading(tend_ring *_Nonnull ring, int descriptor);
/// One read(2) into the ring, of what is there: never waits, but for a descriptor that blocks and is in packet mode.
/// Returns what read returned, without the status byte; `*error` gets errno.
ssize_t tend_ring_read(const tend_ring *_Nonnull ring, int descriptor, int *_Nonnull error);
void tend_ring_append(const tend_ring *_Nonnull ring, const void *_Nullable bytes, size_t count);
/// Gives the pages that are mapped back to the page cache; the data stays.
void tend_ring_release(const tend_ring *_Nonnull ring);
void tend_ring_mark_add(const tend_ring *_Nonnull ring, tend_ring_mark mark, int replaces_last);

static inline uint64_t tend_load(const uint64_t *_Nonnull word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
/// Everything written before is in the mapped file when `value` is: what a process killed afterwards leaves behind is consistent.
static inline void tend_store(uint64_t *_Nonnull word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
