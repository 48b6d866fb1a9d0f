"""Programs that run inside the sessions. Started as `python3 -I -S program.py KIND ARGUMENT…`, importing little so as to start fast.

They talk to the benchmark through named pipes: one line to the `report` pipe per thing that happened, and the `gate` pipe opens
when they may begin. Times are CLOCK_MONOTONIC in seconds, the same for every process of the machine.
"""

import sys
import termios
import time

import posix

READ, WRITE = posix.O_RDONLY, posix.O_WRONLY


def report(path, text):
    """Writes one line to the pipe the benchmark reads; lines this short are never mixed with another program's."""
    pipe = posix.open(path, WRITE)
    posix.write(pipe, text.encode() + b"\n")
    posix.close(pipe)


def raw():
    """Turns off all that the line discipline does to bytes, so that what is written is what is counted."""
    mode = termios.tcgetattr(0)
    mode[0] = mode[1] = mode[3] = 0
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    termios.tcsetattr(0, termios.TCSANOW, mode)


def write_all(view):
    while view:
        view = view[posix.write(1, view[:65536]) :]


def read_answer(last):
    """Reads what the terminal answers, up to its last byte."""
    while not posix.read(0, 256).endswith(last):
        pass


def flood(name, path, report_pipe, gate, ending=""):
    """Writes a payload and then asks the terminal whether it is well: the answer comes when everything before it was taken."""
    raw()
    handle = posix.open(path, READ)
    size = posix.stat(path).st_size
    data = b""
    while len(data) < size:
        data += posix.read(handle, size)
    tail = bytes.fromhex(ending)
    report(report_pipe, f"ready {name}")
    posix.close(posix.open(gate, READ))
    start = time.monotonic()
    write_all(memoryview(data))
    write_all(tail)
    termios.tcdrain(1)
    write_all(b"\x1b[5n")
    read_answer(b"n")
    report(report_pipe, f"done {name} {start} {time.monotonic()}")
    posix.read(0, 1)


def show(name, path, report_pipe):
    """Shows a file, tells when the terminal has taken it, and then sits still."""
    raw()
    handle = posix.open(path, READ)
    while data := posix.read(handle, 65536):
        write_all(data)
    write_all(b"\x1b[5n")
    read_answer(b"n")
    report(report_pipe, f"shown {name}")
    posix.read(0, 1)


def history(first, rest, report_pipe, gate):
    """Shows two files, the second when told to, and tells when each was taken."""
    raw()
    for step, path in ("first", first), ("rest", rest):
        handle = posix.open(path, READ)
        while data := posix.read(handle, 65536):
            write_all(data)
        posix.close(handle)
        write_all(b"\x1b[5n")
        read_answer(b"n")
        report(report_pipe, step)
        posix.close(posix.open(gate, READ))
    posix.read(0, 1)


def wait_at(gate):
    """Returns when the benchmark opens the gate; at once if there is none."""
    if gate:
        posix.close(posix.open(gate, READ))


def noise(name, path, report_pipe, gate=None):
    """Writes a payload again and again for ever."""
    raw()
    handle = posix.open(path, READ)
    data = posix.read(handle, 1 << 20)
    report(report_pipe, f"ready {name}")
    wait_at(gate)
    while True:
        write_all(memoryview(data))


def echo_in_noise(name, report_pipe, gate=None):
    """Scrolls text from row 3 on as fast as it is taken, and shows each key at once in the first row."""
    import select

    raw()
    line = b"the quick brown fox jumps over the lazy dog and scrolls away without ever being read by anybody\r\n"
    report(report_pipe, f"ready {name}")
    wait_at(gate)
    write_all(b"\x1b[H\x1b[2J\x1b[3;50r\x1b[50;1H")
    column = 1
    while True:
        if select.select([0], [], [], 0)[0]:
            key = posix.read(0, 64)
            write_all(b"\x1b7\x1b[1;%dH" % column + key + b"\x1b8")
            column = column % 190 + 1
        write_all(line * 10)


if __name__ == "__main__":
    {"flood": flood, "show": show, "history": history, "noise": noise, "echo": echo_in_noise}[sys.argv[1]](*sys.argv[2:])
