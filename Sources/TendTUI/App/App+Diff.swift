import TendClient
import TendCore

/// What is changed where a session works, and what is said about it.
extension App {
    func readDiff(of session: String) {
        requests.ask { client in
            do {
                return .diff(session: session, try await client.diff(session))
            } catch {
                return .diffRefused(session: session, "\(error)")
            }
        }
    }

    func submit(_ text: String, to session: String, isForced: Bool) {
        requests.ask { client in
            do {
                let result = try await client.submit(session, SubmitJSON(text: text, force: isForced))
                return .submitted(session: session, text: text, result)
            } catch {
                return .submitRefused(session: session, "\(error)")
            }
        }
    }
}
