"""What is compared: every figure with the bounds of reference/performance.md §7 and of issue 2 §6."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """A figure is fine when its ratio to tmux, or its own value, is at most (or at least) `limit`."""

    limit: float
    of_ratio: bool = True
    at_least: bool = False

    def holds(self, value, ratio):
        number = ratio if self.of_ratio else value
        if number is None:
            return None
        return number >= self.limit if self.at_least else number <= self.limit

    def text(self):
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{'×' if self.of_ratio else ''}"


@dataclass(frozen=True)
class Figure:
    """One row of the table. The ratio is tend's value to tmux's."""

    name: str
    unit: str
    must: Bound | None = None
    aim: Bound | None = None


def at_most(limit):
    return Bound(limit)


def at_least(limit):
    return Bound(limit, at_least=True)


def value_at_most(limit):
    return Bound(limit, of_ratio=False)
