#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static void interrupt(int number) { (void)number; }

/// One keeper per lock. `wait_seconds` lets a new one follow one that is ending.
void take_lock(keeper *k, int wait_seconds) {
    k->lock = open(k->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (k->lock < 0) fail_start(k, 1, "cannot open the lock '%s': %s", k->lock_path, strerror(errno));
    if (wait_seconds > 0) {
        struct sigaction action = {.sa_handler = interrupt};  // no SA_RESTART: the alarm ends the wait
        sigaction(SIGALRM, &action, NULL);
        // It repeats, lest it fire just before flock sleeps.
        struct itimerval timer = {.it_value.tv_sec = wait_seconds, .it_interval.tv_usec = 100 * 1000};
        setitimer(ITIMER_REAL, &timer, NULL);
    }
    int error = flock(k->lock, LOCK_EX | (wait_seconds > 0 ? 0 : LOCK_NB)) == 0 ? 0 : errno;
    struct itimerval off = {0};
    setitimer(ITIMER_REAL, &off, NULL);
    signal(SIGALRM, SIG_DFL);
    if (error == EWOULDBLOCK || error == EINTR) fail_start(k, tend_keeper_exit_running, "already running");
    if (error != 0) fail_start(k, 1, "cannot lock '%s': %s", k->lock_path, strerror(error));
    // For `tend`, which wakes a keeper that gave up with SIGHUP.
    if (ftruncate(k->lock, 0) != 0 || dprintf(k->lock, "%d\n", getpid()) < 0)
        fail_start(k, 1, "cannot write '%s': %s", k->lock_path, strerror(errno));
}

/// Listens for the server. The socket is never closed while we live, so those who connect while no server runs wait instead of being refused.
void open_listener(keeper *k) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(k->socket_path) >= sizeof address.sun_path)
        fail_start(k, 1, "the socket path '%s' is longer than %zu bytes", k->socket_path, sizeof address.sun_path - 1);
    set_text(address.sun_path, sizeof address.sun_path, k->socket_path);
    k->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (k->listener < 0) fail_start(k, 1, "cannot make a socket: %s", strerror(errno));
    // Left by a keeper that was killed: we hold the lock, so nobody listens on it.
    if (unlink(k->socket_path) != 0 && errno != ENOENT)
        fail_start(k, 1, "cannot remove the old socket '%s': %s", k->socket_path, strerror(errno));
    mode_t mask = umask(0177);
    int bound = bind(k->listener, (struct sockaddr *)&address, sizeof address);
    int error = errno;
    umask(mask);
    if (bound != 0) fail_start(k, 1, "cannot bind '%s': %s", k->socket_path, strerror(error));
    struct stat status;
    if (listen(k->listener, SOMAXCONN) != 0 || stat(k->socket_path, &status) != 0)
        fail_start(k, 1, "cannot listen on '%s': %s", k->socket_path, strerror(errno));
    k->socket_device = status.st_dev;
    k->socket_inode = status.st_ino;
}

/// New commands start the next keeper from here on; it waits for our lock.
void release_socket(keeper *k) {
    if (k->listener < 0) return;
    struct stat status;
    if (stat(k->socket_path, &status) == 0 && status.st_dev == k->socket_device && status.st_ino == k->socket_inode)
        unlink(k->socket_path);
    close(k->listener);
    k->listener = -1;
}
