/// What a tool call could do at worst, the mildest first.
package enum Risk: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case reads, writes, network, deletes, privilege

    package static func < (a: Risk, b: Risk) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}
