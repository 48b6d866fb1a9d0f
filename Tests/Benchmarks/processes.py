"""What the kernel says of a process: CPU time, wake-ups and memory."""

import os
import re
import time
from pathlib import Path


def cpu_seconds(pids):
    """User and system time of the processes so far, with all their threads, living and dead.

    It is what utime + stime of /proc/PID/stat say, read from the process's CPU clock (clock_getcpuclockid(3)) because that
    counts nanoseconds and not hundredths of a second.
    """
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def wakeups(pids):
    """Voluntary context switches so far of each thread: each is one time that it slept and was woken."""
    switches = {}
    for pid in pids:
        for status in Path(f"/proc/{pid}/task").glob("*/status"):
            try:
                text = status.read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found = re.search(r"^voluntary_ctxt_switches:\s*(\d+)", text, re.MULTILINE)
            switches[status.parent.name] = int(found[1])
    return switches


def wakeups_between(before, after):
    """Wake-ups from one count to another; a thread that ended meanwhile woke at least once to do so."""
    return sum(count - before.get(thread, 0) for thread, count in after.items()) + len(before.keys() - after.keys())


def is_asleep(pid):
    """Whether all its threads wait for something."""
    stats = [stat.read_text() for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
    return all(stat.rpartition(")")[2].split()[0] == "S" for stat in stats)


class Memory:
    """Bytes that processes hold: their proportional share of everything (PSS), and what is theirs alone."""

    def __init__(self, pids):
        self.share = self.private = 0
        for pid in pids:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
                key, value, _ = line.split()
                if key == "Pss:":
                    self.share += int(value) * 1024
                elif key in ("Private_Clean:", "Private_Dirty:"):
                    self.private += int(value) * 1024


def disk_bytes(folder):
    """Blocks that the files under a folder take on the disk."""
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(root, name)).st_blocks * 512
            except FileNotFoundError:
                pass
    return total


def is_alive(pid):
    """Whether the process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def marked(mark):
    """Processes whose environment was given `mark` when they started: what a run has to leave none of."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0") and is_alive(int(entry.name)):
                    found.append(int(entry.name))
            except OSError:
                pass
    return found
