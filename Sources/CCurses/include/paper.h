#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ncurses, drawing into memory. Here because its screen is macros over mutable globals, because it wants a `FILE` with a descriptor that
// takes everything at once (a terminal that stands still would block it), and because the terminfo entry reaches it only through the
// environment. Not thread-safe: ncurses is not.

/// A terminal of ncurses whose output is kept. Made by `tend_paper_open`, freed by `tend_paper_close`.
typedef struct tend_paper tend_paper;

/// One glyph: a scalar that glibc finds as wide as it is drawn, and a colour pair.
typedef struct {
  uint32_t scalar;
  int32_t pair;
} tend_glyph;

/// Starts a terminal that `entry` describes: a compiled terminfo entry of that `name`, as `hex:…`. NULL when ncurses refuses it, or when
/// there is no locale with UTF-8. Sets the process's `LC_CTYPE`; leaves its environment and its signal handlers as they are.
tend_paper *_Nullable tend_paper_open(const char *_Nonnull name, const char *_Nonnull entry);
void tend_paper_close(tend_paper *_Nonnull paper);

/// Changes the size; everything is drawn anew. Returns 0, or -1 when there is no memory.
int tend_paper_resize(tend_paper *_Nonnull paper, int rows, int columns);

/// The terminal does not show what was drawn: the next update clears it and draws everything.
void tend_paper_invalidate(tend_paper *_Nonnull paper);

/// Puts glyphs into a row, from that column on. They are not to begin or end in the middle of one that is there.
void tend_paper_put(tend_paper *_Nonnull paper, int row, int column, const tend_glyph *_Nonnull glyphs, int count);

/// The columns that glibc, and therefore ncurses, gives a scalar; 0 for what it does not print.
int tend_glyph_width(uint32_t scalar);

/// What turns the screen of the update before into this one, and puts the cursor there (nowhere special when `row` is negative).
/// The bytes are valid until the next call. Returns their number, or -1 when there is no memory.
ssize_t tend_paper_update(tend_paper *_Nonnull paper, int row, int column, const uint8_t *_Nullable *_Nonnull bytes);

/// Loads the terminfo entry of that name for `tend_terminfo_string`. False when there is none.
_Bool tend_terminfo_load(const char *_Nonnull name);
/// The string of that short name (`cup`) of the entry loaded, NULL if it has none.
const char *_Nullable tend_terminfo_string(const char *_Nonnull capability);
/// How many colours the entry loaded has; 1 << 24 when it says that it takes red, green and blue (`RGB`, `Tc`).
int tend_terminfo_colors(void);
void tend_terminfo_unload(void);
