"""The table that a run prints."""

import statistics


class Results:
    """Values by figure and mux, one per round."""

    def __init__(self):
        self.values = {}

    def add(self, figure, mux, value):
        self.values.setdefault(figure, {}).setdefault(mux, []).append(value)

    def summary(self, figure):
        """Median of both, and the median of the ratios of each round, so that what disturbed both in one round cancels out."""
        tmux, tend = (self.values.get(figure.name, {}).get(mux, []) for mux in ("tmux", "tend"))
        ratios = [ours / theirs for ours, theirs in zip(tend, tmux, strict=False) if theirs > 0]
        value = statistics.median(tend) if tend else None
        ratio = statistics.median(ratios) if ratios else None
        return {
            "figure": figure.name,
            "unit": figure.unit,
            "tmux": statistics.median(tmux) if tmux else None,
            "tend": value,
            "ratio": ratio,
            "must": figure.must.text() if figure.must else None,
            "aim": figure.aim.text() if figure.aim else None,
            "met": figure.must.holds(value, ratio) if figure.must and value is not None else None,
            "aim_met": figure.aim.holds(value, ratio) if figure.aim and value is not None else None,
            "rounds": {"tmux": tmux, "tend": tend},
        }


_HEAD = f"{'':42} {'unit':>6} {'tmux':>9} {'tend':>9} {'ratio':>7}  {'must':>8} {'aim':>8}"


def _number(value):
    if value is None:
        return "–"
    if value == 0:
        return "0"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4
    return f"{value:.{digits}f}"


def head():
    return _HEAD + "\n" + "─" * (len(_HEAD) + 8)


def line(summary):
    """One row: the verdict is `pass` or `MISS` against must, and a star where the aim is reached too."""
    verdict = {None: "", True: "pass", False: "MISS"}[summary["met"]] + (" *" if summary["aim_met"] else "")
    return (
        f"{summary['figure']:42} {summary['unit']:>6} {_number(summary['tmux']):>9} {_number(summary['tend']):>9} "
        f"{_number(summary['ratio']):>7}  {summary['must'] or '':>8} {summary['aim'] or '':>8}  {verdict}"
    ).rstrip()
