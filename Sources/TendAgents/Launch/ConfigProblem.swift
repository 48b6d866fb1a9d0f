/// A value that cannot be right.
package struct ConfigProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var key: String
    package var reason: String

    package var description: String { "\(key): \(reason)" }
}
