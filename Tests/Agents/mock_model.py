#!/usr/bin/env python3
"""A model on loopback that does what the prompt says, for tests with real agents. Standard library only.

Speaks Anthropic Messages (POST /v1/messages), OpenAI Responses (POST /v1/responses) and OpenAI Chat (POST /v1/chat/completions) with
server-sent events, and tells its models (GET /v1/models) to those with the key "sesame". The last prompt is the script:

    mock: STEP ;; STEP ;; STEP      one step for each of the model's turns; a turn ends with a tool's result

    text WORDS          answer WORDS
    think STEP          the step after a second: of a turn that is over at once an agent's screen may show nothing
    error STATUS        refuse the request, as the providers do: 401 for the key, 429 the rate, 529 too many, 500 a fault

Other steps are those of `mock_messages.py`, `mock_responses.py` and `mock_chat.py`. Behind the last step, and to anything without a script, it answers "done".

    mock_model.py PORT_FILE LOG     writes its port into PORT_FILE, and each request's last message, step and key into LOG
"""
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mock_chat
import mock_messages
import mock_responses


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, kind, data):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path.split("?")[0] == "/v1/models":
            if self.headers.get("authorization") != "Bearer sesame":
                return self.answer(401, "application/json", b'{"error":{"message":"invalid key"}}')
            return self.answer(200, "application/json", b'{"data":[{"id":"mock-1"},{"id":"mock-2"}]}')
        self.answer(404, "application/json", b'{"type":"error","error":{"type":"not_found_error","message":"mock"}}')

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        path = self.path.split("?")[0]
        if path.endswith("/count_tokens"):
            return self.answer(200, "application/json", b'{"input_tokens":100}')
        dialect = next((side for side in (mock_messages, mock_responses, mock_chat) if path.endswith(side.PATH)), None)
        if dialect is None:
            return self.do_GET()
        todo = dialect.step(body)
        with open(sys.argv[2], "a") as log:
            log.write(json.dumps({"step": todo, "key": self.headers.get("authorization"), "last": dialect.last(body)}) + "\n")
        if todo and todo.startswith("think "):
            todo = todo[6:]
            time.sleep(1)
        if todo and todo.startswith("error "):
            status = int(todo[6:])
            return self.answer(status, "application/json", json.dumps(dialect.refusal(status)).encode())
        content = dialect.said(todo)
        if dialect is mock_messages and not body.get("stream"):
            return self.answer(200, "application/json", json.dumps(dialect.whole(body, content)).encode())
        if dialect is mock_chat:
            stream = mock_chat.stream(body, content)
        else:
            stream = "".join(
                f"event: {name}\ndata: {json.dumps({'type': name, **fields})}\n\n"
                for name, fields in dialect.events(body, content))
        self.answer(200, "text/event-stream", stream.encode())


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.daemon_threads = True
    with open(sys.argv[1] + ".new", "w") as port:
        port.write(str(server.server_port))
    # Whole or not at all: somebody waits for it.
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()
