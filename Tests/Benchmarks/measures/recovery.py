"""What happens when the server is killed."""

import json
import os
import signal
import time

import payloads
from figures import Figure, value_at_most
from pipes import Broken, program

_COUNT = 50


class Recovery:
    """50 sessions with coloured screens and some history; then `kill -9` of the server, and the API is asked without pause: until the
    list of sessions is answered, and until every screen is again what it was."""

    TEND_ONLY = True
    FIGURES = [
        Figure("kill -9: first answer, 50 sessions", "s", value_at_most(1)),
        Figure("kill -9: all 50 screens right", "s", value_at_most(3)),
    ]

    @staticmethod
    def run(make, plan):
        agent = plan.payloads.path("agent", plan.flood_bytes).read_bytes()
        with make() as mux:
            report = mux.report()
            names = []
            for number in range(_COUNT):
                path = mux.home / f"screen-{number}"
                path.write_bytes(agent[: 50_000 + 4_000 * number] + payloads.RESET + f"\r\nsession {number}".encode())
                names.append(mux.new(program("show", number, path, report.path)))
            report.expect("shown", _COUNT)
            before = {name: _screen(mux.api(), name) for name in names}
            victim = mux.status()["pid"]
            start = time.monotonic()
            os.kill(victim, signal.SIGKILL)
            yield "kill -9: first answer, 50 sessions", _until(start, lambda api: api.fetch("/api/v1/sessions"), mux)
            for name in names:
                ended = _until(start, lambda api, name=name: _screen(api, name) == before[name], mux)
            if mux.status()["pid"] == victim:
                raise Broken("the server that was killed is still there")
            yield "kill -9: all 50 screens right", ended


def _screen(api, name):
    """All that a session shows: cells, cursor, modes, title, how many bytes that was, and the last rows that scrolled off."""
    return json.loads(api.fetch(f"/api/v1/sessions/{name}/screen?format=json&history=100"))


def _until(start, attempt, mux, patience=30):
    """Seconds after `start` at which `attempt` came true. A connection that breaks is one that the killed server had taken."""
    while True:
        try:
            if attempt(mux.api(timeout=patience)):
                return time.monotonic() - start
        except (OSError, Broken, ValueError):
            pass
        if time.monotonic() - start > patience:
            raise Broken(f"the API did not come back right within {patience} s")
        time.sleep(0.005)
