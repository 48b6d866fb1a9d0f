"""How long a key takes to its echo on the attached terminal."""

import random
import statistics
import time

from figures import Figure, at_most
from pipes import program


def _type(terminal, count):
    """Types `count` keys at the pace of a fast typist and returns the milliseconds until each was drawn.

    Every key is another letter of two bytes, from U+0100 on, so that its echo cannot be taken for anything drawn before.
    """
    source, times = random.Random(9), []
    for number in range(count):
        key = chr(0x100 + number % 0x24F if number < 0x150 else 0x400 + number % 0x80).encode()
        pause = time.monotonic() + source.uniform(0.02, 0.05)
        while (left := pause - time.monotonic()) > 0:
            terminal.read(left)
        start = time.monotonic()
        terminal.send(key)
        times.append((terminal.wait_for(key, 10) - start) * 1000)
    return times


def _percentiles(name, times):
    yield f"key to echo, {name}: p50", statistics.median(times)
    yield f"key to echo, {name}: p95", statistics.quantiles(times, n=20)[-1]


class Latency:
    """Keys into an attached session whose terminal echoes (the kernel does, so no program adds to it): with nothing else going
    on, while another session that nobody looks at is flooded with log lines, and into a program that scrolls the rest of its own
    screen as fast as it can and shows the key in the first row."""

    FIGURES = [
        Figure("key to echo, idle: p50", "ms", at_most(1.2), at_most(0.9)),
        Figure("key to echo, idle: p95", "ms"),
        Figure("key to echo, hidden flood: p50", "ms", at_most(0.5), at_most(0.25)),
        Figure("key to echo, hidden flood: p95", "ms", at_most(1), at_most(0.5)),
        Figure("key to echo, visible flood: p50", "ms", at_most(0.5), at_most(0.25)),
        Figure("key to echo, visible flood: p95", "ms", at_most(1), at_most(0.5)),
    ]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            terminal = mux.attach(mux.new(["sleep", "1000000"]))
            terminal.drain()
            terminal.is_answering = False
            yield from _percentiles("idle", _type(terminal, plan.keys))
        with make() as mux:
            report = mux.report()
            terminal = mux.attach(mux.new(["sleep", "1000000"]))
            terminal.drain()
            terminal.is_answering = False
            mux.new(program("noise", "noise", plan.payloads.path("log", plan.flood_bytes), report.path))
            report.expect("ready")
            yield from _percentiles("hidden flood", _type(terminal, plan.keys))
        with make() as mux:
            report = mux.report()
            name = mux.new(program("echo", "echo", report.path))
            report.expect("ready")
            terminal = mux.attach(name)
            terminal.drain(0.3, 1)
            terminal.is_answering = False
            yield from _percentiles("visible flood", _type(terminal, plan.keys))
