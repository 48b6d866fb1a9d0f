/// A short name of a text: FNV-1a, 64 bits (<https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>). Tells calls of one
/// conversation apart; it is no proof against somebody who wants two texts to look the same.
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
