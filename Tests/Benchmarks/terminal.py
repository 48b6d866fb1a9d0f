"""A terminal that shows nothing: the outer end of an attached client, 200 columns by 50 rows."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from payloads import COLUMNS, ROWS
from pipes import Broken

#: What a common terminal answers to the questions of a client that starts.
_ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;390;0c"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[>0?q"), b"\x1bP>|bench(1)\x1b\\"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
)


class Terminal:
    """Runs a client on a new pty and drains what it draws."""

    def __init__(self, command, environment):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.monotonic()
        self.client = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)
        os.set_blocking(self.master, False)
        self.byte_count = 0
        self.is_answering = True
        self._tail = b""

    @property
    def pid(self):
        return self.client.pid

    def send(self, data):
        os.write(self.master, data)

    def read(self, timeout):
        """What came within `timeout` seconds, or nothing."""
        if not select.select([self.master], [], [], max(0, timeout))[0]:
            return b""
        return self._take()

    def _take(self):
        try:
            data = os.read(self.master, 65536)
        except BlockingIOError:
            return b""
        except OSError:
            raise Broken(f"the client ended: {self.client.wait()}; it said {self._tail[-300:]!r}") from None
        self.byte_count += len(data)
        if self.is_answering:
            for question, answer in _ANSWERS:
                for _ in question.findall(data):
                    os.write(self.master, answer)
        return data

    def wait_for(self, text, timeout=30, also=None):
        """Drains until `text` was drawn and returns when that was. `also` is a Report that is polled meanwhile."""
        deadline = time.monotonic() + timeout
        watched = [self.master] + ([also.descriptor] if also else [])
        while True:
            ready = select.select(watched, [], [], max(0, deadline - time.monotonic()))[0]
            if not ready:
                raise Broken(f"{text!r} was not drawn within {timeout} s; the last bytes were {self._tail[-300:]!r}")
            if also and also.descriptor in ready:
                also.poll()
            if self.master in ready:
                data = self._take()
                seen = self._tail + data
                self._tail = seen[-4096:]
                if text in seen[-len(data) - len(text) + 1 :]:
                    return time.monotonic()

    def wait_for_all(self, texts, timeout=30):
        """Drains until each of the texts was drawn, in whatever order, and returns when that was."""
        deadline, missing, drawn = time.monotonic() + timeout, set(texts), b""
        while missing:
            if time.monotonic() > deadline:
                raise Broken(f"{missing} were not drawn within {timeout} s; the last bytes were {drawn[-300:]!r}")
            drawn += self.read(deadline - time.monotonic())
            missing = {text for text in missing if text not in drawn}
        return time.monotonic()

    def drain(self, quiet=0.3, timeout=10):
        """Drains until nothing was drawn for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self.read(quiet):
            pass

    def watch(self, seconds):
        """Drains for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.read(left)

    def close(self):
        """Hangs up, as a closed window does."""
        if self.master is None:
            return
        os.close(self.master)
        self.master = None
        try:
            self.client.wait(3)
        except subprocess.TimeoutExpired:
            self.client.send_signal(signal.SIGKILL)
            self.client.wait()
