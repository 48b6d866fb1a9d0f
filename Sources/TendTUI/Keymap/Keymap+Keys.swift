package import TendCore

extension Keymap {
    package func keys(for command: Command) -> String? { nil }
}
