import TendScreen

extension Terminal {
    /// Takes output of the program, in any chunking: sequences and characters may span calls.
    ///
    /// - Complexity: O(bytes), plus at most the screen for each sequence.
    package func feed(_ bytes: UnsafeRawBufferPointer) {
        bytes.withMemoryRebound(to: UInt8.self) { feed($0) }
    }

    private func feed(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard var position = bytes.baseAddress else { return }
        let end = position + bytes.count
        while position < end {
            if lexer.state == .ground {
                position = printText(position, end)
                guard position < end else { return }
                // A C1 control spelled in UTF-8 has begun a sequence.
                if lexer.state != .ground { continue }
                let byte = position.pointee
                position += 1
                if byte == 0x1B { lexer.beginEscape() } else { control(byte) }
                continue
            }
            if lexer.state == .string {
                position += lexer.takeString(UnsafeBufferPointer(start: position, count: end - position))
                guard position < end else { return }
            }
            let byte = position.pointee
            position += 1
            switch lexer.step(byte) {
            case .none: break
            case .control: control(byte)
            case .escape: escape()
            case .sequence: sequence()
            case .command: operatingSystemCommand()
            case .deviceControl: deviceControlString()
            case .text: position -= 1
            }
        }
    }

    /// Feeds text, for tests and for what the terminal itself has to show.
    package func feed(_ text: String) {
        var text = text
        text.withUTF8 { feed($0) }
    }

    /// Feeds bytes of an array.
    package func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { feed($0) }
    }
}
