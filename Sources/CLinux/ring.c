#define _GNU_SOURCE
#include "ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ring_magic[8] = "tendring";

_Static_assert(sizeof(tend_ring_header) <= TEND_RING_MARKS_OFFSET, "the header runs into the marks");

/// Reserves the blocks, so that a full disk is an error now and not a SIGBUS later.
static int reserve(int descriptor, off_t size) {
    int error;
    do error = posix_fallocate(descriptor, 0, size);
    while (error == EINTR);
    if (error != EOPNOTSUPP && error != EINVAL) return error;
    static const char zeros[65536];
    for (off_t at = 0; at < size;) {
        size_t count = size - at < (off_t)sizeof zeros ? (size_t)(size - at) : sizeof zeros;
        ssize_t written = pwrite(descriptor, zeros, count, at);
        if (written < 0 && errno != EINTR) return errno;
        if (written > 0) at += written;
    }
    return 0;
}

/// A sixteenth of the capacity, in whole pages, for header and marks: 16,320 marks in a ring of 4 MiB.
static uint64_t header_area(uint64_t capacity) {
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t wanted = capacity / 16 < (1 << 20) ? capacity / 16 : 1 << 20;
    return (wanted + page - 1) / page * page;
}

/// Random bytes that never occur in UTF-8.
static void draw_nonce(uint8_t *nonce) {
    static const uint8_t alphabet[] = {0xC0, 0xC1, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF};
    uint8_t bytes[64] = {0};
    // Without randomness the nonce is a constant, which is still no UTF-8.
    if (getrandom(bytes, sizeof bytes, GRND_NONBLOCK) < 0) memset(bytes, 0, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) nonce[i] = alphabet[bytes[i] % sizeof alphabet];
}

static int map(tend_ring *ring, int descriptor, uint64_t data_offset, uint64_t capacity) {
    size_t total = (size_t)(data_offset + 2 * capacity);
    uint8_t *base = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) return errno;
    const int access = PROT_READ | PROT_WRITE, kind = MAP_SHARED | MAP_FIXED;
    if (mmap(base, (size_t)(data_offset + capacity), access, kind, descriptor, 0) == MAP_FAILED
        || mmap(base + data_offset + capacity, (size_t)capacity, access, kind, descriptor, (off_t)data_offset) == MAP_FAILED) {
        int error = errno;
        munmap(base, total);
        return error;
    }
    ring->header = (tend_ring_header *)base;
    ring->marks = (tend_ring_mark *)(base + TEND_RING_MARKS_OFFSET);
    ring->data = base + data_offset;
    ring->capacity = capacity;
    ring->mark_slots = (data_offset - TEND_RING_MARKS_OFFSET) / sizeof(tend_ring_mark);
    ring->mapped_bytes = total;
    return 0;
}

static tend_ring_status create(const char *path, const char *fresh, uint64_t capacity, tend_ring *ring, int *error) {
    int descriptor = open(fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        *error = errno;
        return TEND_RING_SYSTEM;
    }
    uint64_t data_offset = header_area(capacity);
    *error = reserve(descriptor, (off_t)(data_offset + capacity));
    if (!*error) *error = map(ring, descriptor, data_offset, capacity);
    close(descriptor);
    if (!*error) {
        tend_ring_header *header = ring->header;
        header->version = TEND_RING_VERSION;
        header->capacity = capacity;
        header->data_offset = data_offset;
        draw_nonce(header->nonce);
        memcpy(header->magic, ring_magic, sizeof ring_magic);
        if (rename(fresh, path) < 0) *error = errno;
    }
    if (!*error) return TEND_RING_OPEN;
    unlink(fresh);
    tend_ring_close(ring);
    return TEND_RING_SYSTEM;
}

/// The bytes of a read(2) that returned, but whose count a killed server did not get to write down.
///
/// They end where the nonce begins. A read whose last bytes happen to equal the nonce (never in UTF-8) is exact too when the
/// kernel had said before how many bytes were there; that is believed over a few bytes only, as a program may flush its output in between.
static uint64_t recovered(const tend_ring *ring) {
    const tend_ring_header *header = ring->header;
    uint64_t wanted = header->wanted;
    if (header->armed != header->end + 1 || wanted > TEND_RING_CHUNK) return 0;
    const uint8_t *chunk = ring->data + header->end % ring->capacity;
    uint64_t count = wanted;
    while (count && chunk[count - 1] == header->nonce[(count - 1) & 63]) count--;
    return count && header->is_exact && wanted - count <= 8 ? wanted : count;
}

/// Moves a note of the guard to the list of poisons.
static void collect_poison(tend_ring_header *header) {
    uint64_t from = header->feed_from, to = header->feed_to;
    if (header->poisoned && from < to && to <= header->end) {
        uint64_t at = header->poison_count < TEND_RING_POISONS ? header->poison_count : TEND_RING_POISONS - 1;
        header->poisons[at] = (tend_poison){from, to, header->poisoned};
        tend_store(&header->poison_count, at + 1);
    }
    tend_store(&header->poisoned, 0);
}

static tend_ring_status check(const tend_ring_header *header, uint64_t file_size, int *error) {
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    if (memcmp(header->magic, ring_magic, sizeof ring_magic) != 0) return TEND_RING_FOREIGN;
    if (header->version != TEND_RING_VERSION) {
        *error = (int)header->version;
        return TEND_RING_OTHER_VERSION;
    }
    uint64_t capacity = header->capacity, data_offset = header->data_offset;
    if (capacity < TEND_RING_CHUNK || capacity > 1u << 30 || capacity % page || data_offset < TEND_RING_MARKS_OFFSET
        || data_offset > 1u << 30 || data_offset % page || data_offset + capacity > file_size || header->start > header->end
        || header->end - header->start > capacity)
        return TEND_RING_DAMAGED;
    return TEND_RING_OPEN;
}

tend_ring_status tend_ring_open(const char *path, const char *fresh, uint64_t capacity, tend_ring *ring, int *error) {
    *ring = (tend_ring){0};
    *error = 0;
    int descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) {
        if (errno == ENOENT) return create(path, fresh, capacity, ring, error);
        *error = errno;
        return TEND_RING_SYSTEM;
    }
    tend_ring_header found = {0};
    struct stat status;
    ssize_t count = pread(descriptor, &found, sizeof found, 0);
    if (count < 0 || fstat(descriptor, &status) < 0) {
        *error = errno;
        close(descriptor);
        return TEND_RING_SYSTEM;
    }
    tend_ring_status result = check(&found, (uint64_t)status.st_size, error);
    if (result == TEND_RING_OPEN) {
        *error = map(ring, descriptor, found.data_offset, found.capacity);
        if (*error) result = TEND_RING_SYSTEM;
    }
    close(descriptor);
    if (result != TEND_RING_OPEN) return result;

    tend_ring_header *header = ring->header;
    uint64_t rescued = recovered(ring);
    tend_store(&header->end, header->end + rescued);
    tend_store(&header->armed, 0);
    draw_nonce(header->nonce);
    collect_poison(header);
    // Only a power cut can have left these ahead of the data.
    if (header->fed_through > header->end) header->fed_through = header->end;
    if (header->answered_through > header->end) header->answered_through = header->end;
    if (header->poison_count > TEND_RING_POISONS) header->poison_count = 0;
    return TEND_RING_OPEN;
}

void tend_ring_close(tend_ring *ring) {
    if (ring->header) munmap(ring->header, ring->mapped_bytes);
    *ring = (tend_ring){0};
}

/// The oldest bytes go before anything is written over them.
static void make_room(const tend_ring *ring, uint64_t end, uint64_t count) {
    if (end + count - ring->header->start > ring->capacity) tend_store(&ring->header->start, end + count - ring->capacity);
}

ssize_t tend_ring_read(const tend_ring *ring, int descriptor, int *error) {
    tend_ring_header *header = ring->header;
    uint64_t end = header->end;
    uint8_t *chunk = ring->data + end % ring->capacity;

    // As many as there are makes the rescue exact for any data, and touches no page without need. None: a few,
    // as a pty may yet find some, and the end of the file must be seen.
    int available = 0;
    uint64_t wanted = TEND_RING_CHUNK;
    int is_known = ioctl(descriptor, FIONREAD, &available) == 0;
    if (is_known && available < TEND_RING_CHUNK) wanted = available > 0 ? (uint64_t)available : 64;

    make_room(ring, end, wanted);
    for (uint64_t at = 0; at < wanted; at += 64)
        memcpy(chunk + at, header->nonce, wanted - at < 64 ? (size_t)(wanted - at) : 64);
    header->wanted = wanted;
    header->is_exact = is_known && available > 0;
    tend_store(&header->armed, end + 1);
    ssize_t count;
    do count = read(descriptor, chunk, (size_t)wanted);
    while (count < 0 && errno == EINTR);
    if (count > 0) {
        tend_store(&header->end, end + (uint64_t)count);
    } else {
        *error = errno;
        tend_store(&header->armed, 0);
    }
    return count;
}

void tend_ring_append(const tend_ring *ring, const void *bytes, size_t count) {
    const uint8_t *from = bytes;
    while (count > 0) {
        uint64_t end = ring->header->end;
        size_t piece = count < ring->capacity / 2 ? count : (size_t)(ring->capacity / 2);
        make_room(ring, end, piece);
        memcpy(ring->data + end % ring->capacity, from, piece);
        tend_store(&ring->header->end, end + piece);
        from += piece;
        count -= piece;
    }
}

void tend_ring_release(const tend_ring *ring) {
    madvise(ring->header, ring->mapped_bytes, MADV_DONTNEED);
}

void tend_ring_mark_add(const tend_ring *ring, tend_ring_mark mark, int replaces_last) {
    uint64_t count = ring->header->mark_count;
    if (replaces_last && count > 0) {
        ring->marks[(count - 1) % ring->mark_slots].moment = mark.moment;
    } else {
        ring->marks[count % ring->mark_slots] = mark;
        tend_store(&ring->header->mark_count, count + 1);
    }
}
