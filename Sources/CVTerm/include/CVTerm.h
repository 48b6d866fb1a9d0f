#pragma once
#include <stdint.h>

/// The state layer of libvterm as an engine for erasing, scrolling, regions and tab stops.
///
/// It exists because libvterm answers through callbacks whose structures differ between releases, and because a Swift
/// object must not be changed by a callback while one of its methods runs. Here a callback only notes what is to be done;
/// the caller does it afterwards. Nothing reaches libvterm but sequences composed here from an allow-list with at most two
/// parameters of at most 9999: no text, no REP, no `ESC #`, no modes, no strings, no resize (`reference/swift.md` §1c).

/// Something to be done on the grid. Rectangles are half open: `top ..< bottom`, `left ..< right`.
typedef struct {
    /// 0: erase; 1: scroll by `down` rows upwards and `across` columns to the left (negative: the other way).
    int32_t kind;
    int32_t top, bottom, left, right;
    int32_t down, across;
    /// Erase only cells that are not protected.
    int32_t selective;
} tend_operation;

enum { TEND_OPERATION_ERASE = 0, TEND_OPERATION_SCROLL = 1, TEND_OPERATION_LIMIT = 8 };

typedef struct tend_engine tend_engine;

/// Makes an engine for a screen of this size, which never changes. The caller frees it with `tend_engine_free`.
tend_engine *_Nonnull tend_engine_new(int32_t rows, int32_t columns);
void tend_engine_free(tend_engine *_Nonnull engine);

/// Performs a control character (BS, HT, LF, CR; from 0x80: the C1 control, sent as an escape sequence) with the cursor at
/// `row`, `column`. Returns the number of operations, which stay valid until the next call; -1 if it is not allowed.
int32_t tend_engine_control(tend_engine *_Nonnull engine, int32_t row, int32_t column, uint8_t control);

/// Performs a control sequence. `leader` and `intermediate` are 0 if there is none; a parameter of -1 is missing.
int32_t tend_engine_sequence(
    tend_engine *_Nonnull engine, int32_t row, int32_t column, uint8_t leader, uint8_t intermediate, uint8_t final,
    int32_t first, int32_t second);

const tend_operation *_Nonnull tend_engine_operations(const tend_engine *_Nonnull engine);
/// Where libvterm's cursor is after the last call.
int32_t tend_engine_row(const tend_engine *_Nonnull engine);
int32_t tend_engine_column(const tend_engine *_Nonnull engine);
