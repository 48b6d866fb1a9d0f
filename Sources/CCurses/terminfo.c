#include "paper.h"

#include <curses.h>
#include <stdbool.h>
#include <term.h>
#include <unistd.h>

bool tend_terminfo_load(const char *name) {
  int error = 0;
  return setupterm(name, STDOUT_FILENO, &error) == OK;
}

const char *tend_terminfo_string(const char *capability) {
  char *value = tigetstr(capability);
  return value == (char *)-1 ? NULL : value;
}

int tend_terminfo_colors(void) {
  // `RGB` may be of any type.
  bool is_direct = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || tend_terminfo_string("RGB") || tigetflag("Tc") > 0;
  int colors = tigetnum("colors");
  return is_direct ? 1 << 24 : colors > 0 ? colors : 0;
}

void tend_terminfo_unload(void) {
  if (cur_term) del_curterm(cur_term);
}
