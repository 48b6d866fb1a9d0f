"""The side of the mock model that speaks Anthropic Messages, as Claude Code does. Steps of its own:

    bash COMMAND        run a shell command
    write PATH TEXT     write a file
    edit PATH OLD => NEW
    read PATH
    agent STEP          have a subagent do one step
    ask JSON            ask questions: the input of AskUserQuestion
    plan TEXT           write the plan into the file that plan mode names, then ask for its approval
"""
import json
import re
import uuid

from mock_script import Script

PATH = "/messages"


def step(body):
    """What the model is to do now: a step of the script, or None."""
    script, last_was_result = Script(), False
    for message in body.get("messages", []):
        if message.get("role") != "user":
            last_was_result = False
            continue
        content = message.get("content")
        results = [b for b in content if b.get("type") == "tool_result"] if isinstance(content, list) else []
        # The results of tools that were called together are one turn.
        if results and not last_was_result:
            script.done += 1
        last_was_result = bool(results)
        script.hear(content)
    for index, part in enumerate(script.steps or []):
        if part.startswith("plan "):
            # The text of plan mode names the file to write.
            path = re.search(r"(/\S+?/plans/\S+?\.md)", json.dumps(body.get("messages")))
            script.steps[index:index + 1] = [f"write {path.group(1)} {part[5:]}" if path else "text no plan file", "leave"]
    return script.next(body)


def said(step):
    """The step as a block of content."""
    word, _, rest = (step or "text done").partition(" ")
    path, _, text = rest.partition(" ")
    text = text.replace("\\n", "\n")
    old, _, new = text.partition(" => ")
    tools = {
        "bash": ("Bash", {"command": rest, "description": "Run a command"}),
        "write": ("Write", {"file_path": path, "content": text}),
        "edit": ("Edit", {"file_path": path, "old_string": old, "new_string": new}),
        "read": ("Read", {"file_path": path}),
        "agent": ("Agent", {"description": "A step", "prompt": "mock: " + rest, "subagent_type": "general-purpose",
                            "run_in_background": False}),
        "leave": ("ExitPlanMode", {}),
    }
    if word == "ask":
        tools["ask"] = ("AskUserQuestion", json.loads(rest))
    if word in tools:
        name, given = tools[word]
        return {"type": "tool_use", "id": "toolu_" + uuid.uuid4().hex[:24], "name": name, "input": given}
    return {"type": "text", "text": rest}


def events(body, content):
    """The stream of events that says it."""
    usage = {"input_tokens": 100, "output_tokens": 20, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    is_tool = content["type"] == "tool_use"
    yield "message_start", {"message": {
        "id": "msg_" + uuid.uuid4().hex[:24], "type": "message", "role": "assistant", "model": body.get("model"),
        "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}}
    empty = {**content, "input": {}} if is_tool else {"type": "text", "text": ""}
    yield "content_block_start", {"index": 0, "content_block": empty}
    delta = {"type": "input_json_delta", "partial_json": json.dumps(content["input"])} if is_tool else {
        "type": "text_delta", "text": content["text"]}
    yield "content_block_delta", {"index": 0, "delta": delta}
    yield "content_block_stop", {"index": 0}
    reason = "tool_use" if is_tool else "end_turn"
    yield "message_delta", {"delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": 20}}
    yield "message_stop", {}


def last(body):
    return body.get("messages", [])[-1:]


def refusal(status):
    kinds = {401: "authentication_error", 429: "rate_limit_error", 529: "overloaded_error"}
    kind = kinds.get(status, "api_error" if status >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": "as the script says"}}


def whole(body, content):
    """The answer to a request that wants no stream."""
    return {
        "id": "msg_" + uuid.uuid4().hex[:24], "type": "message", "role": "assistant", "model": body.get("model"),
        "content": [content], "stop_sequence": None,
        "stop_reason": "tool_use" if content["type"] == "tool_use" else "end_turn",
        "usage": {"input_tokens": 100, "output_tokens": 20}}
