"""How long commands take."""

import statistics
import time

from figures import Figure, at_most, value_at_most


def _child(report):
    """A program whose first act is to report."""
    return ["/bin/sh", "-c", 'echo running > "$0"; exec sleep 1000000', report.path]


def _time_to_child(mux, report):
    """Milliseconds from starting the command to the first act of the program that it starts; the command may go on after that."""
    start = time.monotonic()
    command = mux.start(mux.new_command(f"s{time.monotonic_ns()}", _child(report)))
    report.expect("running")
    elapsed = (time.monotonic() - start) * 1000
    mux.finish(command)
    return elapsed


class Startup:
    """From starting `new -d` to the program inside doing something, with no server yet and with one."""

    FIGURES = [
        Figure("start to child, no server", "ms", at_most(1), at_most(0.8)),
        Figure("start to child, with server", "ms", at_most(1), at_most(0.8)),
    ]

    @staticmethod
    def run(make, plan):
        cold = []
        for _ in range(plan.repetitions):
            with make() as mux:
                cold.append(_time_to_child(mux, mux.report()))
        yield "start to child, no server", statistics.median(cold)
        with make() as mux:
            report = mux.report()
            mux.idle(1)
            warm = [_time_to_child(mux, report) for _ in range(plan.repetitions)]
        yield "start to child, with server", statistics.median(warm)


class Listing:
    """`ls` as a whole process, with 10 sessions."""

    FIGURES = [Figure("ls, whole process", "ms", value_at_most(30))]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            mux.idle(10)
            times = []
            for _ in range(2 * plan.repetitions):
                start = time.monotonic()
                mux.run(mux.list_command())
                times.append((time.monotonic() - start) * 1000)
            yield "ls, whole process", statistics.median(times)
