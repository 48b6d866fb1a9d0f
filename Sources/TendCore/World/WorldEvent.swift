package import TendScreen

/// Something the world is told of: what happened, or what was decided after it had been checked.
package enum WorldEvent: Hashable, Sendable {
    /// The server started and found this session in its books. `reports`: the program status records that its emulator kept.
    case restored(Session, reports: [ProgramReport])
    /// The keeper started the program. Its id and name came from ``World/reserve(name:command:using:)``.
    case created(Session)
    /// A creation came to nothing: id and name are free again.
    case abandoned(SessionID)

    /// Output came after ``Effect/watchOutput(_:after:)``. Told once; further output is not told until it is watched for again.
    case becameActive(SessionID)
    /// The answer to ``Effect/checkQuiet(_:)``: when the newest output came, nil if there was none since this server started.
    case quietSince(SessionID, Moment?)
    /// ``World/nextDeadline`` has come.
    case timePassed

    case titleChanged(SessionID, String)
    case bellRang(SessionID)
    /// The program tells how far it is (OSC 9;4).
    case progressed(SessionID, Progress)
    case notified(SessionID, title: String, body: String)
    /// A notification means this by the rules for the agent.
    case heard(SessionID, AgentState, detail: String)
    case programReported(SessionID, ProgramReport)
    /// Somebody beside the agent (a hook, a second client) tells what it does, and what else he knows.
    case observed(SessionID, Evidence, AgentNews)
    /// The rules for an agent's screen found something else than before, or its title goes on changing.
    case sighted(SessionID, Sighting)
    /// How much the session has put out, for the books; nobody is told.
    case measured(SessionID, byteCount: UInt64, lineCount: Int)

    /// The program ended and all of its output has been read.
    case exited(SessionID, ExitStatus)
    /// The keeper does not know the session (any more).
    case interrupted(SessionID)
    /// The keeper started the program of an ended session anew, or (`as`) another one in its place.
    case restarted(SessionID, pid: Int32, as: Launch? = nil)
    /// Something was learned of the session's agent; nil leaves what was known.
    case agentLearned(SessionID, conversation: String?, model: String?)
    /// The plan that the session's agent was started by.
    case agentPlanned(SessionID, AgentCard)
    /// The name came from ``World/check(name:for:)`` in the same turn.
    case renamed(SessionID, to: String)
    case resized(SessionID, to: Size)
    case noted(SessionID, String)
    case removed(SessionID)

    /// An item out of the books, once its session is known.
    case attentionRestored(AttentionItem)
    /// A new item, whose id came from ``AttentionQueue/newID(using:)`` and whose key is new; open, or answered by a rule.
    case asked(AttentionItem)
    /// A decision that ``AttentionItem/check(_:)`` has found possible. It changes nothing if the item is not open any more.
    case attentionAnswered(AttentionID, Answer)
    /// The asker tells what became of the answer.
    case attentionSettled(AttentionID, Answer.Outcome)
    /// Nobody needs to answer any more, with the reason.
    case attentionWithdrawn(AttentionID, reason: String)

    case configured(World.Options)
    /// The program asked for a text of so many bytes to be put on the clipboard.
    case copyAsked(SessionID, byteCount: Int)
    /// A buffer is new, changed or, nil, gone.
    case buffersChanged(name: String, byteCount: Int?)
    /// A workspace is new, has got this name, or is gone.
    case workspacesChanged(name: String)
}

/// Work that follows from a change of the world. Outcomes come back as events.
package enum Effect: Hashable, Sendable {
    /// Write the session into the books; a newer state of the same session replaces one that is not written yet.
    case persist(Session)
    /// Take the session out of the books.
    case forget(SessionID)
    /// Tell whoever listens. The event is in ``World/log`` already.
    case publish(Event)
    /// Ask the session's lane when the newest output came and answer with ``WorldEvent/quietSince(_:_:)``.
    case checkQuiet(SessionID)
    /// Have the session's lane tell ``WorldEvent/becameActive(_:)`` once: at once if there was output after the moment (nil: if there was
    /// any since this program was started), else with the next output. So no output falls between question and answer.
    case watchOutput(SessionID, after: Moment?)
    /// Give the item an id and come back with it as ``WorldEvent/asked(_:)``.
    case raise(AttentionItem)
    /// Write the item into the books, in place of an earlier state of it.
    case persistAttention(AttentionItem)
    /// Take ended items out of the books; the audit log keeps what was asked and answered.
    case forgetAttention([AttentionID])
    /// Add a line to the audit log.
    case audit(AuditEntry)
    /// Write down that ids up to this one may be in use, so that the next server begins after it.
    case reserveEventIDs(through: UInt64)
}
