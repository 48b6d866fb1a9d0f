#include "CVTerm.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct tend_engine {
    VTerm *vterm;
    VTermState *state;
    VTermPos position;
    int32_t count;
    tend_operation operations[TEND_OPERATION_LIMIT];
};

static void note(tend_engine *engine, tend_operation operation) {
    if (engine->count < TEND_OPERATION_LIMIT) engine->operations[engine->count++] = operation;
}

static int on_erase(VTermRect rect, int selective, void *user) {
    note(user, (tend_operation){
        .kind = TEND_OPERATION_ERASE, .top = rect.start_row, .bottom = rect.end_row, .left = rect.start_col,
        .right = rect.end_col, .selective = selective});
    return 1;
}

// Always handled, so libvterm never falls back on moverect, which has no callback here.
static int on_scroll(VTermRect rect, int downward, int rightward, void *user) {
    note(user, (tend_operation){
        .kind = TEND_OPERATION_SCROLL, .top = rect.start_row, .bottom = rect.end_row, .left = rect.start_col,
        .right = rect.end_col, .down = downward, .across = rightward});
    return 1;
}

static int on_move(VTermPos position, VTermPos old, int visible, void *user) {
    (void)old;
    (void)visible;
    ((tend_engine *)user)->position = position;
    return 1;
}

// Members that exist in every release from 0.1.4 to 0.3.3; all others stay null. So does the room behind them: all these
// releases are `libvterm.so.0`, and a newer one looks for members that the header of an older one does not have.
static const union {
    VTermStateCallbacks members;
    void *room[32];
} callbacks = {.members = {
    .erase = on_erase,
    .scrollrect = on_scroll,
    .movecursor = on_move,
}};
_Static_assert(sizeof(VTermStateCallbacks) < sizeof callbacks, "room for members of later releases");

static void discard(const char *bytes, size_t length, void *user) {
    (void)bytes;
    (void)length;
    (void)user;
}

tend_engine *tend_engine_new(int32_t rows, int32_t columns) {
    tend_engine *engine = calloc(1, sizeof *engine);
    if (!engine) abort();
    engine->vterm = vterm_new(rows, columns);
    vterm_set_utf8(engine->vterm, 1);
    vterm_output_set_callback(engine->vterm, discard, NULL);
    engine->state = vterm_obtain_state(engine->vterm);
    vterm_state_set_callbacks(engine->state, &callbacks.members, engine);
    vterm_state_reset(engine->state, 1);
    engine->position = (VTermPos){0, 0};
    return engine;
}

void tend_engine_free(tend_engine *engine) {
    vterm_free(engine->vterm);
    free(engine);
}

static char *digits(char *out, int32_t value) {
    if (value < 0) return out;
    if (value > 9999) value = 9999;
    char text[4];
    int length = 0;
    do {
        text[length++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (length) *out++ = text[--length];
    return out;
}

// The caller's own writer moves the cursor without telling libvterm; it learns of it here, when it matters.
static char *place(const tend_engine *engine, char *out, int32_t row, int32_t column) {
    if (row == engine->position.row && column == engine->position.col) return out;
    *out++ = 0x1B;
    *out++ = '[';
    out = digits(out, row + 1);
    *out++ = ';';
    out = digits(out, column + 1);
    *out++ = 'H';
    return out;
}

static int32_t run(tend_engine *engine, const char *bytes, const char *end) {
    engine->count = 0;
    vterm_input_write(engine->vterm, bytes, (size_t)(end - bytes));
    return engine->count;
}

int32_t tend_engine_control(tend_engine *engine, int32_t row, int32_t column, uint8_t control) {
    char bytes[32], *out = place(engine, bytes, row, column);
    switch (control) {
    case 0x08: case 0x09: case 0x0A: case 0x0D:
        *out++ = (char)control;
        break;
    case 0x84: case 0x85: case 0x88: case 0x8D:
        *out++ = 0x1B;
        *out++ = (char)(control - 0x40);
        break;
    default:
        return -1;
    }
    return run(engine, bytes, out);
}

int32_t tend_engine_sequence(
    tend_engine *engine, int32_t row, int32_t column, uint8_t leader, uint8_t intermediate, uint8_t final,
    int32_t first, int32_t second) {
    switch (leader << 16 | intermediate << 8 | final) {
    case '@': case 'A': case 'B': case 'C': case 'D': case 'E': case 'F': case 'G': case 'H': case 'I': case 'J':
    case 'K': case 'L': case 'M': case 'P': case 'S': case 'T': case 'X': case 'Z': case '`': case 'a': case 'd':
    case 'e': case 'f': case 'g': case 'j': case 'k': case 'r':
    case '?' << 16 | 'J': case '?' << 16 | 'K':
    case '\'' << 8 | '}': case '\'' << 8 | '~':
        break;
    default:
        return -1;
    }
    char bytes[64], *out = place(engine, bytes, row, column);
    *out++ = 0x1B;
    *out++ = '[';
    if (leader) *out++ = (char)leader;
    out = digits(out, first);
    if (second >= 0) {
        *out++ = ';';
        out = digits(out, second);
    }
    if (intermediate) *out++ = (char)intermediate;
    *out++ = (char)final;
    return run(engine, bytes, out);
}

const tend_operation *tend_engine_operations(const tend_engine *engine) { return engine->operations; }
int32_t tend_engine_row(const tend_engine *engine) { return engine->position.row; }
int32_t tend_engine_column(const tend_engine *engine) { return engine->position.col; }
