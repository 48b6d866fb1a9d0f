"""How long attaching takes."""

import statistics

import payloads
from figures import Figure, at_most
from pipes import program

#: Not in any history line, and in the screen's last row, so that the whole screen was drawn when it is seen.
_LAST = "¤§¶".encode()


class Repaint:
    """From starting the client's process to the last row on its terminal: with one screenful of text, and with 10,000 lines of
    history. Both sessions are drawn over and over; the median counts."""

    FIGURES = [
        Figure("attach to repaint, empty history", "ms", at_most(1), at_most(0.8)),
        Figure("attach to repaint, full history", "ms", at_most(1), at_most(0.8)),
    ]

    @staticmethod
    def run(make, plan):
        with make(history_lines=10_000) as mux:
            for kind, count in (("empty", payloads.ROWS - 1), ("full", 10_000 + payloads.ROWS - 1)):
                path = mux.home / kind
                path.write_bytes(b"\r\n".join([*payloads.plain_lines(count), _LAST]))
                report = mux.report()
                name = mux.new(program("show", "show", path, report.path))
                report.expect("shown")
                times = []
                for _ in range(plan.repetitions):
                    terminal = mux.attach(name)
                    times.append(terminal.wait_for(_LAST) - terminal.started)
                    terminal.drain(0.05, 1)
                    terminal.close()
                yield f"attach to repaint, {kind} history", statistics.median(times) * 1000


class PanesRepaint:
    """The same for the full-screen client: with one pane that shows one screenful, and with four that have 10,000 lines of history
    each. All panes have to be drawn."""

    FIGURES = [
        Figure("panes: start to repaint, empty history", "ms", at_most(1), at_most(0.8)),
        Figure("panes: start to repaint, four full", "ms", at_most(1), at_most(0.8)),
    ]

    @staticmethod
    def run(make, plan):
        for kind, panes, count in (("empty history", 1, payloads.ROWS // 2), ("four full", 4, 10_000)):
            with make(history_lines=10_000) as mux:
                report, lasts, commands = mux.report(), [], []
                for number in range(panes):
                    path = mux.home / f"pane-{number}"
                    lasts.append(_LAST + str(number).encode())
                    path.write_bytes(b"\r\n".join([*payloads.plain_lines(count), lasts[-1]]))
                    commands.append(program("show", number, path, report.path))
                mux.arrange(commands)
                report.expect("shown", panes)
                times = []
                # The first client gives the panes their size.
                for turn in range(1 + plan.repetitions):
                    terminal = mux.open()
                    end = terminal.wait_for_all(lasts)
                    if turn:
                        times.append(end - terminal.started)
                    terminal.drain(0.05, 1)
                    terminal.close()
                yield f"panes: start to repaint, {kind}", statistics.median(times) * 1000
