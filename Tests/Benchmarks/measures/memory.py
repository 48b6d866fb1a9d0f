"""What idle sessions hold in memory."""

import time

from figures import Figure, at_most, value_at_most
from processes import Memory

_MIB = 1 << 20


class IdleMemory:
    """PSS of server, keeper and one attached client with 1, 10 and 100 sessions that run `sleep`, the part of it that is nobody
    else's, and what one more session adds."""

    # performance.md §7 asked for 3 × tmux; issue 2 §6 replaces that by the fixed cost of Foundation and TLS.
    FIGURES = [
        Figure("PSS, 1 idle session", "MiB", value_at_most(40)),
        Figure("PSS, 10 idle sessions", "MiB"),
        Figure("PSS, 100 idle sessions", "MiB"),
        Figure("private, 1 idle session", "MiB", value_at_most(12)),
        Figure("private, 100 idle sessions", "MiB"),
        Figure("PSS per further idle session", "KiB", value_at_most(48)),
    ]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            terminal, count, shares = None, 0, {}
            for wanted in plan.idle_counts:
                names = mux.idle(wanted - count)
                count = wanted
                if terminal is None:
                    terminal = mux.attach(names[0])
                terminal.drain(0.3)
                # Looked up before: to ask the server brings code into its memory. Idle is what lasts: a second after their start processes
                # let go of what only that needs.
                pids = [*mux.server_pids(), terminal.pid]
                time.sleep(3)
                memory = Memory(pids)
                shares[wanted] = memory.share
                noun = "session" if wanted == 1 else "sessions"
                yield f"PSS, {wanted} idle {noun}", memory.share / _MIB
                if wanted != 10:
                    yield f"private, {wanted} idle {noun}", memory.private / _MIB
            # The first few sessions also bring the code that starts sessions into memory.
            first, last = sorted(shares)[-2:]
            yield "PSS per further idle session", (shares[last] - shares[first]) / (last - first) / 1024


class PanesMemory:
    """The full-screen client: PSS of it, server and keeper with one pane, and what the client alone holds with one and with ten."""

    FIGURES = [
        Figure("panes: PSS, one pane, all processes", "MiB", value_at_most(40)),
        Figure("panes: private, one pane, all processes", "MiB", value_at_most(12)),
        Figure("panes: private, client, 1 pane", "MiB"),
        Figure("panes: private, client, 10 panes", "MiB"),
    ]

    @staticmethod
    def run(make, plan):
        for count in 1, 10:
            with make() as mux:
                mux.arrange([["sleep", "1000000"]] * count)
                terminal = mux.open()
                terminal.drain(0.3)
                pids = [*mux.server_pids(), terminal.pid]
                terminal.drain(3)
                if count == 1:
                    memory = Memory(pids)
                    yield "panes: PSS, one pane, all processes", memory.share / _MIB
                    yield "panes: private, one pane, all processes", memory.private / _MIB
                yield f"panes: private, client, {count} {'pane' if count == 1 else 'panes'}", Memory([terminal.pid]).private / _MIB
