#!/usr/bin/env python3
"""Runs a program that examines terminals, such as ucs-detect or esctest, on tend's emulator alone.

    conformance.py PROBE [ROWSxCOLUMNS] -- COMMAND ARGUMENT…

PROBE is the path of the built RingProbe. Between the two is nothing but a pty: the command's output goes to the emulator, the
emulator's replies go to the command. What the command prints to standard output, if that is not a terminal, is its own affair.
"""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios


def main():
    split = sys.argv.index("--")
    probe, size = sys.argv[1], (sys.argv[2:split] or ["24x80"])[0]
    rows, columns = map(int, size.split("x"))
    child, master = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 10, rows * 20))
        os.environ["TERM"] = "xterm-256color"
        os.environ["COLORTERM"] = "truecolor"
        os.execvp(sys.argv[split + 1], sys.argv[split + 1:])
    terminal = subprocess.Popen([probe, "terminal", size], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    replies = terminal.stdout.fileno()
    while True:
        ready, _, _ = select.select([master, replies], [], [])
        if replies in ready:
            os.write(master, os.read(replies, 65536))
        if master in ready:
            try:
                output = os.read(master, 65536)
            except OSError:
                break
            terminal.stdin.write(output)
            terminal.stdin.flush()
    terminal.stdin.close()
    terminal.wait()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
