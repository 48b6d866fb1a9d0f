import Glibc
import TendAgents
import TendClient
import TendCore

/// One call of a hook by Claude Code.
///
/// A hook never breaks or holds up an agent: whatever goes wrong, nothing is printed, and the agent's own dialog decides.
enum ClaudeHook {
    static func run(_ server: HookServer) async {
        guard let bytes = HookInput.read() else { return }
        let event: ClaudeEvent
        do throws(ClaudeEventError) {
            event = try ClaudeEvent(parsing: bytes)
        } catch {
            // Seen with `claude --debug` only.
            Console.say("tend: \(error)")
            return
        }
        if let request = ClaudeRequest(event) {
            async let observing: Void = observe(event, server)
            await ClaudeAsking(request, server).run()
            await observing
        } else {
            await observe(event, server)
            await withdrawEnded(event, server)
        }
    }

    /// Answered at the desk: the hook that asked waits on, and nobody needs to answer any more. It looks for that itself, now and then;
    /// here it is known at once.
    private static func withdrawEnded(_ event: ClaudeEvent, _ server: HookServer) async {
        guard event.endsDialogs, let open = try? await server.quick.attention() else { return }
        for item in open where item.session == server.session && event.ends(item) {
            // Somebody else has withdrawn it, or the server is gone: nothing to do about it here.
            try? await server.quick.withdrawAttention(item.id, reason: "answered at the desk")
        }
    }
}
