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

void tend_terminfo_unload(void) {
  if (cur_term) del_curterm(cur_term);
}
