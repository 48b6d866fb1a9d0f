#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
enum { FAULTS = sizeof faults / sizeof *faults, ENOUGH = 1024 };

static struct sigaction before[FAULTS];
static atomic_bool armed;
static int terminal = -1;
static uint8_t farewell[ENOUGH];
static size_t length;
static struct termios settings;

// Only what a signal handler may call. A terminal that stands still gets half a second.
static void give_back(void) {
  if (!atomic_exchange(&armed, false)) return;
  size_t sent = 0;
  for (int tries = 0; sent < length && tries < 50;) {
    ssize_t count = write(terminal, farewell + sent, length - sent);
    if (count > 0) {
      sent += (size_t)count;
    } else if (errno == EAGAIN) {
      struct pollfd file = {.fd = terminal, .events = POLLOUT};
      poll(&file, 1, 10);
      tries++;
    } else if (errno != EINTR) {
      break;
    }
  }
  tcsetattr(terminal, TCSANOW, &settings);
}

static void fault(int number, siginfo_t *info, void *context) {
  (void)context;
  int error = errno;
  give_back();
  for (int index = 0; index < FAULTS; index++)
    if (faults[index] == number) sigaction(number, &before[index], NULL);
  errno = error;
  // A fault of the processor happens again on return, now under the handler of before. What was sent is sent again.
  if (info->si_code <= 0) raise(number);
}

static void at_exit(void) { give_back(); }

void tend_guard_arm(int file, const uint8_t *bytes, size_t count, const void *found) {
  // A stack overflow leaves no room for the handler on the stack itself.
  static uint8_t stack[64 << 10];
  static bool has_exit;
  tend_guard_disarm();
  terminal = file;
  length = count < ENOUGH ? count : ENOUGH;
  memcpy(farewell, bytes, length);
  memcpy(&settings, found, sizeof settings);
  stack_t old;
  if (sigaltstack(NULL, &old) == 0 && old.ss_flags & SS_DISABLE) {
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&own, NULL);
  }
  struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < FAULTS; index++) sigaction(faults[index], &action, &before[index]);
  if (!has_exit) has_exit = atexit(at_exit) == 0;
  atomic_store(&armed, true);
}

void tend_guard_disarm(void) {
  if (!atomic_exchange(&armed, false)) return;
  for (int index = 0; index < FAULTS; index++) sigaction(faults[index], &before[index], NULL);
}
