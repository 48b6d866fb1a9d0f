"""What the user's prompts tell the mock model to do."""
import re


def texts(content):
    """The texts of a message: a string, or parts of which some have text."""
    return [content] if isinstance(content, str) else [part.get("text", "") for part in content or []]


class Script:
    """The steps of the last prompt that has a script, and how many of them are done. Read from the messages of a request, in order."""

    def __init__(self):
        self.steps = None
        self.done = 0

    def hear(self, content):
        """The user says something."""
        for text in texts(content):
            found = re.search(r"mock: *([^\n]*)", text)
            if found:
                self.steps = [part.strip() for part in found.group(1).split(";;")]
                self.done = 0

    def next(self, body):
        """The step that this request asks for, or None. Without tools it asks for a title."""
        if self.steps is None or not body.get("tools"):
            return None
        return self.steps[self.done] if self.done < len(self.steps) else None
