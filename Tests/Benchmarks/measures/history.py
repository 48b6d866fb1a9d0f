"""What lines that scrolled off cost."""

import payloads
from figures import Figure, at_most
from pipes import program
from processes import Memory, disk_bytes


class History:
    """50,000 lines of 80 columns into a session: growth of PSS of the server (and keeper) per line, from a screenful on, and for tend what its
    files on the disk grew by."""

    FIGURES = [
        Figure("history: PSS per line", "B", at_most(0.4), at_most(0.2)),
        Figure("history: private per line", "B"),
        Figure("history: disk per line", "B"),
    ]

    @staticmethod
    def run(make, plan):
        count = plan.history_lines
        with make(history_lines=count) as mux:
            lines = list(payloads.plain_lines(count + 2 * payloads.ROWS))
            measured = []
            report = mux.report()
            gate = mux.gate()
            first, rest = mux.home / "first", mux.home / "rest"
            first.write_bytes(b"\r\n".join(lines[: 2 * payloads.ROWS]))
            rest.write_bytes(b"\r\n" + b"\r\n".join(lines[2 * payloads.ROWS :]))
            # A session beforehand, so that what every first session costs the server is not taken for history.
            mux.new(program("show", "show", first, report.path))
            report.expect("shown")
            mux.new(program("history", first, rest, report.path, gate.path))
            for step in ("first", "rest"):
                report.expect(step)
                measured.append((Memory(mux.server_pids()), disk_bytes(mux.home)))
                if step == "first":
                    gate.open()
            (before, disk_before), (after, disk_after) = measured
            yield "history: PSS per line", (after.share - before.share) / count
            yield "history: private per line", (after.private - before.private) / count
            yield "history: disk per line", (disk_after - disk_before) / count
