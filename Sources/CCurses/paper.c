#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "paper.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

struct tend_paper {
  SCREEN *screen;
  FILE *output, *input;
  /// The file in memory behind `output`: from its start to its position is what was drawn.
  int file;
  cchar_t *row;
  int columns;
  /// Pairs that ncurses knows, from 1 on, and how many there can be.
  int pairs, limit;
  uint8_t *bytes;
  size_t capacity;
};

static bool use_utf8(void) {
  static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", ""};
  for (size_t index = 0; index < sizeof names / sizeof *names; index++)
    if (setlocale(LC_CTYPE, names[index]) && strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  return false;
}

// `newterm` under an environment in which `TERMINFO` is the entry. Other threads may read the environment meanwhile: they find the one or
// the other, so neither may ever be freed. Each entry has its own, and a client knows one or two.
static SCREEN *start(const char *name, const char *entry, FILE *output, FILE *input) {
  static const char prefix[] = "TERMINFO=";
  static char **own, *value;
  if (!value || strcmp(value + sizeof prefix - 1, entry) != 0) {
    size_t count = 0, used = 0;
    while (environ && environ[count]) count++;
    char **made = calloc(count + 2, sizeof *made), *text = malloc(sizeof prefix + strlen(entry));
    if (!made || !text) {
      free(made);
      free(text);
      return NULL;
    }
    made[used++] = strcat(strcpy(text, prefix), entry);
    for (size_t index = 0; index < count; index++)
      if (strncmp(environ[index], prefix, sizeof prefix - 1) != 0) made[used++] = environ[index];
    own = made;
    value = text;
  }
  char **before = environ;
  environ = own;
  SCREEN *screen = newterm(name, output, input);
  environ = before;
  return screen;
}

// ncurses catches these when nobody else does.
static const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { CAUGHT = sizeof caught / sizeof *caught };

tend_paper *tend_paper_open(const char *name, const char *entry) {
  if (!use_utf8()) return NULL;
  tend_paper *paper = calloc(1, sizeof *paper);
  if (!paper) return NULL;
  paper->file = memfd_create("tend-paper", MFD_CLOEXEC);
  // ncurses reads nothing and wants a file of its own to read from.
  paper->output = paper->file < 0 ? NULL : fdopen(paper->file, "w");
  paper->input = fopen("/dev/null", "re");
  struct sigaction handlers[CAUGHT];
  for (int index = 0; index < CAUGHT; index++) sigaction(caught[index], NULL, &handlers[index]);
  use_env(FALSE);
  if (paper->output && paper->input) paper->screen = start(name, entry, paper->output, paper->input);
  for (int index = 0; index < CAUGHT; index++) sigaction(caught[index], &handlers[index], NULL);
  if (!paper->screen) {
    tend_paper_close(paper);
    return NULL;
  }
  set_term(paper->screen);
  typeahead(-1);
  raw();
  noecho();
  nonl();
  start_color();
  use_default_colors();
  idlok(stdscr, TRUE);
  paper->columns = getmaxx(stdscr);
  paper->pairs = 1;
  paper->limit = COLOR_PAIRS;
  paper->row = calloc((size_t)paper->columns, sizeof *paper->row);
  if (paper->row) return paper;
  tend_paper_close(paper);
  return NULL;
}

void tend_paper_close(tend_paper *paper) {
  if (paper->screen) {
    set_term(paper->screen);
    delscreen(paper->screen);
  }
  if (paper->output) fclose(paper->output);
  else if (paper->file >= 0) close(paper->file);
  if (paper->input) fclose(paper->input);
  free(paper->row);
  free(paper->bytes);
  free(paper);
}

int tend_paper_resize(tend_paper *paper, int rows, int columns) {
  set_term(paper->screen);
  cchar_t *row = realloc(paper->row, (size_t)columns * sizeof *row);
  if (!row) return -1;
  paper->row = row;
  if (resize_term(rows, columns) != OK) return -1;
  paper->columns = columns;
  clearok(curscr, TRUE);
  return 0;
}

void tend_paper_invalidate(tend_paper *paper) {
  set_term(paper->screen);
  clearok(curscr, TRUE);
}

void tend_paper_put(tend_paper *paper, int row, int column, const tend_glyph *glyphs, int count) {
  set_term(paper->screen);
  if (count > paper->columns - column) count = paper->columns - column;
  for (int index = 0; index < count; index++) {
    int pair = glyphs[index].pair;
    // What a pair looks like is not for ncurses to know. All must differ, though: it does not redraw what only goes from one to its equal.
    for (; paper->pairs <= pair && paper->pairs < paper->limit; paper->pairs++)
      init_extended_pair(paper->pairs, paper->pairs % COLORS, paper->pairs / COLORS);
    // As setcchar does it, which costs up to a quarter more.
    paper->row[index] = (cchar_t){
      .attr = COLOR_PAIR(pair > 255 ? 255 : pair), .chars = {(wchar_t)glyphs[index].scalar}, .ext_color = pair};
  }
  mvwadd_wchnstr(stdscr, row, column, paper->row, count);
}

int tend_glyph_width(uint32_t scalar) {
  int width = wcwidth((wchar_t)scalar);
  return width < 0 ? 0 : width;
}

ssize_t tend_paper_update(tend_paper *paper, int row, int column, const uint8_t **bytes) {
  set_term(paper->screen);
  lseek(paper->file, 0, SEEK_SET);
  leaveok(stdscr, row < 0);
  if (row >= 0) wmove(stdscr, row, column);
  wnoutrefresh(stdscr);
  doupdate();
  fflush(paper->output);
  off_t length = lseek(paper->file, 0, SEEK_CUR);
  if (length < 0) return -1;
  if ((size_t)length > paper->capacity) {
    uint8_t *grown = realloc(paper->bytes, (size_t)length);
    if (!grown) return -1;
    paper->bytes = grown;
    paper->capacity = (size_t)length;
  }
  *bytes = paper->bytes;
  return length == 0 ? 0 : pread(paper->file, paper->bytes, (size_t)length, 0);
}
