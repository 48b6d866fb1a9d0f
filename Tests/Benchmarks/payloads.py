"""The bytes that programs write, one kind of work each.

Everything is generated from a fixed seed, so that every run and every machine sees the same bytes, and cut to the wanted size. A
payload is one unit of about 1 MiB, repeated; lines end in CR LF because the programs write to a terminal in raw mode. All are made
for 200 columns and 50 rows. `RESET` follows each one: it leaves whatever mode the cut may have left open.
"""

import random

COLUMNS, ROWS = 200, 50
MIB = 1 << 20
RESET = b"\x1b\\\x1b[?2026l\x1b[?1049l\x1b[r\x1b[0m"

_WORDS = (
    "request session worker cache commit parser buffer stream retry socket render index branch merge token schema "
    "deploy queue timeout packet cursor module vector handler upload query thread kernel signal config"
).split()


def _repeat(unit_of, random_seed, size):
    """Fills `size` bytes with a unit of at least 1 MiB made of what `unit_of(random, number)` returns."""
    source = random.Random(random_seed)
    unit, number = bytearray(), 0
    while len(unit) < min(size, MIB):
        unit += unit_of(source, number)
        number += 1
    return bytes((unit * (size // len(unit) + 1))[:size])


def log(size):
    """Plain log lines of 60 to 140 characters."""

    def line(source, number):
        words = " ".join(source.choices(_WORDS, k=source.randint(3, 12)))
        level = source.choice(("INFO ", "DEBUG", "WARN ", "ERROR"))
        return (
            f"2026-03-{number // 86400 % 28 + 1:02} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}."
            f"{source.randrange(1000):03} {level} [worker-{source.randrange(16)}] {words} id={source.randrange(1 << 32):08x}\r\n"
        ).encode()

    return _repeat(line, 1, size)


def dense(size):
    """Whole screens in which every cell has a foreground and a background of its own, in true colour."""

    def screen(source, _):
        cells = bytearray(b"\x1b[H")
        for _ in range(COLUMNS * ROWS):
            colors = source.randrange(1 << 48).to_bytes(6, "big")
            cells += b"\x1b[38;2;%d;%d;%d;48;2;%d;%d;%dm%c" % (*colors, source.randrange(33, 127))
        return cells

    return _repeat(screen, 2, size)


def region(size):
    """Short lines that scroll inside rows 5 to 45, as in a pager or an installer with a fixed frame."""

    def lines(source, number):
        head = b"\x1b[5;45r\x1b[45;1H" if number % 500 == 0 else b""
        return head + " ".join(source.choices(_WORDS, k=source.randint(2, 8))).encode() + b"\r\n"

    return _repeat(lines, 3, size)


def unicode(size):
    """Lines of Latin, Greek, Cyrillic, CJK, emoji (with joiners, selectors and flags) and combining marks."""
    alphabets = (
        "äöüßéèêñçøåæœ", "αβγδεζηθλμπσφψω", "бвгджзийлпфцчшщъюя", "日本語表示端末会話入力出力画面構成試験", "한국어터미널세션",
        "┌─┐│└┘├┤═║╔╗", "→←↑↓✓✗●○◐…«»",
    )  # fmt: skip
    clusters = ("🚀", "🐛", "👩‍💻", "❤️", "🇫🇷", "👍🏽", "e\u0301", "n\u0303", "o\u0302\u0323")

    def line(source, _):
        text = []
        for _ in range(source.randint(6, 14)):
            if source.random() < 0.25:
                text.append(source.choice(clusters))
            else:
                text.append("".join(source.choices(source.choice(alphabets), k=source.randint(2, 9))))
        return " ".join(text).encode() + b"\r\n"

    return _repeat(line, 4, size)


def cursor(size):
    """One or two characters at random places of the alternate screen, with a colour now and then."""

    def motion(source, number):
        color = b"\x1b[%dm" % source.randint(30, 37) if source.random() < 0.2 else b""
        place = b"\x1b[%d;%dH" % (source.randint(1, ROWS), source.randint(1, COLUMNS))
        start = b"\x1b[?1049h\x1b[H\x1b[2J" if number == 0 else b""
        return start + place + color + bytes(source.choices(range(33, 127), k=source.randint(1, 2)))

    return _repeat(motion, 5, size)


def longline(size):
    """One line without an end."""
    return _repeat(lambda source, _: (source.choice(_WORDS) + " ").encode(), 6, size)


def agent(size):
    """A coding agent that redraws its lower dozen lines inside synchronized updates, as Ink does, and sometimes prints a message."""
    frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

    def update(source, number):
        out = ["\x1b[?2026h"]
        out.append("\x1b[2K\x1b[1A" * 11 + "\x1b[2K\x1b[G" if number else "")
        if number % 8 == 0:
            words = " ".join(source.choices(_WORDS, k=source.randint(10, 24)))
            out.append(f"\x1b[38;2;215;119;87m●\x1b[39m \x1b[1m{words[:20]}\x1b[22m{words[20:]}\r\n\r\n")
        glyph, seconds = frames[number % len(frames)], number // 10
        out.append(
            f"\x1b[38;2;215;119;87m{glyph} Working…\x1b[39m \x1b[38;2;153;153;153m({seconds}s · ↑ {number * 37} tokens · esc to interrupt)\x1b[39m\r\n"
        )
        for row in range(6):
            done = (number // 40) % 6 > row
            mark, style = ("☒", "\x1b[9m") if done else ("☐", "")
            out.append(f"  ⎿ {mark} {style}{_WORDS[row * 5]} the {_WORDS[row * 3 + 1]} of {_WORDS[row + 7]}\x1b[0m\r\n")
        typed = " ".join(_WORDS[: number % 12])
        out.append("\x1b[38;2;136;136;136m╭" + "─" * 196 + "╮\x1b[39m\r\n")
        out.append(f"\x1b[38;2;136;136;136m│\x1b[39m > {typed}\x1b[7m \x1b[27m{' ' * (191 - len(typed))}" + "\x1b[38;2;136;136;136m│\x1b[39m\r\n")
        out.append("\x1b[38;2;136;136;136m╰" + "─" * 196 + "╯\x1b[39m\r\n")
        out.append("  \x1b[2m? for shortcuts\x1b[22m\r\n\x1b[?2026l")
        return "".join(out).encode()

    return _repeat(update, 7, size)


#: By name, in the order of the table.
ALL = {
    "log": log, "dense": dense, "region": region, "unicode": unicode, "cursor": cursor, "longline": longline, "agent": agent,
}  # fmt: skip


class Files:
    """Payloads as files in one folder, made when first asked for, so that programs only have to read them."""

    def __init__(self, folder):
        self.folder = folder

    def path(self, name, size):
        path = self.folder / f"{name}-{size}"
        if not path.exists():
            path.write_bytes(ALL[name](size))
        return path


def plain_lines(count, width=80):
    """`count` different lines of exactly `width` characters: what a history is filled with."""
    source = random.Random(8)
    for number in range(count):
        line = f"{number:08} " + " ".join(source.choices(_WORDS, k=width // 4))
        yield line[: width - 1].encode() + b"."
