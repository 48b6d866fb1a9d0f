"""What the API costs the server."""

import payloads
from figures import Figure, value_at_most
from pipes import program
from processes import cpu_seconds


class Screen:
    """`GET …/screen?format=json` of a session of 200x50 over the Unix socket, one connection: CPU of the server per request. The must
    is for a full screen of text; one in which every cell has colours of its own is the worst there is."""

    TEND_ONLY = True
    FIGURES = [
        Figure("screen by API, log: CPU", "ms", value_at_most(1)),
        Figure("screen by API, log: size", "KiB"),
        Figure("screen by API, dense: CPU", "ms", value_at_most(1)),
        Figure("screen by API, dense: size", "KiB"),
    ]

    @staticmethod
    def run(make, plan):
        with make() as mux:
            for kind in ("log", "dense"):
                report = mux.report()
                name = mux.new(program("show", kind, plan.payloads.path(kind, payloads.MIB), report.path))
                report.expect("shown")
                api = mux.api()
                path = f"/api/v1/sessions/{name}/screen?format=json"
                size = len(api.fetch(path))
                pids = [mux.status()["pid"]]
                count = 20 * plan.repetitions
                before = cpu_seconds(pids)
                for _ in range(count):
                    api.fetch(path)
                yield f"screen by API, {kind}: CPU", (cpu_seconds(pids) - before) * 1000 / count
                yield f"screen by API, {kind}: size", size / 1024
                api.close()
