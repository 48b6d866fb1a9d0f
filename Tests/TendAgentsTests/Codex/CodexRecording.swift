@testable import TendAgents

/// What codex-cli 0.163.0 sent its second client, recorded before a mock model; ids are replaced, and what nobody reads is cut.
enum CodexRecording {
    /// `touch x1` outside the sandbox, allowed by us. We came late: the item began before.
    static let command = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"item/commandExecution/requestApproval","id":0,"params":{"kind":"command","threadId":"thread-1","turnId":"id-1","itemId":"call-2","reason":"May I run this outside the sandbox?","command":"/bin/bash -lc 'touch x1'","cwd":"/home/dev/demo","proposedExecpolicyAmendment":["touch","x1"],"availableDecisions":["accept",{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["touch","x1"]}},"cancel"]}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":0}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"item/completed","params":{"item":{"type":"commandExecution","id":"call-2","command":"/bin/bash -lc 'touch x1'","cwd":"/home/dev/demo","status":"completed","exitCode":0},"threadId":"thread-1","turnId":"id-1"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-1","tokenUsage":{"total":{"totalTokens":120}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-3","text":"done one"},"threadId":"thread-1","turnId":"id-1"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-1","tokenUsage":{"total":{"totalTokens":240}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-1","items":[{"type":"agentMessage","id":"msg-3","text":"done one"}],"status":"completed"}}}
        """#)

    /// `touch x2`, declined by us; the model goes on.
    static let declined = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-4","items":[],"status":"inProgress"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"item/started","params":{"item":{"type":"commandExecution","id":"call-5","command":"/bin/bash -lc 'touch x2'","cwd":"/home/dev/demo","status":"inProgress"},"threadId":"thread-1","turnId":"id-4"}}
        {"method":"item/commandExecution/requestApproval","id":1,"params":{"kind":"command","threadId":"thread-1","turnId":"id-4","itemId":"call-5","reason":"May I run this outside the sandbox?","command":"/bin/bash -lc 'touch x2'","cwd":"/home/dev/demo","proposedExecpolicyAmendment":["touch","x2"],"availableDecisions":["accept",{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["touch","x2"]}},"cancel"]}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":1}}
        {"method":"item/completed","params":{"item":{"type":"commandExecution","id":"call-5","command":"/bin/bash -lc 'touch x2'","cwd":"/home/dev/demo","status":"declined"},"threadId":"thread-1","turnId":"id-4"}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-4","tokenUsage":{"total":{"totalTokens":360}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-6","text":"going on"},"threadId":"thread-1","turnId":"id-4"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-4","tokenUsage":{"total":{"totalTokens":480}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-4","items":[{"type":"agentMessage","id":"msg-6","text":"going on"}],"status":"completed"}}}
        """#)

    /// `touch x4`, allowed at the desk.
    static let desk = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-7","items":[],"status":"inProgress"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"item/started","params":{"item":{"type":"commandExecution","id":"call-8","command":"/bin/bash -lc 'touch x4'","cwd":"/home/dev/demo","status":"inProgress"},"threadId":"thread-1","turnId":"id-7"}}
        {"method":"item/commandExecution/requestApproval","id":3,"params":{"kind":"command","threadId":"thread-1","turnId":"id-7","itemId":"call-8","reason":"May I run this outside the sandbox?","command":"/bin/bash -lc 'touch x4'","cwd":"/home/dev/demo","proposedExecpolicyAmendment":["touch","x4"],"availableDecisions":["accept",{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["touch","x4"]}},"cancel"]}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":3}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"item/completed","params":{"item":{"type":"commandExecution","id":"call-8","command":"/bin/bash -lc 'touch x4'","cwd":"/home/dev/demo","status":"completed","exitCode":0},"threadId":"thread-1","turnId":"id-7"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-7","tokenUsage":{"total":{"totalTokens":720}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-9","text":"going on"},"threadId":"thread-1","turnId":"id-7"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-7","tokenUsage":{"total":{"totalTokens":840}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-7","items":[{"type":"agentMessage","id":"msg-9","text":"going on"}],"status":"completed"}}}
        """#)

    /// A file outside the writable roots.
    static let newFile = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-10","items":[],"status":"inProgress"}}}
        {"method":"item/started","params":{"item":{"type":"fileChange","id":"call-11","changes":[{"path":"/home/dev/other.txt","kind":{"type":"add"},"diff":"hello\nworld\n"}],"status":"inProgress"},"threadId":"thread-1","turnId":"id-10"}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"item/fileChange/requestApproval","id":6,"params":{"threadId":"thread-1","turnId":"id-10","itemId":"call-11"}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":6}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"item/completed","params":{"item":{"type":"fileChange","id":"call-11","changes":[{"path":"/home/dev/other.txt","kind":{"type":"add"},"diff":"hello\nworld\n"}],"status":"completed"},"threadId":"thread-1","turnId":"id-10"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-10","tokenUsage":{"total":{"totalTokens":1440}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-12","text":"file"},"threadId":"thread-1","turnId":"id-10"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-10","tokenUsage":{"total":{"totalTokens":1560}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-10","items":[{"type":"agentMessage","id":"msg-12","text":"file"}],"status":"completed"}}}
        """#)

    /// The same file again.
    static let changedFile = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-13","items":[],"status":"inProgress"}}}
        {"method":"item/started","params":{"item":{"type":"fileChange","id":"call-14","changes":[{"path":"/home/dev/other.txt","kind":{"type":"update"},"diff":"@@ -1,2 +1,2 @@\n-hello\n+bye\n world\n"}],"status":"inProgress"},"threadId":"thread-1","turnId":"id-13"}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"item/fileChange/requestApproval","id":7,"params":{"threadId":"thread-1","turnId":"id-13","itemId":"call-14"}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":7}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"item/completed","params":{"item":{"type":"fileChange","id":"call-14","changes":[{"path":"/home/dev/other.txt","kind":{"type":"update"},"diff":"@@ -1,2 +1,2 @@\n-hello\n+bye\n world\n"}],"status":"completed"},"threadId":"thread-1","turnId":"id-13"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-13","tokenUsage":{"total":{"totalTokens":1680}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-15","text":"file"},"threadId":"thread-1","turnId":"id-13"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-13","tokenUsage":{"total":{"totalTokens":1800}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-13","items":[{"type":"agentMessage","id":"msg-15","text":"file"}],"status":"completed"}}}
        """#)

    /// A tool of an MCP server, allowed for the session.
    static let tool = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-16","items":[],"status":"inProgress"}}}
        {"method":"item/started","params":{"item":{"type":"mcpToolCall","id":"call-17","server":"tend","tool":"echo","status":"inProgress","arguments":{"text":"hi"}},"threadId":"thread-1","turnId":"id-16"}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnApproval"]}}}
        {"method":"mcpServer/elicitation/request","id":8,"params":{"threadId":"thread-1","turnId":"id-16","serverName":"tend","mode":"form","_meta":{"codex_approval_kind":"mcp_tool_call","persist":["session","always"],"tool_description":"Echo a text","tool_params":{"text":"hi"}},"message":"Allow the tend MCP server to run tool \"echo\"?","requestedSchema":{"type":"object","properties":{}}}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":8}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"item/completed","params":{"item":{"type":"mcpToolCall","id":"call-17","server":"tend","tool":"echo","status":"completed","arguments":{"text":"hi"},"result":{"content":[{"type":"text","text":"hi from ?"}]}},"threadId":"thread-1","turnId":"id-16"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-16","tokenUsage":{"total":{"totalTokens":1920}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-18","text":"mcp"},"threadId":"thread-1","turnId":"id-16"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-16","tokenUsage":{"total":{"totalTokens":2040}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-16","items":[{"type":"agentMessage","id":"msg-18","text":"mcp"}],"status":"completed"}}}
        """#)

    /// A question in plan mode, answered by us.
    static let question = messages(
        #"""
        {"method":"thread/settings/updated","params":{"threadId":"thread-1","threadSettings":{"model":"mock-1"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-19","items":[],"status":"inProgress"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnUserInput"]}}}
        {"method":"item/tool/requestUserInput","id":9,"params":{"threadId":"thread-1","turnId":"id-19","itemId":"call-20","questions":[{"id":"q1","header":"Colour","question":"Which colour should the button be?","isOther":true,"isSecret":false,"options":[{"label":"Red","description":"A warm red"},{"label":"Green","description":"A calm green"},{"label":"Blue","description":"A deep blue"}]}],"isBlocking":true}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":9}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-19","tokenUsage":{"total":{"totalTokens":2520}}}}
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"msg-21","text":"thanks"},"threadId":"thread-1","turnId":"id-19"}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-19","tokenUsage":{"total":{"totalTokens":2640}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-19","items":[{"type":"agentMessage","id":"msg-21","text":"thanks"}],"status":"completed"}}}
        """#)

    /// Two questions; esc at the desk.
    static let interrupted = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-22","items":[],"status":"inProgress"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":["waitingOnUserInput"]}}}
        {"method":"item/tool/requestUserInput","id":10,"params":{"threadId":"thread-1","turnId":"id-22","itemId":"call-23","questions":[{"id":"q1","header":"Colour","question":"Which colour should the button be?","isOther":true,"isSecret":false,"options":[{"label":"Red","description":"A warm red"},{"label":"Green","description":"A calm green"},{"label":"Blue","description":"A deep blue"}]},{"id":"q2","header":"Checks","question":"Which checks should run?","isOther":true,"isSecret":false,"options":[{"label":"Lint","description":"Run the linter"},{"label":"Unit","description":"Run unit tests"},{"label":"E2E","description":"Run end-to-end tests"}]}],"isBlocking":true}}
        {"method":"thread/tokenUsage/updated","params":{"threadId":"thread-1","turnId":"id-22","tokenUsage":{"total":{"totalTokens":2760}}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"idle"}}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-22","items":[],"status":"interrupted"}}}
        {"method":"serverRequest/resolved","params":{"threadId":"thread-1","requestId":10}}
        """#)

    /// The model's endpoint refuses.
    static let failure = messages(
        #"""
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"active","activeFlags":[]}}}
        {"method":"turn/started","params":{"threadId":"thread-1","turn":{"id":"id-24","items":[],"status":"inProgress"}}}
        {"method":"thread/status/changed","params":{"threadId":"thread-1","status":{"type":"systemError"}}}
        {"method":"error","params":{"error":{"message":"{\"type\": \"error\", \"error\": {\"type\": \"api_error\", \"message\": \"mock error 400\"}}"},"willRetry":false,"threadId":"thread-1","turnId":"id-24"}}
        {"method":"turn/completed","params":{"threadId":"thread-1","turn":{"id":"id-24","items":[],"status":"failed","error":{"message":"{\"type\": \"error\", \"error\": {\"type\": \"api_error\", \"message\": \"mock error 400\"}}"}}}}
        """#)

    static func messages(_ lines: String) -> [CodexMessage] {
        lines.split(separator: "\n").compactMap { CodexMessage(parsing: String($0)) }
    }
}
