"""tmux and tend behind one interface: every measure is written once and run with both."""

import http.client
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import processes
from payloads import COLUMNS, ROWS
from pipes import Broken, Gate, Report
from terminal import Terminal


class Mux:
    """One server in a home of its own. Use as a context: leaving it ends the server and everything that ran in it."""

    name = ""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix=f"tend-bench-{self.name}-"))
        self.mark = f"TEND_BENCH_RUN={self.home.name}"
        self.environment = {
            "HOME": str(self.home), "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "SHELL": "/bin/sh", "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color", "COLORTERM": "truecolor", **dict([self.mark.split("=")]),
        }  # fmt: skip
        self.terminals = []
        self.pipes = []
        self.names = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for terminal in self.terminals:
            terminal.close()
        for pipe in self.pipes:
            pipe.close()
        try:
            self.stop()
        except (Broken, OSError):
            # A server that cannot be stopped in peace is ended below.
            pass
        # Whatever carries this run's mark in its environment is ours.
        deadline = time.monotonic() + 3
        while (left := processes.marked(self.mark.encode())) and time.monotonic() < deadline:
            time.sleep(0.02)
        while left := processes.marked(self.mark.encode()):
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)
        shutil.rmtree(self.home, ignore_errors=True)

    # What differs between the two.

    def server_pids(self):
        """The processes that serve: for tend the server and the keeper."""
        raise NotImplementedError

    def new_command(self, name, command):
        """The command line that starts a detached session of 200x50."""
        raise NotImplementedError

    def attach_command(self, name):
        raise NotImplementedError

    def arrange(self, commands):
        """Starts a program in a pane of its own for each command, two side by side and more of them as a grid."""
        raise NotImplementedError

    def open_command(self):
        """The command line of the client that shows all panes, borders and a status line."""
        raise NotImplementedError

    def list_command(self):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError

    # What follows from it.

    def start(self, command):
        """Starts one of the mux's commands."""
        return subprocess.Popen(
            command, env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def finish(self, process, timeout=60):
        """Waits for the end of a command and returns what it printed."""
        try:
            output, complaint = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Broken(f"{' '.join(process.args[:6])} … did not end within {timeout} s") from None
        if process.returncode != 0:
            words = complaint.decode(errors="replace").strip()
            raise Broken(f"{' '.join(process.args[:6])} … exited with {process.returncode}: {words}")
        return output.decode()

    def run(self, command, timeout=60):
        """Runs one of the mux's commands to its end and returns what it printed."""
        return self.finish(self.start(command), timeout)

    def new(self, command, name=None):
        """Starts a detached session and returns its name."""
        if name is None:
            self.names += 1
            name = f"s{self.names}"
        self.run(self.new_command(name, command))
        return name

    def idle(self, count):
        """Starts sessions that do nothing."""
        return [self.new(["sleep", "1000000"]) for _ in range(count)]

    def attach(self, name):
        return self.terminal(self.attach_command(name))

    def open(self):
        """The full-screen client, with what ``arrange`` started."""
        return self.terminal(self.open_command())

    def terminal(self, command):
        terminal = Terminal(command, self.environment)
        self.terminals.append(terminal)
        return terminal

    def report(self):
        self.names += 1
        pipe = Report(self.home / f"report-{self.names}")
        self.pipes.append(pipe)
        return pipe

    def gate(self):
        self.names += 1
        pipe = Gate(self.home / f"gate-{self.names}")
        self.pipes.append(pipe)
        return pipe


class Tmux(Mux):
    """tmux as Debian has it. Sessions that are attached to alone have no status line: `tend attach` has none either."""

    name = "tmux"

    def __init__(self, history_lines=10_000):
        super().__init__()
        self.environment["TMUX_TMPDIR"] = str(self.home)
        (self.home / "tmux.conf").write_text(f"set -g status off\nset -g history-limit {history_lines}\n")
        self.tmux = ["tmux", "-L", "bench", "-f", str(self.home / "tmux.conf")]

    def server_pids(self):
        return [int(self.run([*self.tmux, "display-message", "-p", "#{pid}"]))]

    def new_command(self, name, command):
        return [*self.tmux, "new-session", "-d", "-s", name, "-x", str(COLUMNS), "-y", str(ROWS), *command]

    def attach_command(self, name):
        return [*self.tmux, "attach-session", "-t", "=" + name]

    def arrange(self, commands):
        first, *others = commands
        self.new(first, "main")
        self.run([*self.tmux, "set-option", "-t", "main", "status", "on"])
        for command in others:
            self.run([*self.tmux, "split-window", "-d", "-t", "main", *command])
            self.run([*self.tmux, "select-layout", "-t", "main", "even-horizontal" if len(others) == 1 else "tiled"])

    def open_command(self):
        return self.attach_command("main")

    def list_command(self):
        return [*self.tmux, "list-sessions"]

    def stop(self):
        self.run([*self.tmux, "kill-server"])


class Tend(Mux):
    """tend in a `TEND_HOME`. Its history is limited by bytes, by default to more lines than any measure writes."""

    name = "tend"
    executable = "tend"

    def __init__(self, history_lines=10_000):
        super().__init__()
        self.environment["TEND_HOME"] = str(self.home / "tend")
        (self.home / "tend").mkdir(mode=0o700)

    def status(self):
        return json.loads(self.run([self.executable, "server", "status", "--json"]))

    def server_pids(self):
        status = self.status()
        return [status["pid"], status["keeper_pid"]]

    def new_command(self, name, command):
        return [self.executable, "new", "-d", "--name", name, "--size", f"{COLUMNS}x{ROWS}", "--", *command]

    def attach_command(self, name):
        return [self.executable, "attach", name]

    def arrange(self, commands):
        panes = [{"command": command} for command in commands]
        # As many rows as tmux makes.
        width = 2 if len(panes) == 2 else math.isqrt(len(panes) - 1) + 1 if len(panes) > 1 else 1
        if width * (width - 1) >= len(panes) > 2:
            width -= 1
        rows = [{"columns": panes[start : start + width]} for start in range(0, len(panes), width)]
        # JSON is YAML too.
        file = self.home / "panes.yaml"
        file.write_text(json.dumps({"workspace": "main", "tabs": [{"rows": rows}]}))
        self.run([self.executable, "up", str(file)])

    def open_command(self):
        return [self.executable]

    def list_command(self):
        return [self.executable, "ls"]

    def stop(self):
        self.run([self.executable, "server", "stop", "--force"])

    def api(self, timeout=10):
        return Socket(self.home / "tend" / "tend.sock", timeout)


class Socket(http.client.HTTPConnection):
    """HTTP over a Unix socket, one connection kept for all requests."""

    def __init__(self, path, timeout):
        super().__init__("tend", timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def fetch(self, path):
        """The body of a GET, which has to succeed."""
        self.request("GET", path)
        answer = self.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Broken(f"GET {path} answered {answer.status}: {body[:200]!r}")
        return body
