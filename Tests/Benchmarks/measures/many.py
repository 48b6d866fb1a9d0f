"""Many sessions at work at once."""

import time

import payloads
from figures import Figure, at_most
from pipes import program
from processes import cpu_seconds


class Many:
    """100 sessions that all write 1 MiB of log lines at the same moment: seconds until the last one was taken, and CPU of server and
    keeper. Starting them is not part of it."""

    FIGURES = [
        Figure("100 sessions x 1 MiB: time", "s", at_most(0.5), at_most(0.3)),
        Figure("100 sessions x 1 MiB: CPU", "s"),
        Figure("100 sessions: starting one", "ms"),
    ]

    @staticmethod
    def run(make, plan):
        path = plan.payloads.path("log", payloads.MIB)
        with make() as mux:
            report, gate = mux.report(), mux.gate()
            start = time.monotonic()
            for number in range(plan.many):
                mux.new(program("flood", number, path, report.path, gate.path))
            yield "100 sessions: starting one", (time.monotonic() - start) * 1000 / plan.many
            report.expect("ready", plan.many)
            pids = mux.server_pids()
            time.sleep(1)
            before = cpu_seconds(pids)
            gate.open()
            done = report.expect("done", plan.many, timeout=300)
            yield "100 sessions x 1 MiB: time", max(float(line[3]) for line in done) - min(float(line[2]) for line in done)
            yield "100 sessions x 1 MiB: CPU", cpu_seconds(pids) - before
