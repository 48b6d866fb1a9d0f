#!/usr/bin/env python3
"""Stands in for an agent that asks on its screen only, in tests. Standard library only. Its dialogs are drawn and take keys like those of
real agents: questions like Mistral Vibe's (the highlighted row has a ground of its own), the others with a pointer, a text field in the row
of a refusal like Kimi's.

At the prompt a letter opens a dialog:

    w    permission to run a command, the next one each time
    r    the same, where a refusal takes a reason
    c    a question with one answer      m    with several
    p    a plan is to be approved        t    trust in the directory
    l    a login; any key ends it

Dialogs are left with Escape. Each end of one is appended to the file $ASKER_LOG, as a line `KIND: what was answered`.
"""
import os
import re
import sys
import termios
import tty

CHOICES = {"c": ["Red - A warm red", "Green - A calm green"], "m": ["Lint - Run the linter", "Unit - Run unit tests", "E2E - Run all"]}
OPTIONS = {
    "w": ["Yes", "No"],
    "r": ["Yes", "Yes, for this session", "No", "No, because …"],
    "p": ["Yes, implement it", "Yes, and accept edits", "No, because …"],
    "t": ["No, exit", "Yes, I trust this folder"],
}
NAMES = {"w": "permission", "r": "permission", "c": "question", "m": "question", "p": "plan", "t": "trust", "l": "login"}
TITLES = {
    "w": "Would you like to run this?", "r": "Would you like to run this?", "c": "Which colour?", "m": "Which checks?",
    "p": "Is the plan right?", "t": "Do you trust this folder?",
}
HINTS = {
    "w": "Esc reject", "r": "Esc reject", "p": "Esc keep planning", "t": "Enter confirm  Esc exit", "c": "Enter select  Esc cancel",
    "m": "Enter toggle  Esc cancel",
}
KEYS = re.compile(r"\x1b\[200~(.*?)\x1b\[201~|\x1b[\[O][A-Z]|.", re.S)


class Dialog:
    def __init__(self, kind, number):
        self.kind, self.number = kind, number
        self.rows = list(CHOICES.get(kind, OPTIONS.get(kind, [])))
        self.is_question, self.is_multiple = kind in CHOICES, kind == "m"
        self.has_field = self.is_question or kind in "rp"
        if self.is_question:
            self.rows.append("Type your answer…")
        self.field = len(self.rows) - 1 if self.has_field else None
        self.last = len(self.rows) if self.is_multiple else len(self.rows) - 1
        self.row, self.text, self.ticked = 0, "", set()

    def draw(self):
        if self.kind == "l":
            return ["Select login method", "", "any key"]
        lines = ["─" * 40, TITLES[self.kind], ""]
        if self.kind in "wr":
            lines += ["$ make %d" % self.number, ""]
        for index, row in enumerate(self.rows + (["Submit →"] if self.is_multiple else [])):
            if index == self.field and self.text:
                row = self.text if self.is_question else "No, because: " + self.text
            if self.is_multiple and index < len(self.rows):
                row = "[%s] %s" % ("x" if index in self.ticked else " ", row)
            row = row if self.kind == "t" or index == len(self.rows) else "%d. %s" % (index + 1, row)
            if self.is_question:
                lines.append("\x1b[7m   %s   \x1b[m" % row if index == self.row else "   " + row)
            else:
                lines.append(("❯ " if index == self.row else "  ") + row)
        return lines + ["", HINTS[self.kind]]

    def take(self, key, paste):
        """What was answered, or None."""
        if self.kind == "l":
            return "done"
        if key == "\x1b":
            return "left"
        in_field = self.row == self.field
        if key in ("\x1b[A", "\x1bOA"):
            self.row = (self.row - 1) % (self.last + 1)
        elif key in ("\x1b[B", "\x1bOB"):
            self.row = (self.row + 1) % (self.last + 1)
        elif key == "\r":
            return self.enter(in_field)
        elif in_field:
            self.text += paste or key
            self.ticked.add(self.field)
        elif self.kind != "t" and key.isdigit() and 0 < int(key) <= len(self.rows):
            self.row = int(key) - 1
            if self.row == self.field:
                return None
            if not self.is_multiple:
                return self.rows[self.row]
            self.ticked ^= {self.row}
        return None

    def enter(self, in_field):
        if self.is_multiple:
            if self.row < len(self.rows):
                self.ticked ^= {self.row}
                return None
            return ", ".join(self.text if row == self.field else self.rows[row].split(" - ")[0] for row in sorted(self.ticked))
        return self.text or None if in_field else self.rows[self.row]


def show(lines):
    os.write(1, ("\x1b[?2026h\x1b[H\x1b[2J" + "\r\n".join(lines) + "\x1b[?2026l").encode())


def note(kind, answer):
    with open(os.environ["ASKER_LOG"], "a") as file:
        file.write("%s: %s\n" % (NAMES[kind], answer))


def main():
    tty.setraw(0, termios.TCSANOW)
    os.write(1, b"\x1b[?2004h")
    dialog, number = None, 0
    while True:
        show(dialog.draw() if dialog else ["answers: %d" % number, "", "> "])
        data = os.read(0, 4096).decode()
        if not data:
            return
        for match in KEYS.finditer(data):
            key, paste = match.group(0), match.group(1)
            if dialog:
                answer = dialog.take(key, paste)
                if answer is not None:
                    note(dialog.kind, answer)
                    dialog = None
            elif key in NAMES:
                number += 1
                dialog = Dialog(key, number)


main()
