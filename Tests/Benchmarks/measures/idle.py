"""What sessions cost that do nothing, or nearly nothing."""

import os
import time

from figures import Figure, at_most, value_at_most
from processes import cpu_seconds, wakeups, wakeups_between

_COUNT = 50
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Idle:
    """50 detached sessions that run `sleep`: CPU and voluntary context switches of server and keeper while nothing happens."""

    FIGURES = [
        Figure("50 idle sessions: CPU", "s/min", value_at_most(0.005), value_at_most(0)),
        Figure("50 idle sessions: wake-ups", "1/s", None, value_at_most(0)),
    ]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            mux.idle(_COUNT)
            pids = mux.server_pids()
            # Whatever follows a start (writing down the sessions, noticing that they are idle) is over by then.
            time.sleep(plan.watch_seconds / 2)
            before, woken, start = cpu_seconds(pids), wakeups(pids), time.monotonic()
            time.sleep(plan.watch_seconds)
            seconds = time.monotonic() - start
            yield "50 idle sessions: CPU", (cpu_seconds(pids) - before) / seconds * 60
            yield "50 idle sessions: wake-ups", wakeups_between(woken, wakeups(pids)) / seconds


class Spinners:
    """50 detached sessions that each redraw one line ten times a second, not at the same moments: CPU of server and keeper.

    The sessions run `sleep`; the benchmark itself writes to their terminals, evenly spread, so that 50 programs do not disturb.
    """

    FIGURES = [Figure("50 spinners: CPU", "s/min", at_most(0.5), at_most(0.3))]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            report = mux.report()
            for _ in range(_COUNT):
                mux.new(_terminal_of(report))
            lines = [os.open(path, os.O_WRONLY | os.O_NOCTTY) for _, path in report.expect("tty", _COUNT)]
            pids = mux.server_pids()
            try:
                _spin(lines, 2, time.sleep)
                before, start = cpu_seconds(pids), time.monotonic()
                _spin(lines, plan.watch_seconds, time.sleep)
                yield "50 spinners: CPU", (cpu_seconds(pids) - before) / (time.monotonic() - start) * 60
            finally:
                for line in lines:
                    os.close(line)


class PanesIdle:
    """The full-screen client with one idle pane, and with ten of which one redraws a line ten times a second: CPU and voluntary
    context switches of client, server and keeper. Both clients have a clock."""

    FIGURES = [
        Figure("panes: idle, one: CPU", "s/min", value_at_most(0.005), value_at_most(0)),
        Figure("panes: idle, one: wake-ups", "1/s", at_most(1), value_at_most(0.1)),
        Figure("panes: ten, one spins: CPU", "s/min", at_most(1), at_most(0.5)),
        Figure("panes: ten, one spins: wake-ups", "1/s"),
    ]

    @staticmethod
    def run(make, plan):
        for kind, count in ("idle, one", 1), ("ten, one spins", 10):
            with make() as mux:
                report = mux.report()
                mux.arrange([_terminal_of(report)] + [["sleep", "1000000"]] * (count - 1))
                line = os.open(report.expect("tty")[0][1], os.O_WRONLY | os.O_NOCTTY)
                lines = [line] if count > 1 else []
                try:
                    terminal = mux.open()
                    terminal.drain(1)
                    pids = [*mux.server_pids(), terminal.pid]
                    _spin(lines, plan.watch_seconds / 2, terminal.watch)
                    before, woken, start = cpu_seconds(pids), wakeups(pids), time.monotonic()
                    _spin(lines, plan.watch_seconds, terminal.watch)
                    seconds = time.monotonic() - start
                    yield f"panes: {kind}: CPU", (cpu_seconds(pids) - before) / seconds * 60
                    yield f"panes: {kind}: wake-ups", wakeups_between(woken, wakeups(pids)) / seconds
                finally:
                    os.close(line)


def _terminal_of(report):
    """A program that tells the name of its terminal and then does nothing."""
    return ["/bin/sh", "-c", 'echo "tty $(tty)" > "$0"; exec sleep 1000000', report.path]


def _spin(lines, seconds, wait):
    """Ten frames a second on every line, one line after the other. `wait(seconds)` is how time passes."""
    start = time.monotonic()
    if not lines:
        return wait(seconds)
    for turn in range(int(seconds * 10 * len(lines))):
        number, line = divmod(turn, len(lines))
        wait(max(0, start + turn / (10 * len(lines)) - time.monotonic()))
        glyph = _FRAMES[number % len(_FRAMES)]
        os.write(lines[line], f"\r\x1b[2K\x1b[36m{glyph}\x1b[0m Working… ({number // 10}s · esc to interrupt)".encode())
