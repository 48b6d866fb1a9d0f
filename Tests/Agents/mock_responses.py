#!/usr/bin/env python3
"""A model on loopback that does what the prompt says, for tests with the real Codex. Standard library only.

Speaks OpenAI Responses with server-sent events (POST /v1/responses). The last prompt is the script:

    mock: STEP ;; STEP ;; STEP      one step for each of the model's turns; a turn ends with a tool's result

    text WORDS          answer WORDS
    escalate COMMAND    run a shell command outside the sandbox, which the user has to allow
    write PATH TEXT     write a file
    error STATUS        refuse the request

Behind the last step, and to anything without a script, it answers "done".

    mock_responses.py PORT_FILE LOG     writes its port into PORT_FILE, and each request's last input and step into LOG
"""
import json
import os
import re
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def texts(content):
    return [content] if isinstance(content, str) else [part.get("text", "") for part in content or []]


def step(body):
    """What the model is to do now: a step of the script, or None."""
    script, done = None, 0
    for item in body.get("input", []):
        if item.get("type") in ("function_call_output", "custom_tool_call_output"):
            done += 1
        elif item.get("role") == "user":
            for text in texts(item.get("content")):
                found = re.match(r"mock: *([^\n]*)", text)
                if found:
                    script, done = found.group(1), 0
    # Without tools it is asked for a title.
    if script is None or not body.get("tools"):
        return None
    steps = [part.strip() for part in script.split(";;")]
    return steps[done] if done < len(steps) else None


def item(step):
    """The step as an item of the model's output."""
    word, _, rest = (step or "text done").partition(" ")
    name = uuid.uuid4().hex[:24]
    if word == "escalate":
        arguments = {"cmd": rest, "sandbox_permissions": "require_escalated", "justification": "May I?"}
        return {"type": "function_call", "id": "fc_" + name, "call_id": "call_" + name, "name": "exec_command",
                "arguments": json.dumps(arguments)}
    if word == "write":
        path, _, text = rest.partition(" ")
        patch = f"*** Begin Patch\n*** Add File: {path}\n+{text}\n*** End Patch"
        command = f"apply_patch <<'EOF'\n{patch}\nEOF"
        return {"type": "function_call", "id": "fc_" + name, "call_id": "call_" + name, "name": "exec_command",
                "arguments": json.dumps({"cmd": command})}
    content = [{"type": "output_text", "text": rest, "annotations": []}]
    return {"type": "message", "id": "msg_" + name, "role": "assistant", "content": content}


def events(body, output):
    base = {"id": "resp_" + uuid.uuid4().hex, "object": "response", "model": body.get("model"), "output": []}
    usage = {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 20,
             "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 120}
    yield "response.created", {"response": {**base, "status": "in_progress"}}
    yield "response.output_item.added", {"output_index": 0, "item": {**output, "content": []} if "content" in output else output}
    for part in output.get("content", []):
        yield "response.output_text.delta", {
            "item_id": output["id"], "output_index": 0, "content_index": 0, "delta": part["text"]}
    yield "response.output_item.done", {"output_index": 0, "item": output}
    yield "response.completed", {"response": {**base, "status": "completed", "output": [output], "usage": usage}}


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
        self.answer(404, "application/json", b'{"error":{"message":"mock"}}')

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        if not self.path.split("?")[0].endswith("/responses"):
            return self.do_GET()
        todo = step(body)
        with open(sys.argv[2], "a") as log:
            log.write(json.dumps({"step": todo, "last": body.get("input", [])[-1:]}) + "\n")
        if todo and todo.startswith("error "):
            return self.answer(int(todo[6:]), "application/json", b'{"error":{"message":"as the script says"}}')
        stream = "".join(
            f"event: {name}\ndata: {json.dumps({'type': name, **fields})}\n\n" for name, fields in events(body, item(todo)))
        self.answer(200, "text/event-stream", stream.encode())


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.daemon_threads = True
    with open(sys.argv[1] + ".new", "w") as port:
        port.write(str(server.server_port))
    # Whole or not at all: somebody waits for it.
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()
