import CLinux
import Glibc
import TendAgents
import TendClient
import TendCore

/// Sees whether Claude Code took an answer, in a process that outlives the hook: the agent goes on when the hook has ended.
///
/// `applied` means: the transcript says that a hook let the call through, or that it was refused as we wanted; or the agent has stopped
/// waiting after it got our answer, and nothing says that the desk was first. Everything else is `unconfirmed`.
struct ClaudeSettling {
    private let item: String
    private let isAllowing: Bool
    private let sight: ClaudeSight

    /// The first looks come fast: a person waits for what becomes of the answer.
    private static let fastLooks = 50
    private static let limit = Duration.seconds(120)
    /// The same, where nothing has been seen of the agent: no more is to be expected.
    private static let blindLimit = Duration.seconds(4)

    init(item: String, isAllowing: Bool, sight: ClaudeSight) {
        self.item = item
        self.isAllowing = isAllowing
        self.sight = sight
    }

    // MARK: Across processes

    init?(parsing text: String) {
        guard let fields = try? JSONTree(parsing: text.utf8), let item = fields["item"]?.text,
            let isAllowing = fields["allowing"]?.flag, let conversation = fields["conversation"]?.text,
            let about = fields["about"].flatMap(ClaudeCallMark.init)
        else { return nil }
        self.item = item
        self.isAllowing = isAllowing
        let dialog = ClaudeDialog(
            conversation: conversation, about: about, call: fields["call"]?.text,
            wasWaiting: fields["waited"]?.flag == true)
        sight = ClaudeSight(
            answered: dialog, transcriptPath: fields["transcript"]?.text, registryPath: fields["registry"]?.text,
            from: fields["offset"]?.integer)
    }

    private var text: String {
        var fields: JSONTree = [
            "item": .string(item), "allowing": .bool(isAllowing), "conversation": .string(sight.dialog.conversation),
            "waited": .bool(sight.dialog.wasWaiting), "about": sight.dialog.about.tree,
        ]
        if let call = sight.dialog.call { fields = fields.with("call", .string(call)) }
        if let path = sight.transcriptPath { fields = fields.with("transcript", .string(path)) }
        if let offset = sight.offset { fields = fields.with("offset", .number(String(offset))) }
        if let path = sight.registryPath { fields = fields.with("registry", .string(path)) }
        return fields.description
    }

    /// Starts the process. It holds nothing of the hook's: the agent waits for the end of its output.
    ///
    /// - Returns: false if it cannot be started.
    func start() -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // What we inherited is somebody's means to see that we have ended.
        guard tend_close_on_exec_from(3) == 0 else { return false }
        let words = ["tend", "hook", "claude", "--settle", text]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        return posix_spawn(&process, "/proc/self/exe", &actions, nil, arguments, environ) == 0
    }

    // MARK: Watching

    func run(_ server: HookServer) async {
        // Signals for the hook's group are not for us.
        setsid()
        let outcome = await watch()
        // Whoever answered is told `unconfirmed` as well when nobody says anything.
        try? await server.quick.settleAttention(item, outcome)
    }

    private func watch() async -> OutcomeJSON.Outcome {
        var sight = sight
        let isBlind = !sight.dialog.wasWaiting && sight.transcriptPath == nil
        let end = ContinuousClock.now + (isBlind ? ClaudeSettling.blindLimit : ClaudeSettling.limit)
        var looks = 0
        var looksSinceGone = 0
        while .now < end {
            switch sight.look() {
            case .isDecided(let isAccepted, let byHook):
                // A refusal that ends the turn is written down as if the desk had given it.
                let isOurs = byHook || !isAllowing
                return isOurs && isAccepted == isAllowing ? .applied : .unconfirmed
            case .isGone:
                // A refusal is written down at once; what has been let through, not before it has run.
                // An answer may come so soon that the call is not in the transcript yet: then this is all there is to see.
                looksSinceGone += 1
                if isAllowing || sight.dialog.call == nil { return .applied }
                if looksSinceGone > ClaudeSettling.fastLooks / 2 { return .unconfirmed }
            case .isOpen: break
            }
            looks += 1
            // Nobody cancels this task.
            try? await Task.sleep(for: looks < ClaudeSettling.fastLooks ? .milliseconds(60) : .seconds(1))
        }
        return .unconfirmed
    }
}
