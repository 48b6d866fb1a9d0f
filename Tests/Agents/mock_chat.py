"""The side of the mock model that speaks OpenAI Chat, as Mistral Vibe and Kimi CLI do. Steps of its own:

    ask                 a question with several answers: which checks should run, Lint, Unit or E2E
    run COMMAND         run a shell command, which the user has to allow
"""
import json
import uuid

from mock_responses import refusal
from mock_script import Script

PATH = "/chat/completions"
CHECKS = {
    "question": "Which checks should run?", "header": "Checks", "multiSelect": True,
    "options": [{"label": label, "description": "Run it"} for label in ("Lint", "Unit", "E2E")],
}


def step(body):
    """What the model is to do now: a step of the script, or None."""
    script = Script()
    for message in body.get("messages", []):
        if message.get("role") == "tool":
            script.done += 1
        elif message.get("role") == "user":
            script.hear(message.get("content"))
    return script.next(body)


def said(step):
    """The step as a message's text, or as the tool to call and its arguments."""
    word, _, rest = (step or "text done").partition(" ")
    if word == "ask":
        return "ask_user_question", {"questions": [CHECKS]}
    if word == "run":
        return "bash", {"command": rest}
    return rest


def stream(body, content):
    base = {"id": "chatcmpl-" + uuid.uuid4().hex, "object": "chat.completion.chunk", "created": 0, "model": body.get("model")}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    if isinstance(content, str):
        delta, reason = {"role": "assistant", "content": content}, "stop"
    else:
        name, arguments = tool(body, content[0]), json.dumps(content[1])
        if name in OTHERS.values():
            arguments = arguments.replace("multiSelect", "multi_select")
        call = {"name": name, "arguments": arguments}
        calls = [{"index": 0, "id": "call_" + uuid.uuid4().hex[:12], "type": "function", "function": call}]
        delta, reason = {"role": "assistant", "content": "", "tool_calls": calls}, "tool_calls"
    chunks = [
        {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}], "usage": usage},
    ]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


# Kimi's words for the tools.
OTHERS = {"bash": "Shell", "ask_user_question": "AskUserQuestion"}


def tool(body, name):
    """Its full name, as the agent offers it."""
    names = [entry["function"]["name"] for entry in body.get("tools", [])]
    return next((known for known in names if known in (name, OTHERS.get(name)) or known.endswith("_" + name)), name)


def last(body):
    return body.get("messages", [])[-1:]
