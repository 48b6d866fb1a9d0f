#define _GNU_SOURCE
#include "ring.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
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
        // Nothing is there to be read: without this the first touch has the kernel read ahead, which fills 4 MiB of memory with zeros.
        madvise(ring->header, ring->mapped_bytes, MADV_RANDOM);
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
/// They end where the nonce begins, unless their last ones equal it. There, the number that the kernel had named decides, but over
/// a few bytes only (a pty copies 64 at a time): should it have copied less than it said, the nonce is not taken for output.
static uint64_t recovered(const tend_ring *ring) {
    const tend_ring_header *header = ring->header;
    uint64_t wanted = header->wanted;
    if (header->armed != header->end + 1 || wanted > TEND_RING_CHUNK) return 0;
    const uint8_t *chunk = ring->data + header->end % ring->capacity;
    uint64_t count = wanted;
    while (count && chunk[count - 1] == header->nonce[(count - 1) & 63]) count--;
    switch (header->certainty) {
        case TEND_RING_WITNESSED:
            if (header->status != TIOCPKT_DATA) return 0;
            return wanted - count <= 64 ? wanted : count;
        case TEND_RING_COUNTED: return count && wanted - count <= 8 ? wanted : count;
        default: return count;
    }
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

void tend_ring_begin_reading(tend_ring *ring, int descriptor) {
    int on = 1;
    ring->is_packet = ioctl(descriptor, TIOCPKT, &on) == 0;
}

void tend_ring_end_reading(tend_ring *ring, int descriptor) {
    int off = 0;
    if (ring->is_packet) ioctl(descriptor, TIOCPKT, &off);
    ring->is_packet = 0;
}

/// Bytes that a read(2) is sure to return; negative when the kernel cannot tell. 0 also when there are none yet, or no more.
static int64_t available(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

/// A read(2) of `wanted` bytes behind `end`, with all that `recovered` needs, should it be the last thing this process does.
static ssize_t read_armed(const tend_ring *ring, int descriptor, uint64_t wanted, uint64_t certainty, int *error) {
    tend_ring_header *header = ring->header;
    uint64_t end = header->end;
    uint8_t *chunk = ring->data + end % ring->capacity;

    make_room(ring, end, wanted);
    for (uint64_t at = 0; at < wanted; at += 64)
        memcpy(chunk + at, header->nonce, wanted - at < 64 ? (size_t)(wanted - at) : 64);
    header->status = 0xFF;
    header->wanted = wanted;
    header->certainty = certainty;
    tend_store(&header->armed, end + 1);
    // In one call since Linux 5.11, which the keeper needs anyway.
    const struct iovec places[] = {{&header->status, 1}, {chunk, (size_t)wanted}};
    ssize_t count;
    do count = certainty == TEND_RING_WITNESSED ? readv(descriptor, places, 2) : read(descriptor, chunk, (size_t)wanted);
    while (count < 0 && errno == EINTR);
    *error = errno;
    // A status other than "data" comes alone.
    if (count > 0 && certainty == TEND_RING_WITNESSED) count--;
    if (count > 0)
        tend_store(&header->end, end + (uint64_t)count);
    else
        tend_store(&header->armed, 0);
    return count;
}

/// The status byte before each read makes the rescue exact for any data: it says that there was a read, and how much was
/// there is asked before. Nobody else reads, and a program can flush only what has not come this far yet (`pty_flush_buffer`).
static ssize_t read_packet(const tend_ring *ring, int descriptor, int *error) {
    // A program that changes the status for ever must not keep us.
    for (int attempt = 0; attempt < 8; attempt++) {
        int64_t count = available(descriptor);
        if (count > 0) {
            ssize_t got = read_armed(
                ring, descriptor, count < TEND_RING_CHUNK ? (uint64_t)count : TEND_RING_CHUNK, TEND_RING_WITNESSED, error);
            if (got != 0) return got;
        } else {
            // A byte has room for the status only, so no data can get lost. This fetches what is on its way through the
            // kernel, takes a change of status (which would keep the descriptor readable) away, and sees the hang-up.
            uint8_t status;
            ssize_t got = read(descriptor, &status, 1);
            if (got == 0 || (got < 0 && errno != EINTR)) {
                *error = errno;
                return got;
            }
        }
    }
    *error = EAGAIN;
    return -1;
}

ssize_t tend_ring_read(const tend_ring *ring, int descriptor, int *error) {
    if (ring->is_packet) return read_packet(ring, descriptor, error);

    // As many as there are makes the rescue exact for nearly any data, and touches no page without need.
    int64_t count = available(descriptor);
    if (count == 0) {
        // A pty may have some that it does not count yet; polling moves them along. At a hang-up the end must be seen.
        struct pollfd place = {descriptor, POLLIN, 0};
        poll(&place, 1, 0);
        count = available(descriptor);
        if (count == 0 && !(place.revents & (POLLHUP | POLLERR))) {
            *error = EAGAIN;
            return -1;
        }
    }
    if (count <= 0) return read_armed(ring, descriptor, count < 0 ? TEND_RING_CHUNK : 64, TEND_RING_GUESSED, error);
    uint64_t wanted = count < TEND_RING_CHUNK ? (uint64_t)count : TEND_RING_CHUNK;
    return read_armed(ring, descriptor, wanted, TEND_RING_COUNTED, error);
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
