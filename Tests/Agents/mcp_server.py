#!/usr/bin/env python3
"""An MCP server on standard input and output with no tools. It notes that it was initialised, and what it was given.

    mcp_server.py FILE VARIABLE     writes the client's name and the variable's value into FILE, as JSON
"""
import json
import os
import sys


def answer(request):
    method = request.get("method")
    if method == "initialize":
        parameters = request["params"]
        note = {"client": parameters["clientInfo"]["name"], "value": os.environ.get(sys.argv[2])}
        with open(sys.argv[1] + ".new", "w") as file:
            json.dump(note, file)
        os.rename(sys.argv[1] + ".new", sys.argv[1])
        return {
            "protocolVersion": parameters["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "noting", "version": "1"},
        }
    return {"tools": []} if method == "tools/list" else {}


for line in sys.stdin:
    request = json.loads(line)
    if "id" in request:
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": answer(request)}), flush=True)
