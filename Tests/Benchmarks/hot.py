"""Records the functions and variables that the linker puts side by side (`make order`).

First those that a key runs through in the server, from the terminal to the program and back. A key comes when the processor has long done
something else: each page that its way touches has to be looked up anew, and there are 50 of them instead of 270.

Then those with which commands of every day start, and the server. Each page is mapped when it is touched for the first time, which takes a
microsecond or two each time. At last the variables that were written until then: a page of them is mapped when it is read and copied when it
is written, and what Swift notes of types is scattered over all of them."""

import argparse
import collections
import os
import re
import signal
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
    """A tend whose server runs under callgrind, which counts from the start or when it is told to."""

    def __init__(self, executable, counts_from_start=False):
        super().__init__()
        self.executable = str(executable)
        tend = self.home / "tend"
        (tend / "state").mkdir()
        self.dump = self.home / "dump"
        counting = " ".join(callgrind(self.dump, f"--instr-atstart={'yes' if counts_from_start else 'no'}"))
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
        """Ends everything and tells what was counted."""
        self.stop()
        # The dump is written at the end.
        deadline = time.monotonic() + 60
        while processes.marked(self.mark.encode()):
            if time.monotonic() > deadline:
                raise Broken("the server does not end")
            time.sleep(0.1)
        return self.dump.read_text()


class Starts:
    """What commands and the server need until they have done what they were started for."""

    def __init__(self, executable):
        self.executable = str(executable)
        self.variables = Variables(self.executable)
        self.functions = collections.defaultdict(list)
        self.written = collections.defaultdict(list)
        with muxes.Tend() as mux:
            mux.executable = self.executable
            texts = [f"shown {number}" for number in range(4)]
            shown = [["sh", "-c", f"seq 5000; echo {text}; exec sleep 1000000"] for text in texts]
            mux.arrange(shown)
            name = mux.new(shown[0])
            self.client(mux, "panes", mux.open_command(), texts)
            self.client(mux, "attach", mux.attach_command(name), texts[:1])
            for command in [mux.new_command("new", ["sleep", "1000000"]), mux.list_command()]:
                dump = mux.home / command[1]
                mux.run([*callgrind(dump), *command])
                self.note(command[1], dump.read_text())
            self.note_written("server", mux.server_pids()[0])
        with Traced(executable, counts_from_start=True) as mux:
            mux.new(shown[0])
            self.note("server", mux.counted())

    def client(self, mux, name, command, texts):
        """One that shows texts: once to be counted and once as it is, which is soon enough for its variables.

        Counting makes it so slow that it would find all answers and wait for none: so the server waits for it."""
        dump = mux.home / name
        server = mux.server_pids()[0]
        for start in [callgrind(dump), []]:
            if start:
                os.kill(server, signal.SIGSTOP)
            terminal = mux.terminal([*start, *command])
            if start:
                wait_until_idle(terminal)
                os.kill(server, signal.SIGCONT)
            terminal.wait_for_all([text.encode() for text in texts], 60)
            if start:
                subprocess.run(["callgrind_control", "--dump", str(terminal.pid)], check=True, capture_output=True)
            else:
                self.note_written(name, terminal.pid)
            terminal.close()
        self.note(name, dump.with_name(dump.name + ".1").read_text())

    def note(self, process, dump):
        for function in all_functions(dump):
            self.functions[function].append(process)

    def note_written(self, process, pid):
        for variable in self.variables.written(pid):
            self.written[variable].append(process)

    @staticmethod
    def order(seen):
        """First those that most of them need, and what only one needs together."""
        return sorted(seen, key=lambda name: (-len(seen[name]), seen[name], name))


class Variables:
    """Those of a program that stands at fixed addresses."""

    def __init__(self, executable):
        self.executable = executable
        sections = subprocess.run(["readelf", "-SW", executable], check=True, capture_output=True, text=True).stdout
        #: Address, offset in the file and size.
        self.sections = {}
        for name, address, offset, size in re.findall(r"\] (\.data|\.bss) +\w+ +(\w+) (\w+) (\w+)", sections):
            self.sections[name] = [int(number, 16) for number in (address, offset, size)]
        symbols = subprocess.run(["nm", "-S", "--defined-only", executable], check=True, capture_output=True, text=True)
        self.symbols = re.findall(r"^(\w+) (\w+) [bBdD] (.*)$", symbols.stdout, re.MULTILINE)

    def written(self, pid):
        """Those that are no longer what they were when the program began."""
        names = set()
        with open(f"/proc/{pid}/mem", "rb") as memory, open(self.executable, "rb") as file:
            for section, (start, offset, size) in self.sections.items():
                memory.seek(start)
                now = memory.read(size)
                file.seek(offset)
                first = file.read(size) if section == ".data" else bytes(size)
                for address, length, name in self.symbols:
                    begin = int(address, 16) - start
                    end = begin + int(length, 16)
                    if 0 <= begin < end <= size and now[begin:end] != first[begin:end]:
                        names.add(name)
        return names


def wait_until_idle(terminal):
    """Until the process at a terminal waits and goes on waiting."""
    quiet, deadline = 0, time.monotonic() + 60
    while quiet < 10:
        if time.monotonic() > deadline:
            raise Broken("the client does not wait for the server")
        quiet = quiet + 1 if processes.is_asleep(terminal.pid) else 0
        terminal.watch(0.05)


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
            keys = busy_functions(mux.counted())
        starts = Starts(executable)
        started = [function for function in starts.order(starts.functions) if function not in keys]
        written = starts.order(starts.written)
    if not keys or not started or not written:
        raise Broken("callgrind has counted nothing")
    # Where they are within a group counts little: so in an order that changes little.
    options.output.write_text("".join(name + "\n" for name in [*sorted(keys), *started, *written]))
    print(f"{options.output}: {len(keys)} functions of a key, {len(started)} of a start, {len(written)} variables")


if __name__ == "__main__":
    try:
        main()
    except Broken as problem:
        sys.exit(f"hot.py: {problem}")
