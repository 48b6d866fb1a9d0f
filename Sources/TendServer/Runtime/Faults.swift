import Glibc

/// Faults that a test asks for: output that holds a certain word crashes the emulator or stalls it, as a bug would.
///
/// `TEND_FAULTS=crash=WORD,stall=WORD` in the environment of the first command of a home. Without it this costs one check of a
/// constant per chunk of output.
struct Faults: Sendable {
    private var crash: [UInt8] = []
    private var stall: [UInt8] = []

    static let current = Faults(getenv("TEND_FAULTS").map { String(cString: $0) } ?? "")

    init(_ text: String) {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            if pair[0] == "crash" { crash = Array(pair[1].utf8) }
            if pair[0] == "stall" { stall = Array(pair[1].utf8) }
        }
    }

    var isEmpty: Bool { crash.isEmpty && stall.isEmpty }

    func strike(_ bytes: UnsafeRawBufferPointer) {
        if Faults.holds(bytes, crash) { abort() }
        if Faults.holds(bytes, stall) {
            while true { tick &+= 1 }
        }
    }

    private static func holds(_ bytes: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
        guard !word.isEmpty, bytes.count >= word.count else { return false }
        return (0...bytes.count - word.count).contains { start in bytes[start..<start + word.count].elementsEqual(word)
        }
    }
}

/// Something for the stalled loop to do, so that it is not optimised away.
nonisolated(unsafe) private var tick: UInt64 = 0  // Safe because nobody reads it; the process is about to be ended.
