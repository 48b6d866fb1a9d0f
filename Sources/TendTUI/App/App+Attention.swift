import Glibc
import TendClient
import TendCore

/// What waits for the user: asked of the server, answered there, and told outside of the picture.
extension App {
    func readAttention() {
        requests.ask { .attention(try await $0.attention()) }
    }

    func answer(_ id: String, _ decision: Decision) {
        requests.ask { client in
            do {
                return .answered(try await client.answer(id, decision))
            } catch {
                return .answerRefused(id: id, "\(error)")
            }
        }
    }

    /// Looks for a pane with the session, the workspaces one after the other.
    func seek(_ session: String) {
        requests.ask { client in
            for name in try await client.workspaces().map(\.name) {
                // One that was closed meanwhile shows nothing.
                guard let workspace = try? await client.workspace(name) else { continue }
                let isShown = workspace.tabs.contains { $0.panes.contains { $0.session == session } }
                if isShown { return .sought(session: session, workspace: name) }
            }
            return .sought(session: session, workspace: nil)
        }
    }

    // MARK: Telling

    func tell(_ notice: AttentionNotice) {
        for way in notice.ways {
            switch way {
            // Part of the title that the model makes.
            case .title: break
            case .bell: surface.bell()
            case .osc9: surface.notify(.osc9, notice)
            case .osc777: surface.notify(.osc777, notice)
            case .osc99: surface.notify(.osc99, notice)
            case .notifySend: tellDesktop(notice)
            }
        }
    }

    /// The program goes on by itself; only whether it is there is waited for.
    private func tellDesktop(_ notice: AttentionNotice) {
        let script = #"command -v notify-send > /dev/null || exit 1; notify-send --app-name=tend -- "$1" "$2" &"#
        let arguments = ["/bin/sh", "-c", script, "sh", notice.title, notice.body]
        let pid = try? Child.start(arguments, environment: options.environment)
        guard pid.flatMap(Child.status) != 0 else { return }
        happen(.noted("\(notice.title) \u{2014} there is no notify-send here, as attention-notify wants it"))
    }
}
