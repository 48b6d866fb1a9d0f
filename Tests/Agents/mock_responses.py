"""The side of the mock model that speaks OpenAI Responses, as Codex does. Steps of its own:

    escalate COMMAND    run a shell command outside the sandbox, which the user has to allow
    write PATH TEXT     write a file
"""
import json
import uuid

from mock_script import Script

PATH = "/responses"


def step(body):
    """What the model is to do now: a step of the script, or None."""
    script = Script()
    for item in body.get("input", []):
        if item.get("type") in ("function_call_output", "custom_tool_call_output"):
            script.done += 1
        elif item.get("role") == "user":
            script.hear(item.get("content"))
    return script.next(body)


def said(step):
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


def last(body):
    return body.get("input", [])[-1:]


def refusal(status):
    kinds = {401: "invalid_request_error", 429: "rate_limit_exceeded"}
    return {"error": {"message": "as the script says", "type": kinds.get(status, "server_error")}}
