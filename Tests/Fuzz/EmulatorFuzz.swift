import TendScreen
import TendTerminal

// Bytes 0xF5…0xF7 never occur in UTF-8, so they stand for what else happens to a terminal: a resize (two more bytes), a
// snapshot and restore, a viewer's frame. Everything else is output.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard count > 2, let history = try? History(directory: nil, byteLimit: 1 << 20) else { return 0 }
    var terminal = Terminal(size: Size(rows: Int(bytes[0] % 40), columns: Int(bytes[1])), history: history)
    var view = ViewState()
    var index = 2
    var run = 2
    func flush(_ terminal: Terminal) {
        if run < index { terminal.feed(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[run..<index])) }
    }
    while index < count {
        switch bytes[index] {
        case 0xF5 where index + 2 < count:
            flush(terminal)
            terminal.resize(to: Size(rows: Int(bytes[index + 1] % 60), columns: Int(bytes[index + 2])))
            index += 3
            run = index
        case 0xF6:
            flush(terminal)
            let snapshot = terminal.snapshot()
            guard let copy = try? Terminal(snapshot: snapshot, history: history) else {
                fatalError("own snapshot refused")
            }
            precondition(copy.screen().rows == terminal.screen().rows, "restored screen differs")
            terminal = copy
            view = ViewState()
            index += 1
            run = index
        case 0xF7:
            flush(terminal)
            _ = terminal.frame(since: &view, offset: 0)
            precondition(!terminal.hasChanged(since: view))
            index += 1
            run = index
        default: index += 1
        }
    }
    flush(terminal)
    let screen = terminal.screen()
    precondition(screen.cursor.point.row < screen.size.rows && screen.cursor.point.column < screen.size.columns)
    precondition(screen.rows.allSatisfy { $0.cells.count <= screen.size.columns })
    precondition(terminal.takeReplies().count <= 64 << 10)
    _ = terminal.takeNotices()
    return 0
}
