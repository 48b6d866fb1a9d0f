#!/usr/bin/env python3
"""Compares tend with tmux: interleaved runs of the same work, and one table of medians and ratios.

Every run of either has a home of its own in a temporary folder; nothing is reached over a network, and nothing is left running.
A slow figure is no error. The exit status is 1 when a measure could not be taken at all, 2 for wrong usage.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

import measures
import payloads
import table
from muxes import Tend, Tmux
from pipes import Broken
from plan import Plan


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="measures: " + ", ".join(measures.ALL))
    parser.add_argument("--tend", metavar="PATH", help="the binary to measure; without it tmux alone is")
    parser.add_argument("--only", metavar="NAME,…", help="these measures")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of each measure (3; quick 1)")
    parser.add_argument("--quick", action="store_true", help="less of everything: shows that all works, rough figures")
    parser.add_argument("--json", metavar="FILE", help="write all values there too")
    chosen = parser.parse_args()
    chosen.names = chosen.only.split(",") if chosen.only else list(measures.ALL)
    if unknown := [name for name in chosen.names if name not in measures.ALL]:
        parser.error(f"no measure {unknown[0]!r}; there are {', '.join(measures.ALL)}")
    if chosen.rounds is not None and chosen.rounds < 1:
        parser.error("--rounds wants at least 1")
    if chosen.tend and not os.access(chosen.tend, os.X_OK):
        parser.error(f"{chosen.tend} is no program; make build makes it")
    if not shutil.which("tmux"):
        parser.error("tmux is not installed; it is what tend is compared with")
    return chosen


def take(name, muxes, plan, results):
    """All rounds of one measure, tmux and tend in turn. Returns what went wrong."""
    measure, troubles = measures.ALL[name], []
    for _ in range(plan.rounds):
        for mux in muxes:
            if mux is Tmux and getattr(measure, "TEND_ONLY", False):
                continue
            try:
                for figure, value in measure.run(mux, plan):
                    results.add(figure, mux.name, value)
            except (Broken, OSError, ValueError, KeyError) as error:
                troubles.append(f"{name}, {mux.name}: {type(error).__name__}: {error}")
        if troubles:
            break
    return troubles


def interrupt(*_):
    """A termination request ends the run as Ctrl-C does: through the homes, which end their servers."""
    raise KeyboardInterrupt


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    muxes = [Tmux]
    if chosen.tend:
        Tend.executable = str(Path(chosen.tend).resolve())
        muxes.append(Tend)
    results, troubles, summaries = table.Results(), [], []
    with tempfile.TemporaryDirectory(prefix="tend-bench-payloads-") as folder:
        files = payloads.Files(Path(folder))
        plan = Plan.quick(files) if chosen.quick else Plan(files)
        plan.rounds = chosen.rounds or plan.rounds
        print(f"{platform.node()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {plan.rounds} rounds, interleaved\n{table.head()}", flush=True)
        for name in chosen.names:
            start = time.monotonic()
            found = take(name, muxes, plan, results)
            for figure in measures.ALL[name].FIGURES:
                summaries.append(results.summary(figure))
                print(table.line(summaries[-1]), flush=True)
            for trouble in found:
                print(f"broken: {trouble}", file=sys.stderr, flush=True)
            troubles += found
            print(f"# {name} took {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    judged = [summary for summary in summaries if summary["met"] is not None]
    if judged:
        print(f"\n{sum(summary['met'] for summary in judged)} of {len(judged)} musts met; * = aim met too")
    if chosen.json:
        Path(chosen.json).write_text(json.dumps({"figures": summaries, "broken": troubles}, indent=1, ensure_ascii=False) + "\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
