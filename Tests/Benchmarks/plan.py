"""How much of everything a run does."""

from dataclasses import dataclass

import payloads


@dataclass
class Plan:
    payloads: payloads.Files
    rounds: int = 3
    flood_bytes: int = 16 * payloads.MIB
    keys: int = 300
    idle_counts: tuple = (1, 10, 100)
    history_lines: int = 50_000
    watch_seconds: float = 20
    repetitions: int = 12
    many: int = 100

    @classmethod
    def quick(cls, files):
        """Enough to see that everything works; its figures are rough."""
        return cls(files, rounds=1, flood_bytes=4 * payloads.MIB, keys=100, watch_seconds=5, repetitions=4)
