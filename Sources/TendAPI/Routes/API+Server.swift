import HTTPTypes
import HummingbirdCore
import TendCore

extension API {
    func stopServer(_ call: Call) async throws -> Outcome {
        try await control.stop(force: try await call.body(StopJSON.self).force ?? false)
        return try accepted()
    }

    func upgradeServer(_ call: Call) async throws -> Outcome {
        let executable = try await call.body(UpgradeJSON.self).executable
        if let executable, !executable.hasPrefix("/") || executable.contains("\0") {
            throw APIError.invalid("executable must be an absolute path")
        }
        try await control.upgrade(executable: executable)
        return try accepted()
    }

    func restartServer(_ call: Call) async throws -> Outcome {
        _ = try await call.body(EmptyJSON.self)
        try await control.restart()
        return try accepted()
    }

    private func accepted() throws -> Outcome { .response(try .json(AcceptedJSON(), status: .accepted)) }
}
