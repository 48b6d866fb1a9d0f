"""Named pipes through which the programs in the sessions report and wait."""

import os
import select
import sys
import time
from pathlib import Path

PROGRAM = str(Path(__file__).with_name("program.py"))


class Broken(Exception):
    """Something did not work at all, as opposed to slowly."""


def program(kind, *arguments):
    """The command line of one of the programs in program.py."""
    return [sys.executable, "-I", "-S", PROGRAM, kind, *map(str, arguments)]


class Report:
    """The benchmark's end of the pipe that programs write lines to."""

    def __init__(self, path):
        self.path = str(path)
        os.mkfifo(self.path)
        # Open for writing too, so that the pipe never ends.
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        self.rest = b""
        self.lines = []

    def poll(self):
        """Takes what has arrived, without waiting."""
        try:
            data = os.read(self.descriptor, 65536)
        except BlockingIOError:
            return
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.lines += [line.decode() for line in lines]

    def next(self, timeout=30):
        """The next line, split into words."""
        deadline = time.monotonic() + timeout
        while not self.lines:
            if not select.select([self.descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Broken(f"no program reported within {timeout} s")
            self.poll()
        return self.lines.pop(0).split()

    def expect(self, word, count=1, timeout=60):
        """The next `count` lines, which all have to begin with `word`."""
        lines = [self.next(timeout) for _ in range(count)]
        for line in lines:
            if line[0] != word:
                raise Broken(f"a program reported {' '.join(line)!r} instead of {word!r}")
        return lines

    def close(self):
        os.close(self.descriptor)
        os.unlink(self.path)


class Gate:
    """A pipe that programs wait at: opening it lets all of them go at once."""

    def __init__(self, path):
        self.path = str(path)
        self.descriptor = None
        os.mkfifo(self.path)

    def open(self):
        # A program may be on its way from its report to the gate, hence no O_NONBLOCK and an end that stays open.
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)

    def close(self):
        if self.descriptor is not None:
            os.close(self.descriptor)
        os.unlink(self.path)
