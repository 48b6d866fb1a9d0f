#define _GNU_SOURCE
#include "keeper.h"

#include <endian.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Sending: one message at a time, see `outbox`.

static void put32(outbox *out, uint32_t value) {
    value = htole32(value);
    memcpy(out->bytes + out->length, &value, sizeof value);
    out->length += sizeof value;
}
static uint16_t get16(const unsigned char *from) {
    uint16_t value;
    memcpy(&value, from, sizeof value);
    return le16toh(value);
}
static uint32_t get32(const unsigned char *from) {
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return le32toh(value);
}

void reset_out(keeper *k) { k->out = (outbox){.descriptor = -1, .listing = -1, .retry_due = never}; }

static void begin(outbox *out, uint32_t type, uint64_t tag) {
    out->length = 0;
    out->descriptor = -1;
    put32(out, type);
    put32(out, 0);
    tag = htole64(tag);
    memcpy(out->bytes + out->length, &tag, sizeof tag);
    out->length += sizeof tag;
}

static void put_text(outbox *out, const char *text) {
    size_t length = strlen(text) + 1;
    memcpy(out->bytes + out->length, text, length);
    out->length += length;
}

static void end(outbox *out) {
    uint32_t length = htole32((uint32_t)(out->length - tend_keeper_header));
    memcpy(out->bytes + 4, &length, sizeof length);
}

/// Returns 0, or the errno.
static int send_out(keeper *k) {
    outbox *out = &k->out;
    struct iovec part = {out->bytes, out->length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    if (out->descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &out->descriptor, sizeof(int));
    }
    while (sendmsg(k->server.channel, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

/// While a session is being stopped it counts as running: its end is told when nothing of it is left.
static ending told_exit(const session *s) { return s->step == not_stopping ? s->exit : (ending){0, 0}; }

/// Puts the next thing the server has to know into the empty outbox; false if there is none.
static bool compose(keeper *k) {
    outbox *out = &k->out;
    for (; out->listing >= 0 && out->listing < k->slot_count; out->listing++) {
        session *s = &k->sessions[out->listing];
        if (s->pid == 0 || s->is_forgotten) continue;
        ending exit = told_exit(s);
        s->is_told = exit.kind != 0;
        begin(out, tend_keeper_session, out->listing_tag);
        put32(out, (uint32_t)s->pid);
        put32(out, (uint32_t)exit.kind);
        put32(out, (uint32_t)exit.status);
        put_text(out, s->id);
        end(out);
        out->descriptor = s->master;
        out->listing++;
        return true;
    }
    if (out->listing >= 0) {
        out->listing = -1;
        begin(out, tend_keeper_listed, out->listing_tag);
        end(out);
        return true;
    }
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        ending exit = told_exit(s);
        if (s->pid == 0 || s->is_forgotten || s->is_told || exit.kind == 0) continue;
        s->is_told = true;
        begin(out, tend_keeper_exited, 0);
        put32(out, (uint32_t)exit.kind);
        put32(out, (uint32_t)exit.status);
        put_text(out, s->id);
        end(out);
        return true;
    }
    return false;
}

/// Sends until nothing is left or the channel is full.
void flush_out(keeper *k) {
    outbox *out = &k->out;
    out->is_blocked = false;
    out->retry_due = never;
    while (k->server.channel >= 0 && (out->length > 0 || (k->server.has_greeted && compose(k)))) {
        int error = send_out(k);
        if (error == EAGAIN) {
            out->is_blocked = true;
            return;
        }
        if (error == ETOOMANYREFS || error == ENOBUFS || error == ENOMEM) {
            // Too many descriptors under way: the socket is writable all the same, so it cannot be polled for.
            out->retry_due = now_ms() + 10;
            return;
        }
        if (error != 0 && error != EPIPE && error != ECONNRESET) say("cannot send to the server: %s", strerror(error));
        out->length = 0;
        out->descriptor = -1;
    }
}

void reply_done(keeper *k, uint64_t tag) {
    begin(&k->out, tend_keeper_done, tag);
    end(&k->out);
    flush_out(k);
}

static void reply_refused(keeper *k, uint64_t tag, int32_t stage, int32_t error) {
    begin(&k->out, tend_keeper_refused, tag);
    put32(&k->out, (uint32_t)stage);
    put32(&k->out, (uint32_t)error);
    end(&k->out);
    flush_out(k);
}

static void reply_result(keeper *k, uint64_t tag, int error) {
    if (error == 0)
        reply_done(k, tag);
    else
        reply_refused(k, tag, tend_keeper_stage_request, error);
}

// Receiving. `rest` is what has not been read of a payload.

typedef struct {
    unsigned char *bytes;
    size_t length;
} rest;

/// Takes a NUL-terminated string; NULL if there is none.
static char *take_text(rest *from) {
    unsigned char *end = from->length == 0 ? NULL : memchr(from->bytes, 0, from->length);
    if (end == NULL) return NULL;
    char *text = (char *)from->bytes;
    from->length -= (size_t)(end + 1 - from->bytes);
    from->bytes = end + 1;
    return text;
}

/// Ids are printable and without blanks: they are lines of the log and of the state that an upgrade hands on.
static bool is_id(const char *text) {
    size_t length = strlen(text);
    if (length == 0 || length > id_limit) return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~') return false;
    return true;
}

static void handle_hello(keeper *k, uint64_t tag) {
    uint32_t count = 0;
    for (int i = 0; i < k->slot_count; i++) count += k->sessions[i].pid != 0 && !k->sessions[i].is_forgotten;
    begin(&k->out, tend_keeper_welcome, tag);
    put32(&k->out, tend_keeper_version);
    put32(&k->out, (uint32_t)getpid());
    put32(&k->out, (uint32_t)k->server.death.kind);
    put32(&k->out, (uint32_t)k->server.death.status);
    put32(&k->out, count);
    end(&k->out);
    k->server.has_greeted = true;
    k->out.listing = 0;
    k->out.listing_tag = tag;
    flush_out(k);
}

static int parse_spawn(rest payload, spawn_request *request) {
    static char *argv[string_limit + 2], *envp[string_limit + 1];
    if (payload.length < 12) return EBADMSG;
    uint32_t argc = get32(payload.bytes + 4), envc = get32(payload.bytes + 8);
    if (argc == 0) return EINVAL;
    if (argc > string_limit || envc > string_limit) return E2BIG;
    request->rows = get16(payload.bytes);
    request->columns = get16(payload.bytes + 2);
    payload.bytes += 12;
    payload.length -= 12;
    request->id = take_text(&payload);
    request->directory = take_text(&payload);
    if (request->id == NULL || request->directory == NULL) return EBADMSG;
    request->argv = argv + 1;
    request->envp = envp;
    for (uint32_t i = 0; i < argc; i++)
        if ((request->argv[i] = take_text(&payload)) == NULL) return EBADMSG;
    for (uint32_t i = 0; i < envc; i++)
        if ((request->envp[i] = take_text(&payload)) == NULL) return EBADMSG;
    request->argv[argc] = NULL;
    request->envp[envc] = NULL;
    return is_id(request->id) ? 0 : EINVAL;
}

static void handle_spawn(keeper *k, uint64_t tag, rest payload) {
    spawn_request request;
    int error = k->is_ending ? ESHUTDOWN : parse_spawn(payload, &request);
    if (error == 0 && find_session(k, request.id) != NULL) error = EEXIST;
    if (error != 0) {
        reply_refused(k, tag, tend_keeper_stage_request, error);
        return;
    }
    session *s = NULL;
    failure failed = spawn_session(k, &request, &s);
    if (failed.error != 0) {
        reply_refused(k, tag, failed.stage, failed.error);
        return;
    }
    begin(&k->out, tend_keeper_started, tag);
    put32(&k->out, (uint32_t)s->pid);
    end(&k->out);
    k->out.descriptor = s->master;
    flush_out(k);
}

/// `signal`, `stop`, `forget`: what is done to one session.
static int handle_session(keeper *k, uint32_t type, rest payload) {
    int number = 0;
    if (type == tend_keeper_signal) {
        if (payload.length < 4) return EBADMSG;
        number = (int)get32(payload.bytes);
        payload.bytes += 4;
        payload.length -= 4;
        if (number < 1 || number >= NSIG) return EINVAL;
    }
    char *id = take_text(&payload);
    if (id == NULL) return EBADMSG;
    session *s = find_session(k, id);
    if (s == NULL) return ENOENT;
    if (type == tend_keeper_signal) return signal_session(s, number);
    if (type == tend_keeper_forget) {
        if (told_exit(s).kind == 0) return EBUSY;
        forget_session(k, s);
        return 0;
    }
    if (s->exit.kind != 0) sweep(k);
    if (s->exit.kind == 0 || s->members > 0) stop_session(s);
    return 0;
}

static int handle_set_server(keeper *k, rest payload) {
    char *path = take_text(&payload);
    if (path == NULL) return EBADMSG;
    if (path[0] != '/') return EINVAL;
    if (strlen(path) >= PATH_MAX) return ENAMETOOLONG;
    if (access(path, X_OK) != 0) return errno;
    set_text(k->server.executable, PATH_MAX, path);
    return 0;
}

static void handle(keeper *k, uint32_t type, uint64_t tag, rest payload) {
    switch (type) {
    case tend_keeper_hello: handle_hello(k, tag); break;
    case tend_keeper_spawn: handle_spawn(k, tag, payload); break;
    case tend_keeper_signal:
    case tend_keeper_stop:
    case tend_keeper_forget: reply_result(k, tag, handle_session(k, type, payload)); break;
    case tend_keeper_set_server: reply_result(k, tag, handle_set_server(k, payload)); break;
    case tend_keeper_upgrade: {
        char *path = take_text(&payload);
        reply_result(k, tag, path == NULL ? EBADMSG : upgrade(k, path, tag));
        break;
    }
    case tend_keeper_shutdown:
        k->has_shutdown_tag = true;
        k->shutdown_tag = tag;
        keeper_end(k);
        break;
    default: reply_refused(k, tag, tend_keeper_stage_request, ENOSYS);
    }
}

/// Reads what the server wants, a bounded number at a time. Packets without a whole header are ignored.
void receive_requests(keeper *k) {
    static unsigned char packet[tend_keeper_packet_limit + 1];
    for (int turn = 0; turn < 64 && k->server.channel >= 0 && k->out.length == 0 && k->out.listing < 0; turn++) {
        // Without room for control messages: descriptors sent to us are closed by the kernel.
        ssize_t length = recv(k->server.channel, packet, sizeof packet, MSG_DONTWAIT | MSG_TRUNC);
        if (length < 0 && errno == EINTR) continue;
        if (length < 0 && errno == EAGAIN) return;
        if (length <= 0) {
            // It is dying, and SIGCHLD will tell; or it has lost its mind.
            close_channel(k);
            if (k->server.pid != 0 && k->server.term_due == never) k->server.term_due = now_ms() + 1000;
            return;
        }
        if (length < tend_keeper_header) continue;
        uint32_t type = get32(packet), claimed = get32(packet + 4);
        uint64_t tag = get32(packet + 8) | (uint64_t)get32(packet + 12) << 32;
        if (length > tend_keeper_packet_limit)
            reply_refused(k, tag, tend_keeper_stage_request, E2BIG);
        else if (claimed != (size_t)length - tend_keeper_header)
            reply_refused(k, tag, tend_keeper_stage_request, EBADMSG);
        else
            handle(k, type, tag, (rest){packet + tend_keeper_header, claimed});
    }
}
