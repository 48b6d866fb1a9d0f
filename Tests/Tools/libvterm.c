// Prints what the engine of CVTerm answers to random calls of its allow-list, to be compared between releases of libvterm.
// usage: libvterm SEEDS; each seed is a screen of a random size and 400 calls.
#include "CVTerm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static int below(int limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)((uint32_t)(state >> 20) % (uint32_t)limit);
}

static int call(tend_engine *engine, int row, int column) {
    static const uint8_t controls[] = {0x08, 0x09, 0x0A, 0x0D, 0x84, 0x85, 0x88, 0x8D};
    static const char finals[] = "@ABCDEFGHIJKLMPSTXZ`adefgjkr";
    static const char others[][2] = {{'?', 'J'}, {'?', 'K'}, {'\'', '}'}, {'\'', '~'}};
    static const int numbers[] = {-1, 0, 1, 2, 3, 5, 7, 20, 80, 1000, 9999, 70000};
    int count = (int)strlen(finals), choice = below(count + 4 + 16);
    if (choice >= count + 4) {
        uint8_t control = controls[below(8)];
        printf("%02x at %d,%d:", control, row, column);
        return tend_engine_control(engine, row, column, control);
    }
    uint8_t leader = 0, intermediate = 0, final = 0;
    if (choice < count) {
        final = (uint8_t)finals[choice];
    } else {
        const char *other = others[choice - count];
        *(other[0] == '?' ? &leader : &intermediate) = (uint8_t)other[0];
        final = (uint8_t)other[1];
    }
    int first = numbers[below(12)], second = strchr("Hfr", final) ? numbers[below(12)] : -1;
    // The emulator does not pass others on.
    if (final == 'J' || final == 'K') first = first > 2 ? 2 : first;
    if (final == 'g') first = first == 3 || first == 5 ? first : 0;
    printf("%c%c%c %d %d at %d,%d:", leader ? leader : '.', intermediate ? intermediate : '.', final, first, second, row, column);
    return tend_engine_sequence(engine, row, column, leader, intermediate, final, first, second);
}

int main(int argumentCount, char **arguments) {
    int seeds = argumentCount > 1 ? atoi(arguments[1]) : 300;
    for (int seed = 1; seed <= seeds; seed++) {
        state = (uint64_t)seed * 0x9E3779B97F4A7C15u;
        int rows = 1 + below(40), columns = 2 + below(90);
        tend_engine *engine = tend_engine_new(rows, columns);
        printf("seed %d: %dx%d\n", seed, rows, columns);
        for (int step = 0; step < 400; step++) {
            int count = call(engine, below(rows), below(columns));
            const tend_operation *all = tend_engine_operations(engine);
            for (const tend_operation *one = all; one < all + count; one++)
                printf(" [%d: %d-%d %d-%d, %d %d %d]", one->kind, one->top, one->bottom, one->left, one->right, one->down,
                       one->across, one->selective);
            printf(" -> %d,%d\n", tend_engine_row(engine), tend_engine_column(engine));
        }
        tend_engine_free(engine);
    }
    return 0;
}
