#!/usr/bin/env python3
"""Stands in for OpenCode 1.x in tests: the TUI with its server (`opencode --hostname 127.0.0.1 --port N`), as far as another client of that
server sees it. Standard library only.

The TUI takes lines from its terminal:

    run COMMAND     the model wants to run a command
    edit PATH       the model wants to change a file; with its diff
    ask             the model asks for a colour, and for sizes
    y | a | n       the answer at the desk: once, always, reject
    red             the answer to the question
    fail STATUS     the model's provider answers with that
    deaf            replies are answered with true, and nothing comes of them
    cut             all event streams end
    exit STATUS     ends

Each start is appended to $OPENCODE_HOME/starts as a line of JSON: the arguments. `--version` prints $OPENCODE_HOME/version, or 1.18.3.
"""
import base64
import json
import os
import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOME = os.environ["OPENCODE_HOME"]
PASSWORD = os.environ.get("OPENCODE_SERVER_PASSWORD", "")
SESSION = "ses_1"


def say(text):
    print(text, flush=True)


class State:
    """What the server knows. All under one lock."""

    def __init__(self):
        self.lock = threading.Lock()
        self.streams, self.permissions, self.questions = set(), {}, {}
        self.is_busy = self.is_deaf = False
        self.count = 0

    def tell(self, kind, properties):
        for stream in self.streams:
            stream.put({"type": kind, "properties": properties})

    def new_id(self, prefix):
        self.count += 1
        return f"{prefix}_{self.count}"

    def begin(self):
        self.is_busy = True
        self.tell("session.status", {"sessionID": SESSION, "status": {"type": "busy"}})
        self.tell("message.updated", {"info": {"id": "msg_1", "sessionID": SESSION, "role": "assistant", "modelID": "m1", "providerID": "p"}})

    def finish(self):
        self.is_busy = False
        info = {
            "id": "msg_1", "sessionID": SESSION, "role": "assistant", "modelID": "m1", "providerID": "p", "cost": 0.25,
            "tokens": {"input": 100, "output": 20, "reasoning": 3, "cache": {"read": 4, "write": 5}},
        }
        self.tell("message.updated", {"info": info})
        self.tell("message.part.updated", {"part": {"id": "prt_1", "sessionID": SESSION, "messageID": "msg_1", "type": "text", "text": "all done"}})
        self.tell("session.status", {"sessionID": SESSION, "status": {"type": "idle"}})
        self.tell("session.idle", {"sessionID": SESSION})
        say("turn over")

    def ask(self, permission, patterns, metadata, always):
        self.begin()
        request = {
            "id": self.new_id("per"), "sessionID": SESSION, "permission": permission, "patterns": patterns, "metadata": metadata,
            "always": always, "tool": {"messageID": "msg_1", "callID": "call_1"},
        }
        self.permissions[request["id"]] = request
        self.tell("permission.asked", request)
        say(f"asks {permission} {patterns}")

    def reply(self, ident, reply, message):
        """As OpenCode 1.x: true whether anybody waited or not."""
        request = self.permissions.pop(ident, None)
        if request is None:
            return
        note("replies", {"reply": reply, "message": message})
        self.tell("permission.replied", {"sessionID": SESSION, "requestID": ident, "reply": reply})
        if reply != "reject" and request["permission"] == "bash":
            os.system(request["patterns"][0])
        self.finish()

    def answer(self, ident, answers):
        if self.questions.pop(ident, None) is None:
            return
        note("answers", answers)
        kind = "question.rejected" if answers is None else "question.replied"
        self.tell(kind, {"sessionID": SESSION, "requestID": ident, "answers": answers})
        self.finish()


STATE = State()


def note(name, value):
    with open(os.path.join(HOME, name), "a") as file:
        file.write(json.dumps(value) + "\n")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def is_allowed(self):
        wanted = "Basic " + base64.b64encode(f"opencode:{PASSWORD}".encode()).decode()
        if not PASSWORD or self.headers.get("authorization") == wanted:
            return True
        self.answer({"error": "Unauthorized"}, 401)
        return False

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if not self.is_allowed():
            return
        with STATE.lock:
            lists = {
                "/permission": list(STATE.permissions.values()),
                "/question": list(STATE.questions.values()),
                "/session/status": {SESSION: {"type": "busy"}} if STATE.is_busy else {},
            }
        if self.path == "/event":
            self.events()
        elif self.path in lists:
            self.answer(lists[self.path])
        else:
            self.answer({"name": "NotFoundError", "data": {"message": self.path}}, 404)

    def events(self):
        stream = queue.Queue()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        stream.put({"type": "server.connected", "properties": {}})
        with STATE.lock:
            STATE.streams.add(stream)
        note("clients", "events")
        try:
            while (event := stream.get()) is not None:
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        except OSError:
            pass
        with STATE.lock:
            STATE.streams.discard(stream)

    def do_POST(self):
        if not self.is_allowed():
            return
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        parts = self.path.strip("/").split("/")
        with STATE.lock:
            if len(parts) == 3 and parts[0] == "permission" and parts[2] == "reply":
                if not STATE.is_deaf:
                    STATE.reply(parts[1], body["reply"], body.get("message"))
            elif len(parts) == 3 and parts[0] == "question" and parts[2] in ("reply", "reject"):
                STATE.answer(parts[1], body["answers"] if parts[2] == "reply" else None)
            else:
                return self.answer({"name": "NotFoundError", "data": {"message": self.path}}, 404)
        self.answer(True)


def obey(line):
    word, _, rest = line.strip().partition(" ")
    if word == "run":
        STATE.ask("bash", [rest], {}, [rest.split()[0] + " *"])
    elif word == "edit":
        STATE.ask("edit", [rest], {"filepath": rest, "diff": f"--- {rest}\n+++ {rest}\n@@ -1 +1 @@\n-old\n+new\n"}, ["*"])
    elif word == "ask":
        STATE.begin()
        questions = [
            {"question": "Which colour?", "header": "Colour", "options": [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": ""}]},
            {"question": "Which sizes?", "header": "Sizes", "multiple": True, "custom": False, "options": [{"label": "S", "description": ""}, {"label": "L", "description": ""}]},
        ]
        request = {"id": STATE.new_id("que"), "sessionID": SESSION, "questions": questions}
        STATE.questions[request["id"]] = request
        STATE.tell("question.asked", request)
        say("asks a question")
    elif word in ("y", "a", "n"):
        for ident in list(STATE.permissions):
            STATE.reply(ident, {"y": "once", "a": "always", "n": "reject"}[word], None)
    elif word == "red":
        for ident in list(STATE.questions):
            STATE.answer(ident, [["Red"], ["S"]])
    elif word == "fail":
        STATE.begin()
        STATE.tell("session.error", {"sessionID": SESSION, "error": {"name": "APIError", "data": {"message": f"status {rest}", "statusCode": int(rest), "isRetryable": False}}})
        STATE.finish()
    elif word == "deaf":
        STATE.is_deaf = True
        say("deaf now")
    elif word == "cut":
        for stream in STATE.streams:
            stream.put(None)
    elif word == "exit":
        os._exit(int(rest or 0))


def main():
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        path = os.path.join(HOME, "version")
        return print(open(path).read() if os.path.exists(path) else "1.18.3")
    note("starts", arguments)
    if "--port" in arguments:
        server = ThreadingHTTPServer(("127.0.0.1", int(arguments[arguments.index("--port") + 1])), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    say("ready")
    for line in sys.stdin:
        with STATE.lock:
            obey(line)


main()
