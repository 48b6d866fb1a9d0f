#!/usr/bin/env python3
"""Records a real agent playing a scene list, with labels, for the corpus.

    AGENTS_DIR=… sandbox.sh HOME_DIR python3 record.py AGENT ROWSxCOLUMNS {status|plain} OUT.rec --mock mock_llm.py

Plays the terminal: answers what agents ask of one (with `status` also OSC 7501), types what the scene says, and waits for a
text on the screen before it goes on. What the scene knows to be true from then on is the label; what lies between a key and the next
awaited text is labelled by nobody. Needs pyte (for waiting only; the tests read the bytes with tend's own emulator).

OUT.rec: the unpacked length (4 bytes, little-endian), then LZ4 of `@MILLISECONDS COUNT\\n`, COUNT bytes, `\\n`, again and again.
OUT.labels, one a line: `FROM TO STATE SCENE` in milliseconds. A range ends before the key that ends its state.
"""
import argparse, fcntl, json, os, pty, re, select, struct, subprocess, sys, termios, time
import pyte

KEY = "sk-ant-mock-0123456789abcdef0123456789"
CONTROL = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]"
                     rb"|\x1b\[[0-9;:]*(?:4:\d|58:[\d:]*)[0-9;:]*m|\x1b\[[0-9;]* q")
QUERIES = re.compile(rb"\x1b\[>0?q|\x1b\[\?u|\x1b\[0?c|\x1b\[6n|\x1b\](?:10|11);\?(?:\x07|\x1b\\)|\x1b\]7501;\?(?:\x07|\x1b\\)|\x1b\[\?2026\$p")


class Run:
    def __init__(self, argv, env, rows, columns, status):
        self.status, self.began = status, time.monotonic()
        self.chunks, self.labels, self.open, self.seen = [], [], None, b""
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir("/home/dev/demo")
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, seconds):
        """Reads for so long; False when the program is gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                return True
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.chunks.append((self.now(), data))
            for query in QUERIES.findall(self.seen[-32:] + data)[len(QUERIES.findall(self.seen[-32:])):]:
                self.answer(query)
            self.seen = (self.seen + data)[-64:]
            try:
                self.stream.feed(CONTROL.sub(b"", data))
            except Exception as error:   # a sequence that pyte does not know
                print("pyte:", error, file=sys.stderr)
        return True

    def answer(self, query):
        cursor = self.screen.cursor
        if query.startswith(b"\x1b[>"): self.write(b"\x1bP>|tend 1\x1b\\")
        elif query == b"\x1b[?u": self.write(b"\x1b[?0u")
        elif query.endswith(b"c"): self.write(b"\x1b[?62;22c")
        elif query == b"\x1b[6n": self.write(b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1))
        elif query.startswith(b"\x1b]10"): self.write(b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\")
        elif query.startswith(b"\x1b]11"): self.write(b"\x1b]11;rgb:1111/1111/1111\x1b\\")
        elif query.startswith(b"\x1b]7501"):
            if self.status: self.write(b"\x1b]7501;?\x1b\\")
        elif query.startswith(b"\x1b[?2026"): self.write(b"\x1b[?2026;2$y")

    def write(self, data):
        os.write(self.master, data)

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    # What a scene is made of.

    def wait(self, pattern, state=None, scene="", seconds=25, gone=False):
        """Until the screen shows the pattern (or does not any more); from then on the state holds."""
        end = time.monotonic() + seconds
        while (re.search(pattern, self.text()) is None) != gone:
            if time.monotonic() > end or not self.pump(0.05):
                print(self.text())
                raise SystemExit("no %r (%s)" % (pattern, scene))
        if state:
            self.pump(0.15)   # the rest of this picture
            self.open = (self.now(), state, scene)

    def rest(self, pattern, state=None, scene="", seconds=0.0):
        """Until the screen has been without the pattern for a while: spinners come and go between two steps."""
        self.close()
        quiet = time.monotonic()
        while time.monotonic() < quiet + 0.5:
            if re.search(pattern, self.text()): quiet = time.monotonic()
            if not self.pump(0.05): break
        if state: self.open = (self.now(), state, scene)
        self.pump(seconds)

    def now(self):
        return int((time.monotonic() - self.began) * 1000)

    def stay(self, seconds):
        self.pump(seconds)

    def close(self):
        if self.open:
            self.labels.append((self.open[0], self.now(), self.open[1], self.open[2]))
        self.open = None

    def press(self, data, pause=0.0):
        self.close()
        self.write(data)
        self.pump(pause)

    def prompt(self, text):
        self.press(b"\x1b[200~" + text.encode() + b"\x1b[201~\r")

    def finish(self, out):
        self.close()
        plain = b"".join(b"@%d %d\n" % (at, len(data)) + data + b"\n" for at, data in self.chunks)
        with open(out + ".rec", "wb") as file:
            file.write(struct.pack("<I", len(plain)) + squeezed(plain))
        with open(out + ".labels", "w") as file:
            for start, end, state, scene in self.labels:
                file.write("%d %d %s %s\n" % (start, end, state, scene))


QUOTE = (r"The dialog looks like this:\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. Yes, and don't ask again\n   3. No, and tell Claude what to do differently (esc)\n\n"
         r"Would you like to run the following command?\n› 1. Yes, proceed (y)\n  2. No (esc)\n\nPress enter to confirm or esc to cancel\n\n"
         r"Allow creation of new files? (Y)es/(N)o [Yes]:\n\nCancel creation")


def claude(run):
    busy, prompt = r"esc to interrupt", r"mode on"
    run.wait(r"Yes, I trust", "waiting:trust", "trust")
    run.stay(1.5); run.press(b"\x1b[B", 0.5); run.press(b"\r")
    run.wait(prompt); run.stay(0.7); run.rest(busy, "idle", "prompt", 2)
    run.prompt("mock:slow 2.5 words")
    run.wait(r"words 2\.", "working", "streaming"); run.stay(1)
    run.rest(busy, "idle", "done", 1)
    run.prompt("mock:think 2.5 ;; text thought")
    run.wait(busy, "working", "thinking"); run.stay(1.2)
    run.rest(busy)
    run.prompt("mock:bash touch x; sleep 3 ;; text slept well")
    run.wait(r"Esc to cancel", "waiting:permission", "shell"); run.stay(1.6); run.press(b"1")
    run.wait(r"Do you want to proceed", gone=True)
    run.wait(busy, "working", "long tool"); run.stay(1.6)
    run.rest(busy, "idle", "after tool", 0.6)
    run.prompt("mock:read hello.py ;; edit hello.py one => two ;; text edited")
    run.wait(r"Esc to cancel", "waiting:permission", "edit"); run.stay(1.6); run.press(b"\x1b")
    run.rest(r"Esc to cancel|" + busy, "idle", "rejected", 1)
    run.prompt("mock:ask1 ;; text asked")
    run.wait(r"Esc to cancel", "waiting:question", "question"); run.stay(1.6); run.press(b"2")
    run.rest(r"Esc to cancel|" + busy, "idle", "asked", 0.6)
    run.prompt("mock:askm ;; text asked many")
    run.wait(r"Esc to cancel", "waiting:question", "questions"); run.stay(1.6); run.press(b"\x1b")
    run.rest(r"Esc to cancel|" + busy, "idle", "declined", 0.6)
    run.prompt("mock:text " + QUOTE)
    run.stay(2); run.rest(busy, "idle", "prose", 2)
    run.prompt("mock:slow 6 on")
    run.wait(r"on 5\.", "working", "to be interrupted"); run.stay(0.6); run.press(b"\x1b")
    run.wait(r"Interrupted"); run.rest(busy, "idle", "interrupted", 1)
    run.prompt("mock:err 400")
    run.wait(r"● API Error", "error", "api error"); run.stay(1.2)
    run.prompt("mock:err 500")
    run.wait(r"retrying in", "working", "retrying"); run.stay(1.2); run.press(b"\x1b")
    run.rest(r"retrying in|" + busy, "idle", "gave up", 0.6); run.press(b"\x15", 0.3)
    run.press(b"\x1b[Z", 0.4); run.press(b"\x1b[Z", 0.4)
    run.wait("plan mode on", "idle", "plan mode"); run.stay(0.6)
    run.prompt("mock:plan ;; text planned")
    run.wait(r"manually approve", "waiting:plan", "plan"); run.stay(1.6); run.press(b"\x1b")
    run.wait(r"manually approve", gone=True); run.rest(busy, "idle", "planning on", 1)


def codex(run):
    busy = r"esc to interrupt"
    run.wait(r"[Yy]es, continue|Trust", "waiting:trust", "trust"); run.stay(1.5); run.press(b"\r")
    run.wait(r"[Yy]es, continue", gone=True)
    run.wait(r"shortcuts"); run.stay(1.5); run.rest(busy, "idle", "prompt", 2)
    run.prompt("mock:slow 2.5 words")
    run.wait(busy, "working", "streaming"); run.stay(1.5)
    run.rest(busy, "idle", "done", 1)
    run.prompt("mock:think 2.5 ;; text thought")
    run.wait(busy, "working", "thinking"); run.stay(1.2)
    run.rest(busy)
    run.prompt("mock:escalate touch x; sleep 3 ;; text slept well")
    run.wait(r"Press enter to confirm", "waiting:permission", "shell"); run.stay(1.6); run.press(b"y")
    run.wait(r"Press enter to confirm", gone=True)
    run.wait(busy, "working", "long tool"); run.stay(1.6)
    run.rest(busy, "idle", "after tool", 0.6)
    run.prompt("mock:write /home/dev/other.txt some text ;; text edited")
    run.wait(r"Press enter to confirm", "waiting:permission", "edit"); run.stay(1.6); run.press(b"\x1b")
    run.rest(r"Press enter to confirm|" + busy, "idle", "rejected", 1)
    run.prompt("mock:text " + QUOTE)
    run.stay(2); run.rest(busy, "idle", "prose", 2)
    run.prompt("mock:slow 6 on")
    run.wait(busy, "working", "to be interrupted"); run.stay(1); run.press(b"\x1b")
    run.wait(r"interrupted"); run.rest(busy, "idle", "interrupted", 1)
    run.prompt("mock:err 400")
    run.wait(r"mock error 400"); run.rest(busy, "error", "api error", 1.2)
    run.press(b"\x1b[Z", 0.5)
    run.wait(r"[Pp]lan mode", "idle", "plan mode"); run.stay(0.6)
    run.prompt("mock:ask1 ;; text asked")
    run.wait(r"enter to submit", "waiting:question", "question"); run.stay(1.6); run.press(b"2", 0.5)
    run.rest(r"enter to submit|" + busy, "idle", "asked", 0.6)
    run.prompt("mock:plan")
    run.wait(r"Implement this plan", "waiting:plan", "plan"); run.stay(1.6); run.press(b"\x1b")
    run.rest(r"Implement this plan|" + busy, "idle", "planning on", 1)


def vibe(run):
    busy, dialog = r"to interrupt", r"Esc (?:reject|cancel)"
    run.wait(r"tokens \(", seconds=40); run.stay(3.5); run.rest(busy, "idle", "prompt", 1)
    run.prompt("mock:slow 2.5 words")
    run.wait(r"words 2\.", "working", "streaming"); run.stay(0.8)
    run.rest(busy, "idle", "done", 0.7)
    run.prompt("mock:bash touch x; sleep 3 ;; text slept well")
    run.wait(dialog, "waiting:permission", "shell"); run.stay(1.8); run.press(b"1")
    run.wait(dialog, gone=True); run.wait(busy, "working", "long tool"); run.stay(1.2)
    run.rest(busy, "idle", "after tool", 0.7)
    run.prompt("mock:write hello2.py some text ;; text edited")
    run.wait(dialog, "waiting:permission", "edit"); run.stay(1.8); run.press(b"4")
    run.rest(dialog + "|" + busy, "idle", "rejected", 0.7)
    run.prompt("mock:ask1 ;; text asked")
    run.wait(dialog, "waiting:question", "question"); run.stay(1.8); run.press(b"2")
    run.rest(dialog + "|" + busy, "idle", "asked", 0.7)
    run.prompt("mock:text " + QUOTE)
    run.stay(2); run.rest(busy, "idle", "prose", 1)
    run.prompt("mock:slow 6 on")
    run.wait(r"on 5\.", "working", "to be interrupted"); run.stay(0.5); run.press(b"\x1b")
    run.wait("Interrupted"); run.rest(busy, "idle", "interrupted", 0.7)
    run.prompt("mock:err 400")
    run.wait(r"400[^\n]*\n(?s:.*)400"); run.rest(busy, "error", "api error", 0.8)


def squeezed(data):
    """LZ4 block format: small, and unpacked by thirty lines. The tests have no other use for a compressor."""
    out, seen, start, at = bytearray(), {}, 0, 0

    def number(value):
        while value >= 255:
            out.append(255); value -= 255
        out.append(value)

    def emit(literals, distance, length):
        low = length - 4 if length else 0
        out.append(min(len(literals), 15) << 4 | min(low, 15))
        if len(literals) >= 15: number(len(literals) - 15)
        out.extend(literals)
        if length:
            out.extend(struct.pack("<H", distance))
            if low >= 15: number(low - 15)

    while at + 12 < len(data):
        best, where = 0, 0
        for known in reversed(seen.get(data[at:at + 4], [])[-64:]):
            if at - known > 65535: break
            length = 4
            while at + length < len(data) - 5 and data[known + length] == data[at + length]: length += 1
            if length > best: best, where = length, known
        if best < 4:
            seen.setdefault(data[at:at + 4], []).append(at); at += 1
            continue
        emit(data[start:at], at - where, best)
        for place in range(at, at + best): seen.setdefault(data[place:place + 4], []).append(place)
        at += best; start = at
    emit(data[start:], 0, 0)
    return bytes(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("agent"); parser.add_argument("size"); parser.add_argument("status"); parser.add_argument("out")
    parser.add_argument("--mock", required=True)
    args = parser.parse_args()
    rows, columns = map(int, args.size.split("x"))
    bin = os.environ["AGENTS_DIR"] + "/bin/"
    mock = subprocess.Popen([sys.executable, args.mock, "--port-file", "/tmp/port", "--log", "/tmp/mock.jsonl", "--chunk-delay", "0.01"])
    while not os.path.exists("/tmp/port"):
        time.sleep(0.05)
    time.sleep(0.1)
    base = "http://127.0.0.1:" + open("/tmp/port").read().strip()
    os.makedirs("/home/dev/demo", exist_ok=True)
    open("/home/dev/demo/hello.py", "w").write("one\n")
    if args.agent == "codex":   # asks for trust in repositories only
        subprocess.run(["git", "init", "-q", "/home/dev/demo"], check=True)
    env = {"HOME": "/home/dev", "PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
           "USER": "dev", "SHELL": "/bin/bash"}
    if args.agent == "claude":
        env |= {"ANTHROPIC_BASE_URL": base, "ANTHROPIC_API_KEY": KEY, "CLAUDE_CONFIG_DIR": "/home/dev/.claude", "DISABLE_TELEMETRY": "1",
                "DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
        os.makedirs("/home/dev/.claude", exist_ok=True)
        json.dump({"hasCompletedOnboarding": True, "theme": "dark", "hasSeenAutoDefaultNotice": True,
                   "customApiKeyResponses": {"approved": [KEY[-20:]], "rejected": []}}, open("/home/dev/.claude/.claude.json", "w"))
        argv = [bin + "claude", "--permission-mode", "manual"]
    elif args.agent == "codex":
        env |= {"CODEX_HOME": "/home/dev/.codex", "MOCK_API_KEY": "mock"}
        os.makedirs("/home/dev/.codex", exist_ok=True)
        open("/home/dev/.codex/config.toml", "w").write(
            'model = "mock-model"\nmodel_provider = "mock"\n[model_providers.mock]\nname = "mock"\nbase_url = "%s/v1"\n'
            'env_key = "MOCK_API_KEY"\nwire_api = "responses"\n' % base)
        argv = [bin + "codex", "--no-daemon"]
    else:
        env |= {"MOCK_API_KEY": "mock"}
        os.makedirs("/home/dev/.vibe", exist_ok=True)
        open("/home/dev/.vibe/config.toml", "w").write(
            'active_model = "mock"\n[[providers]]\nname = "mock"\napi_base = "%s/v1"\napi_key_env_var = "MOCK_API_KEY"\n'
            'api_style = "openai"\nbackend = "generic"\n[[models]]\nname = "mock-model"\nprovider = "mock"\nalias = "mock"\n' % base)
        argv = [bin + "vibe", "--trust", "--agent", "ask"]
    run = Run(argv, env, rows, columns, args.status == "status")
    try:
        {"claude": claude, "codex": codex, "vibe": vibe}[args.agent](run)
    finally:
        run.finish(args.out)
        mock.terminate()


main()
