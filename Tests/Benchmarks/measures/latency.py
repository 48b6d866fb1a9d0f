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
            yield from _typed("key to echo, idle", terminal, plan)
        with make() as mux:
            report = mux.report()
            terminal = mux.attach(mux.new(["sleep", "1000000"]))
            terminal.drain()
            mux.new(_noise(plan, report))
            report.expect("ready")
            yield from _typed("key to echo, hidden flood", terminal, plan)
        with make() as mux:
            report = mux.report()
            name = mux.new(program("echo", "echo", report.path))
            report.expect("ready")
            terminal = mux.attach(name)
            terminal.drain(0.3, 1)
            yield from _typed("key to echo, visible flood", terminal, plan)


class PanesLatency:
    """The same with the full-screen client, and with the flood in the pane beside the one that is typed into."""

    FIGURES = [
        Figure("panes key to echo, idle: p50", "ms", at_most(1.2), at_most(0.9)),
        Figure("panes key to echo, idle: p95", "ms"),
        *(
            figure
            for flood in ("hidden flood", "flood beside", "flood in it")
            for figure in (
                Figure(f"panes key to echo, {flood}: p50", "ms", at_most(0.5), at_most(0.25)),
                Figure(f"panes key to echo, {flood}: p95", "ms", at_most(1), at_most(0.5)),
            )
        ),
    ]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            mux.arrange([["sleep", "1000000"]])
            terminal = mux.open()
            terminal.drain()
            yield from _typed("panes key to echo, idle", terminal, plan)
            report = mux.report()
            mux.new(_noise(plan, report))
            report.expect("ready")
            yield from _typed("panes key to echo, hidden flood", terminal, plan)
        for flood in ("flood beside", "flood in it"):
            with make() as mux:
                report, gate = mux.report(), mux.gate()
                if flood == "flood beside":
                    mux.arrange([["sleep", "1000000"], _noise(plan, report, gate)])
                else:
                    mux.arrange([program("echo", "echo", report.path, gate.path)])
                report.expect("ready")
                terminal = mux.open()
                terminal.drain()
                gate.open()
                terminal.drain(0.3, 1)
                yield from _typed(f"panes key to echo, {flood}", terminal, plan)


def _noise(plan, report, gate=None):
    path = plan.payloads.path("log", plan.flood_bytes)
    return program("noise", "noise", path, report.path, *([gate.path] if gate else []))


def _typed(name, terminal, plan):
    terminal.is_answering = False
    times = _type(terminal, plan.keys)
    yield f"{name}: p50", statistics.median(times)
    yield f"{name}: p95", statistics.quantiles(times, n=20)[-1]
