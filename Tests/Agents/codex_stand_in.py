#!/usr/bin/env python3
"""Stands in for Codex in tests: `codex app-server --listen unix://PATH` and `codex --remote unix://PATH`, as far as a second client
of the app server sees them. Standard library only.

The TUI takes lines from its terminal:

    run COMMAND     the model wants to run a command outside the sandbox
    write PATH TEXT the model wants to write a file, which has been told before
    ask             the model asks for a colour
    y | n | esc     the answer at the desk
    exit STATUS     ends
    crash           the app server is killed
    size            prints the size of the terminal

Each start is appended to $CODEX_HOME/starts as a line of JSON: the arguments. With $CODEX_HOME/broken the app server does not start.
Also `codex --no-daemon`: a TUI without an app server, which can only exit.
"""
import base64
import hashlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading

HOME = os.environ["CODEX_HOME"]


def link_path(address):
    return address.removeprefix("unix://")


class Peer:
    """One end of a WebSocket."""

    def __init__(self, sock, masks):
        self.sock, self.masks, self.lock, self.threads = sock, masks, threading.Lock(), set()

    def take(self, count):
        data = b""
        while len(data) < count:
            more = self.sock.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def head(self):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.take(1)
        return head.decode()

    def messages(self):
        try:
            while True:
                first, second = self.take(2)
                count = second & 127
                if count == 126:
                    count = struct.unpack(">H", self.take(2))[0]
                elif count == 127:
                    count = struct.unpack(">Q", self.take(8))[0]
                mask = self.take(4) if second & 128 else bytes(4)
                data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.take(count)))
                if first & 15 == 1:
                    yield json.loads(data)
                elif first & 15 == 8:
                    return
        except (EOFError, OSError):
            return

    def send(self, message):
        data = json.dumps(message).encode()
        bit = 128 if self.masks else 0
        head = struct.pack(">BB", 129, bit | len(data)) if len(data) < 126 else struct.pack(">BBH", 129, bit | 126, len(data))
        try:
            with self.lock:
                self.sock.sendall(head + (bytes(4) if self.masks else b"") + data)
        except OSError:
            pass


class Server:
    def __init__(self):
        self.peers, self.threads, self.open, self.turns, self.number = [], {}, {}, 0, 0
        self.lock = threading.RLock()

    def everybody(self, method, params):
        for peer in list(self.peers):
            peer.send({"method": method, "params": params})

    def subscribers(self, thread, message):
        for peer in list(self.peers):
            if thread in peer.threads:
                peer.send(message)

    def status(self, thread, kind, *flags):
        status = {"type": kind, **({"activeFlags": list(flags)} if kind == "active" else {})}
        self.threads[thread]["status"] = status
        self.everybody("thread/status/changed", {"threadId": thread, "status": status})

    def serve(self, peer):
        question = next(line for line in peer.head().split("\r\n") if line.lower().startswith("sec-websocket-key:"))
        key = question.split(":", 1)[1].strip() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        answer = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        peer.sock.sendall((
            "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
            f"sec-websocket-accept: {answer}\r\n\r\n").encode())
        self.peers.append(peer)
        for message in peer.messages():
            with self.lock:
                self.take(peer, message)
        self.peers.remove(peer)

    def take(self, peer, message):
        if "method" not in message:
            return self.answered(message)
        method, params = message["method"], message.get("params", {})
        result = {}
        if method == "initialize":
            with open(HOME + "/clients", "a") as file:
                file.write(params["clientInfo"]["name"] + "\n")
        elif method == "thread/loaded/list":
            result = {"data": list(self.threads)}
        elif method == "thread/start":
            self.threads["thread-1"] = {"id": "thread-1", "model": "stand-in", "status": {"type": "idle"}}
            peer.threads.add("thread-1")
            self.everybody("thread/started", {"thread": self.threads["thread-1"]})
        elif method == "thread/resume":
            thread = params["threadId"]
            if self.turns == 0:
                return peer.send({"id": message["id"], "error": {"code": -32600, "message": "no rollout found"}})
            peer.threads.add(thread)
            result = {"thread": self.threads[thread], "model": "stand-in"}
        elif method == "turn/steer":
            with open(HOME + "/steered", "a") as file:
                file.write(params["input"][0]["text"] + "\n")
        if "id" in message:
            peer.send({"id": message["id"], "result": result})
        if method == "thread/resume":
            # What waits comes again.
            for request in self.open.values():
                peer.send(request["message"])
        if method == "turn/start":
            self.turn(params["threadId"], params["input"][0]["text"])

    def turn(self, thread, text):
        word, _, rest = text.partition(" ")
        self.turns += 1
        turn = {"id": f"turn-{self.turns}"}
        self.status(thread, "active")
        base = {"threadId": thread, "turnId": turn["id"]}
        self.subscribers(thread, {"method": "turn/started", "params": {**base, "turn": turn}})
        item = {"id": f"call-{self.turns}", "status": "inProgress"}
        if word == "run":
            method = "item/commandExecution/requestApproval"
            item.update(type="commandExecution", command=f"/bin/bash -lc '{rest}'", cwd=os.getcwd())
            more = {"kind": "command", "command": item["command"], "cwd": os.getcwd(), "reason": "May I?",
                    "availableDecisions": ["accept", "cancel"]}
            action = rest
        elif word == "write":
            method = "item/fileChange/requestApproval"
            path, _, content = rest.partition(" ")
            item.update(type="fileChange", changes=[{"path": path, "kind": {"type": "add"}, "diff": content + "\n"}])
            more, action = {}, f"echo '{content}' > '{path}'"
        else:
            method = "item/tool/requestUserInput"
            option = [{"label": label, "description": label} for label in ("Red", "Blue")]
            more = {"questions": [{"id": "q1", "header": "Colour", "question": "Which colour?", "isOther": True, "options": option}]}
            action = None
        self.subscribers(thread, {"method": "item/started", "params": {**base, "item": item}})
        self.status(thread, "active", "waitingOnUserInput" if action is None else "waitingOnApproval")
        message = {"method": method, "id": self.number, "params": {**base, "itemId": item["id"], **more}}
        self.open[self.number] = {"message": message, "base": base, "turn": turn, "item": item, "action": action}
        self.number += 1
        self.subscribers(thread, message)

    def answered(self, message):
        request = self.open.pop(message["id"], None)
        if request is None:
            return
        thread = request["base"]["threadId"]
        result = message["result"]
        with open(HOME + "/answers", "a") as file:
            file.write(json.dumps(result) + "\n")
        self.subscribers(thread, {
            "method": "serverRequest/resolved", "params": {"threadId": thread, "requestId": message["id"]}})
        decision = result.get("decision", "accept")
        item = {**request["item"], "status": "completed" if decision.startswith("accept") else "declined"}
        if decision.startswith("accept") and request["action"]:
            subprocess.run(["/bin/sh", "-c", request["action"]], check=False)
        self.subscribers(thread, {"method": "item/completed", "params": {**request["base"], "item": item}})
        if decision != "cancel":
            text = {"type": "agentMessage", "id": "msg", "text": "went on after " + decision}
            self.subscribers(thread, {"method": "item/completed", "params": {**request["base"], "item": text}})
        self.status(thread, "idle")
        turn = {**request["turn"], "status": "interrupted" if decision == "cancel" else "completed"}
        self.subscribers(thread, {"method": "turn/completed", "params": {**request["base"], "turn": turn}})


def app_server(path):
    if os.path.exists(HOME + "/broken"):
        sys.exit("Error: as the test wants it")
    # The socket itself is elsewhere, as Codex has it.
    folder = HOME + "/codex-daemon-0"
    os.makedirs(folder, mode=0o700, exist_ok=True)
    target = f"{folder}/{os.getpid()}"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(target)
    listener.listen()
    os.symlink(target, path)
    server = Server()

    def end(*_):
        # While a turn runs the first one is not enough.
        if server.open and not end.asked:
            end.asked = True
            return
        os.unlink(path)
        os.unlink(target)
        os._exit(0)

    end.asked = False
    signal.signal(signal.SIGTERM, end)
    with open(HOME + "/server.pid", "w") as file:
        file.write(str(os.getpid()))
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=server.serve, args=[Peer(sock, masks=False)], daemon=True).start()


def connected(path):
    """A connection, for as long as the app server does not come back."""
    sock = socket.socket(socket.AF_UNIX)
    sock.connect(path)
    peer = Peer(sock, masks=True)
    sock.sendall(b"GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                 b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    peer.head()
    peer.send({"id": 1, "method": "initialize", "params": {"clientInfo": {"name": "codex-tui"}}})
    peer.send({"id": 2, "method": "thread/start", "params": {}})
    return peer


def tui(path):
    waiting = []
    peers = [connected(path)] if path else []

    def listen():
        for message in peers[0].messages():
            if "method" in message and "id" in message:
                waiting.append(message)
                print("asks", message["params"].get("command", message["method"]), flush=True)
            elif message.get("method") == "serverRequest/resolved":
                waiting.clear()
                print("resolved", flush=True)
            elif message.get("method") == "turn/completed":
                print("turn", message["params"]["turn"]["status"], flush=True)
        print("disconnected", flush=True)

    if path:
        threading.Thread(target=listen, daemon=True).start()
    print("ready" if path else "ready alone", flush=True)
    for line in sys.stdin:
        line = line.strip()
        if line.startswith("exit "):
            # Without waiting for the thread that listens.
            os._exit(int(line[5:]))
        elif line == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif line == "size":
            size = os.get_terminal_size()
            print("size", size.lines, size.columns, flush=True)
        elif line == "crash":
            with open(HOME + "/server.pid") as file:
                os.kill(int(file.read()), signal.SIGKILL)
        elif line in ("y", "n", "esc") and waiting:
            decision = {"y": "accept", "n": "decline", "esc": "cancel"}[line]
            peers[0].send({"id": waiting[0]["id"], "result": {"decision": decision}})
        elif line:
            peers[0].send({"id": 3, "method": "turn/start", "params": {"threadId": "thread-1", "input": [{"text": line}]}})


arguments = sys.argv[1:]
with open(HOME + "/starts", "a") as starts:
    starts.write(json.dumps(arguments) + "\n")
if arguments[:1] == ["app-server"]:
    app_server(link_path(arguments[arguments.index("--listen") + 1]))
elif "--remote" in arguments:
    tui(link_path(arguments[arguments.index("--remote") + 1]))
else:
    tui(None)
