/// Something that was copied, to be pasted.
package struct CopyBuffer: Hashable, Sendable {
    package var name: String
    /// Named by us; those that people name stay longer.
    package var isAutomatic: Bool
    /// Seconds since 1970.
    package var time: Double
    package var bytes: [UInt8]

    package init(name: String, isAutomatic: Bool, time: Double, bytes: [UInt8]) {
        self.name = name
        self.isAutomatic = isAutomatic
        self.time = time
        self.bytes = bytes
    }
}
