import TendClient
import TendCore

/// Does the same to each session that was named.
enum EachSession {
    /// One that refuses does not keep the others from theirs; the reason is said, and the command fails in the end.
    ///
    /// - Throws: what no session is to blame for, at once.
    static func run(_ references: [String], _ body: (String) async throws -> Void) async throws {
        var hasFailed = false
        for reference in references {
            do {
                try await body(reference)
            } catch let error as ClientError {
                guard case .service(let error) = error else { throw error }
                // Of several it has to be said which.
                let subject = references.count == 1 || error.message.contains(reference) ? "" : "\(reference): "
                Console.say("tend: \(subject)\(error.message)")
                hasFailed = true
            } catch let error as Failure {
                Console.say("tend: \(error.message)")
                hasFailed = true
            }
        }
        if hasFailed { throw Outcome(status: 1) }
    }
}
