"""How fast output is taken, and what that costs."""

import payloads
from figures import Figure, at_least, at_most, value_at_most
from pipes import program
from processes import cpu_seconds

#: Characters that no payload has, so that a client has to draw all of them, in one run, at the end.
_END = "¤§¶".encode()

_DETACHED_AIM = {"log": 2, "dense": 3, "region": 2, "unicode": 8, "cursor": 3, "longline": 2, "agent": 3}


def _flood(mux, path, start=None, view=None):
    """One session takes one payload. `start(command)` starts it and returns what `view(it)` shows on a terminal, if it is looked at.

    Returns wall seconds, CPU seconds of the server (and keeper, and attached client) and bytes drawn on the terminal. The clock
    starts when the program writes its first byte. Detached it stops when the terminal has answered a question that the program
    asks behind the last byte, so everything was taken by then; attached when a text behind the payload is seen on the terminal too.
    """
    report, gate = mux.report(), mux.gate()
    ending = payloads.RESET + (b"\x1b[2J\x1b[H" + _END if view else b"")
    started = (start or mux.new)(program("flood", "flood", path, report.path, gate.path, ending.hex()))
    report.expect("ready")
    pids = mux.server_pids()
    terminal = None
    if view:
        terminal = view(started)
        terminal.drain(0.5)
        terminal.is_answering = False
        terminal.byte_count = 0
        pids.append(terminal.pid)
    before = cpu_seconds(pids)
    gate.open()
    seen = terminal.wait_for(_END, 300, also=report) if terminal else 0
    ((_, _, start, end),) = report.expect("done", timeout=300)
    cpu = cpu_seconds(pids) - before
    drawn = terminal.byte_count if terminal else 0
    return max(float(end), seen) - float(start), cpu, drawn


class Detached:
    """16 MiB of each payload into a session that nobody looks at: speed, and CPU of server and keeper per MiB."""

    FIGURES = [
        figure
        for name, aim in _DETACHED_AIM.items()
        for figure in (
            Figure(f"detached {name}: speed", "MiB/s", at_least(1.5), at_least(aim)),
            Figure(f"detached {name}: CPU", "ms/MiB", at_most(0.6), at_most(0.12 if name == "unicode" else 0.35)),
        )
    ]

    @staticmethod
    def run(make, plan):
        mebibytes = plan.flood_bytes / payloads.MIB
        with make() as mux:
            for name in _DETACHED_AIM:
                wall, cpu, _ = _flood(mux, plan.payloads.path(name, plan.flood_bytes))
                yield f"detached {name}: speed", mebibytes / wall
                yield f"detached {name}: CPU", cpu * 1000 / mebibytes


def _watched_figures(view):
    return [
        figure
        for name in _DETACHED_AIM
        for figure in (
            Figure(f"{view} {name}: speed", "MiB/s", at_least(1.3), at_least(3 if name == "agent" else 2)),
            Figure(f"{view} {name}: CPU", "ms/MiB"),
            Figure(f"{view} {name}: drawn", "B/B", at_most(1), value_at_most(0.3 if name == "dense" else 0.05)),
        )
    ]


def _watched(view, watch, make, plan):
    mebibytes = plan.flood_bytes / payloads.MIB
    for name in _DETACHED_AIM:
        with make() as mux:
            wall, cpu, drawn = watch(mux, plan.payloads.path(name, plan.flood_bytes))
            yield f"{view} {name}: speed", mebibytes / wall
            yield f"{view} {name}: CPU", cpu * 1000 / mebibytes
            yield f"{view} {name}: drawn", drawn / plan.flood_bytes


class Attached:
    """The same with a client on a terminal of 200x50 that is drained: speed, CPU with the client, bytes drawn per payload byte."""

    FIGURES = _watched_figures("attached")

    @staticmethod
    def run(make, plan):
        return _watched("attached", lambda mux, path: _flood(mux, path, view=mux.attach), make, plan)


class Panes:
    """The same with the full-screen client, the session in its only pane."""

    FIGURES = _watched_figures("panes")

    @staticmethod
    def run(make, plan):
        def watch(mux, path):
            return _flood(mux, path, start=lambda command: mux.arrange([command]), view=lambda _: mux.open())

        return _watched("panes", watch, make, plan)
