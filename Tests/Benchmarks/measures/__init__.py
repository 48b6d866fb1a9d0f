"""The measures, one class each: `FIGURES` names its rows in the table, and `run(make, plan)` yields a `(figure name, value)` for each
of them: one mux, one round.

`make(**options)` makes a server in a new home, `plan` says how much of everything there is. A class with `TEND_ONLY` has no
counterpart in tmux.
"""

from .api import Screen
from .history import History
from .idle import Idle, PanesIdle, Spinners
from .latency import Latency, PanesLatency
from .many import Many
from .memory import IdleMemory, PanesMemory
from .recovery import Recovery
from .repaint import PanesRepaint, Repaint
from .startup import Listing, Startup
from .throughput import Attached, Detached, Panes

#: By the name that `--only` takes, in the order of the table.
ALL = {
    "detached": Detached, "attached": Attached, "latency": Latency, "repaint": Repaint, "memory": IdleMemory, "history": History,
    "idle": Idle, "spinners": Spinners, "startup": Startup, "many": Many, "recovery": Recovery, "screen": Screen, "list": Listing,
    "panes": Panes, "panes-latency": PanesLatency, "panes-repaint": PanesRepaint, "panes-memory": PanesMemory, "panes-idle": PanesIdle,
}  # fmt: skip
