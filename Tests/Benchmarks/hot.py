"""Records the functions that the linker puts side by side (`make order`).

First those that a key runs through in the server, from the terminal to the program and back. A key comes when the processor has long done
something else: each page that its way touches has to be looked up anew, and there are 50 of them instead of 270.

Then those with which commands of every day start. Each page is mapped when it is touched for the first time; with them together `tend`
does so 110 times instead of 150."""

import argparse
import collections
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import muxes
import processes
from pipes import Broken

#: How many are typed while it is counted.
KEYS = 100
#: What a function that is called once or not at all, but goes round for every key, executes at least.
STEPS = 20 * KEYS


def callgrind(dump, *options):
    """What a program is started with to be counted."""
    return ["valgrind", "--tool=callgrind", "--demangle=no", "--compress-strings=no", f"--callgrind-out-file={dump}", *options]


class Traced(muxes.Tend):
    """A tend whose server runs under callgrind."""

    def __init__(self, executable):
        super().__init__()
        self.executable = str(executable)
        tend = self.home / "tend"
        (tend / "state").mkdir()
        self.dump = self.home / "dump"
        counting = " ".join(callgrind(self.dump, "--instr-atstart=no"))
        wrapper = self.home / "server"
        wrapper.write_text(f'#!/bin/sh\nexec {counting} {executable} "$@" 2>/dev/null\n')
        wrapper.chmod(0o755)
        keeper = ["--lock", tend / "keeper.lock", "--socket", tend / "tend.sock", "--server", wrapper]
        self.run([executable, "keeper", *keeper, "--log", tend / "state" / "server.log", "--wait", "60", "--detach"])
        self.run([executable, "ls"])

    def count(self, terminal):
        """Types into a client and counts what the server does for it."""
        server = str(self.status()["pid"])
        terminal.drain(2, 60)
        type_keys(terminal, 0, 30)
        subprocess.run(["callgrind_control", "--instr=on", server], check=True, capture_output=True)
        type_keys(terminal, 30, KEYS)
        subprocess.run(["callgrind_control", "--instr=off", server], check=True, capture_output=True)
        terminal.close()

    def counted(self):
        """Ends everything and tells the functions that were counted."""
        self.stop()
        # The dump is written at the end.
        deadline = time.monotonic() + 60
        while processes.marked(self.mark.encode()):
            if time.monotonic() > deadline:
                raise Broken("the server does not end")
            time.sleep(0.1)
        return busy_functions(self.dump.read_text())


def starts(executable):
    """The functions that commands run through until they have done what they were started for: first those that most of them need, and what
    only one needs together."""
    with muxes.Tend() as mux:
        mux.executable = str(executable)
        shown = ["sh", "-c", "echo shown; exec sleep 1000000"]
        mux.arrange([shown])
        name = mux.new(shown)
        seen = collections.defaultdict(list)

        def note(command, dump):
            for function in all_functions(dump):
                seen[function].append(command)

        for number, command in enumerate([mux.open_command(), mux.attach_command(name)]):
            dump = mux.home / f"client-{number}"
            terminal = mux.terminal([*callgrind(dump), *command])
            terminal.wait_for(b"shown", 60)
            subprocess.run(["callgrind_control", "--dump", str(terminal.pid)], check=True, capture_output=True)
            terminal.close()
            note(f"client {number}", dump.with_name(dump.name + ".1").read_text())
        for number, command in enumerate([mux.new_command("new", ["sleep", "1000000"]), mux.list_command()]):
            dump = mux.home / f"command-{number}"
            mux.run([*callgrind(dump), *command])
            note(f"command {number}", dump.read_text())
        return sorted(seen, key=lambda function: (-len(seen[function]), seen[function], function))


def type_keys(terminal, first, count):
    """Each is another letter, so that its echo cannot be taken for anything drawn before."""
    for number in range(first, first + count):
        terminal.drain(0.03, 1)
        key = chr(0x100 + number).encode()
        terminal.send(key)
        terminal.wait_for(key, 30)


def all_functions(dump):
    """Those that a dump of callgrind shows at work."""
    return named(re.findall(r"^c?fn=(.*)$", dump, re.MULTILINE))


def busy_functions(dump):
    """Those that it shows at work for every key."""
    calls, steps, name, called, is_call = {}, {}, None, None, False
    for line in dump.splitlines():
        if line.startswith("fn="):
            name = line[3:]
        elif line.startswith("cfn="):
            called = line[4:]
        elif line.startswith("calls="):
            calls[called] = calls.get(called, 0) + int(line[6:].split()[0])
            is_call = True
        elif re.match(r"[+*\-\d]", line):
            if not is_call:
                steps[name] = steps.get(name, 0) + int(line.split()[-1])
            is_call = False
    chosen = [name for name, count in calls.items() if count >= KEYS // 2]
    chosen += [name for name, count in steps.items() if count >= STEPS]
    return named(chosen)


def named(names):
    """Callgrind numbers the turns of a recursion, and has addresses or '(below main)' where there are no names."""
    return {name.split("'")[0] for name in names if not name.startswith(("0x", "("))}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tend", type=Path, required=True, help="a release binary with its symbols")
    arguments.add_argument("output", type=Path)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind would read all that is there for debuggers.
        executable = Path(folder) / "tend"
        subprocess.run(["strip", "--strip-debug", "-o", executable, options.tend], check=True)
        with Traced(executable) as mux:
            silent = ["sleep", "1000000"]
            mux.count(mux.attach(mux.new(silent)))
            mux.arrange([silent])
            mux.count(mux.open())
            keys = mux.counted()
        started = [function for function in starts(executable) if function not in keys]
    if not keys or not started:
        raise Broken("callgrind has counted nothing")
    # Where they are within a group counts little: so in an order that changes little.
    options.output.write_text("".join(name + "\n" for name in [*sorted(keys), *started]))
    print(f"{options.output}: {len(keys)} functions of a key, {len(started)} of a start")


if __name__ == "__main__":
    try:
        main()
    except Broken as problem:
        sys.exit(f"hot.py: {problem}")
