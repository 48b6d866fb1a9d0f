import Testing

@testable import TendCore

struct ShellScriptTests {
    @Test(arguments: [
        ("git status", ["git status"]), ("git   status\t-s", ["git status -s"]),
        ("cd a && make; ls | wc -l & echo b || c", ["cd a", "make", "ls", "wc -l", "echo b", "c"]),
        ("a\nb", ["a", "b"]), (#"g"i"t 'status'"#, ["git status"]), (#"git commit -m "a b""#, ["git commit -m 'a b'"]),
        (#"echo "a; b" 'c && d' e\;f"#, ["echo 'a; b' 'c && d' e;f"]), ("a\\\nb", ["ab"]),
        ("(cd x; ls)", ["cd x", "ls"]), ("echo $(rm x)", ["rm x", "echo '$(rm x)'"]),
        ("echo `rm x`", ["rm x", "echo '(rm x)'"]), (#"echo "$(rm x)""#, ["rm x", "echo '$(rm x)'"]),
        ("echo '$(rm x)'", ["echo '$(rm x)'"]), ("cat <(rm x)", ["rm x", "cat '(rm x)'"]),
        ("sudo rm x", ["sudo rm x", "rm x"]), ("sudo -u me rm x", ["sudo -u me rm x", "rm x"]),
        ("FOO=1 BAR=2 rm x", ["FOO=1 BAR=2 rm x", "rm x"]), ("env -u A B=1 rm x", ["env -u A B=1 rm x", "rm x"]),
        ("ls | xargs -n 1 rm", ["ls", "xargs -n 1 rm", "rm"]), ("timeout 5 nice -n 3 rm x", ["timeout 5 nice -n 3 rm x", "nice -n 3 rm x", "rm x"]),
        (#"bash -c "rm x; ls""#, ["bash -c 'rm x; ls'", "rm x", "ls"]), ("sh -lc 'rm x'", ["sh -lc 'rm x'", "rm x"]),
        (#"bash -lc 'sudo sh -c "rm x"'"#, [#"bash -lc 'sudo sh -c "rm x"'"#, #"sudo sh -c 'rm x'"#, "sh -c 'rm x'", "rm x"]),
        ("eval rm x", ["eval rm x", "rm x"]), (#"find . -exec rm {} \;"#, ["find . -exec rm {} ;", "rm {}"]),
        ("if true; then rm x; fi", ["if true", "then rm x", "fi", "true", "rm x"]), ("! rm x", ["! rm x", "rm x"]),
        ("make 2>&1 >/dev/null", ["make"]), ("a |& b", ["a", "b"]),
    ])
    func `a script is taken apart`(text: String, commands: [String]) {
        let script = ShellScript(text)
        #expect(Set(script.commands.map(\.text)) == Set(commands))
        #expect(script.opacity == nil)
    }

    @Test(arguments: [
        ("echo a > b", [">b"]), ("echo a>>b 2>c", [">>b", ">c"]), ("cat < a", ["<a"]), ("a &> b", [">b"]), ("a >| b", [">|b"]),
        ("a > \"$x\"", [">$x"]), ("a 2>/dev/null", []), ("a >/dev/null2", [">/dev/null2"]),
    ])
    func `redirections are found`(text: String, files: [String]) {
        #expect(ShellScript(text).commands.flatMap(\.redirections) == files)
    }

    @Test(arguments: [
        "echo 'a", "echo \"a", "echo $(ls", "echo `ls", "a \\", "echo $'\\x72m'", "echo ${x:-$(rm a)}", "ls # it's", "{rm,-rf,/}",
        "cat <<EOF\nrm x\nEOF", "$x y", "$(echo rm) x", "r* x", "echo $((1+1))", "source x", ". x", "bash x.sh", "bash", "ls | sh",
        "ssh host rm x", "su -c 'rm x'", "bash -c \"$x\"", "echo a >", "git\u{200B} status", "git\u{A0}status", "git \u{202E}sutats",
        "ls\rrm x", #"find . -exec rm {} \; -exec rm {} \;"#, "case x in x) rm y;; esac",
        "echo " + String(repeating: "$(", count: 50) + "rm" + String(repeating: ")", count: 50),
    ])
    func `what is not understood for sure is opaque`(text: String) {
        #expect(ShellScript(text).opacity != nil)
    }

    @Test func `a comment hides no line break`() {
        // A shell ends the comment at the line's end; who takes the quote for one would see one harmless command.
        let script = ShellScript("ls # it's \nrm -rf / #'")
        #expect(script.opacity != nil)
    }

    @Test func `any text is read to its end`() {
        var dice = SystemRandomNumberGenerator()
        let signs = Array("ab '\"\\$(){}`;&|<>#!*?[]~=-\n\t\u{200B}é")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0..<24, using: &dice)).map { _ in signs.randomElement(using: &dice)! })
            let script = ShellScript(text)
            let all = ApprovalRules([ApprovalRule(.allow)]).ruling(
                ApprovalQuestion(agent: "a", tool: "Bash", command: text, directory: "/w", home: "/h"))
            if script.opacity != nil { #expect(all.action == .ask, "\(text.debugDescription)") }
        }
    }
}
