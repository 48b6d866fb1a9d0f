import Glibc
import TendScreen
import TendTUI

/// A client of the surface and nothing else: draws what it is told to, and says what it gets. A test is at the other end of its terminal.
///
/// Commands come as lines on descriptor 3: `draw FILE` (a frame), `title TEXT`, `copy TEXT`, `notify TITLE`, `bell`, `mouse off`, `redraw`,
/// `suspend`, `resume`, `close`, `die HOW`. Answers go to descriptor 4 as lines: `ready`, `done` after each command, `drawn` when the
/// terminal has taken everything, `input …` for what came from the terminal.
@main struct SurfaceProbe {
    static func main() {
        var environment: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            environment[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
            entry += 1
        }
        do {
            var loop = Loop(surface: try CursesSurface(environment: environment))
            say("ready")
            loop.run()
        } catch {
            say("failed: \(error)")
        }
    }

    static func say(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(4, line, line.count)
    }
}

private struct Loop {
    let surface: CursesSurface
    var commands: [UInt8] = []
    var isRunning = true
    var hadOutput = false

    mutating func run() {
        while isRunning {
            var files = [
                pollfd(fd: surface.input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: 3, events: Int16(POLLIN), revents: 0),
                pollfd(fd: surface.hasOutput ? surface.output : -1, events: Int16(POLLOUT), revents: 0),
            ]
            let patience = surface.patience.map { Int32($0 / .milliseconds(1)) } ?? -1
            let count = poll(&files, 3, patience)
            if count == 0 { tell(surface.flushInput()) }
            guard count > 0 else { continue }
            if files[0].revents != 0 {
                guard let inputs = surface.read() else { return SurfaceProbe.say("gone") }
                tell(inputs)
            }
            if files[2].revents != 0 { surface.flush() }
            if hadOutput, !surface.hasOutput { SurfaceProbe.say("drawn") }
            hadOutput = surface.hasOutput
            if files[1].revents != 0 { takeCommands() }
        }
    }

    private func tell(_ inputs: [TerminalInput]) {
        for input in inputs { SurfaceProbe.say("input \(input)") }
    }

    private mutating func takeCommands() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(3, &buffer, buffer.count)
        guard count > 0 else { return isRunning = false }
        commands += buffer[..<count]
        while let end = commands.firstIndex(of: 10) {
            let line = String(decoding: commands[..<end], as: UTF8.self)
            commands.removeSubrange(...end)
            perform(line.split(separator: " ", maxSplits: 1).map(String.init))
            hadOutput = surface.hasOutput
            SurfaceProbe.say("done")
        }
    }

    private mutating func perform(_ words: [String]) {
        let text = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "draw":
            guard let screen = screen(in: text) else { return SurfaceProbe.say("no frame in \(text)") }
            if screen.size != surface.size { surface.resize() }
            surface.draw(screen)
        case "title": surface.setTitle(text)
        case "copy": _ = surface.copyToClipboard(text)
        case "notify": surface.notify(.osc9, AttentionNotice(ways: [.osc9], id: "probe", title: text, body: ""))
        case "bell": surface.bell()
        case "mouse": surface.wantsMouse = text == "on"
        case "redraw": surface.redraw()
        case "suspend": surface.suspend()
        case "resume": surface.resume()
        case "close":
            surface.close()
            isRunning = false
        case "die": die(text)
        default: SurfaceProbe.say("what is \(words)?")
        }
    }

    private func screen(in path: String) -> Screen? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        // A file that is no frame is said so.
        return try? FrameCodec.decode(Array(bytes[..<count])).applied(to: nil)
    }

    private func die(_ how: String) {
        switch how {
        case "abort": abort()
        case "fault": UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        case "trap": fatalError("as asked")
        case "overflow": SurfaceProbe.say("\(deep(1))")
        case "exit": exit(3)
        default: kill(getpid(), SIGKILL)
        }
    }

    private func deep(_ number: Int) -> Int { number > 0 ? deep(number + 1) + deep(number + 2) : 0 }
}
