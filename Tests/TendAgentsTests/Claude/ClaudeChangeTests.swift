import TendAgents
import TendCore
import Testing

struct ClaudeChangeTests {
    private func diff(_ tool: String, _ input: String, file: String?) throws -> String? {
        let change = ClaudeChange(tool: tool, input: try JSONTree(parsing: input.utf8)) { _ in file }
        return change?.diff
    }

    @Test func `several edits of one file are one diff`() throws {
        let input =
            #"{"file_path":"/f","edits":[{"old_string":"a","new_string":"b"},{"old_string":"b","new_string":"c","replace_all":true}]}"#
        #expect(try diff("MultiEdit", input, file: "a\nb\n") == "--- /f\n+++ /f\n@@ -1,2 +1,2 @@\n-a\n-b\n+c\n+c\n")
    }

    @Test func `only the first place is replaced unless all are`() throws {
        func input(_ all: Bool) -> String {
            #"{"file_path":"/f","old_string":"x","new_string":"y","replace_all":\#(all)}"#
        }
        #expect(try diff("Edit", input(false), file: "x x\n")?.contains("+y x\n") == true)
        #expect(try diff("Edit", input(true), file: "x x\n")?.contains("+y y\n") == true)
    }

    @Test func `a text that is not in the file is shown alone`() throws {
        let input = #"{"file_path":"/f","old_string":"gone","new_string":"new"}"#
        for file in ["other\n", nil] {
            #expect(try diff("Edit", input, file: file) == "--- /f\n+++ /f\n@@ -1 +1 @@\n-gone\n+new\n")
        }
    }

    @Test func `an empty old text makes a file`() throws {
        let input = #"{"file_path":"/f","old_string":"","new_string":"new\n"}"#
        #expect(try diff("Edit", input, file: nil) == "--- /dev/null\n+++ /f\n@@ -0,0 +1 @@\n+new\n")
    }

    @Test(arguments: [
        (#","edit_mode":"replace""#, "--- /n#c1\n+++ /n#c1\n@@ -1,2 +1,2 @@\n-a = 1\n+a = 2\n b\n"),
        (#","edit_mode":"insert""#, "--- /dev/null\n+++ /n#c1\n@@ -0,0 +1,2 @@\n+a = 2\n+b\n"),
        (#","edit_mode":"delete""#, "--- /n#c1\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a = 1\n-b\n"),
    ])
    func `of a notebook the cell is shown`(mode: String, expected: String) throws {
        let notebook = #"{"cells":[{"id":"c0","source":"z"},{"id":"c1","source":["a = 1\n","b\n"]}]}"#
        let input = #"{"notebook_path":"/n","cell_id":"c1","new_source":"a = 2\nb\n"\#(mode)}"#
        #expect(try diff("NotebookEdit", input, file: notebook) == expected)
    }

    @Test func `other tools change nothing that could be shown`() throws {
        #expect(try diff("Bash", #"{"command":"rm x"}"#, file: nil) == nil)
        #expect(try diff("Edit", "{}", file: nil) == nil && diff("Write", #"{"file_path":"/f"}"#, file: nil) == nil)
    }
}
