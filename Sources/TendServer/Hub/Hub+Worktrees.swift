import Logging
package import TendCore
import TendGit

// Git worktrees. Git runs on threads of its own, never on a lane, and never twice at once where it changes something.
extension Hub {
    package func worktrees(of directory: String?) async throws(ServiceError) -> WorktreeListJSON {
        let (runner, places) = (worktreeDesk.runner, sessionPlaces)
        if let directory {
            let directory = try Hub.absolute(directory)
            return try await onThread { () throws(ServiceError) in
                let repository = try Repository(at: directory, runner)
                return WorktreeListJSON(
                    worktrees: repository.worktrees.dropFirst().map { WorktreeJSON($0, of: repository, places) })
            }
        }
        let directories = Set(world.sessions.compactMap(\.worktree?.repository)).sorted()
        return try await onThread { () throws(ServiceError) in
            var answer = WorktreeListJSON(worktrees: [])
            for directory in directories {
                do throws(ServiceError) {
                    let repository = try Repository(at: directory, runner)
                    answer.worktrees += repository.worktrees.dropFirst()
                        .map { WorktreeJSON($0, of: repository, places) }
                } catch {
                    answer.problems.append(error.message)
                }
            }
            return answer
        }
    }

    package func removeWorktree(_ request: RemoveWorktreeJSON) async throws(ServiceError) -> RemovedWorktreeJSON {
        let directory = try Hub.absolute(request.directory)
        let runner = worktreeDesk.runner
        return try await inTurn { (places) throws(ServiceError) in
            let repository = try Repository(at: directory, runner)
            let entry = try repository.linked(request.worktree)
            let running = places.filter { $0.isRunning && $0.isIn(entry.directory) }
            guard running.isEmpty else {
                throw ServiceError(
                    .conflict,
                    "\(entry.directory) is in use: \(Hub.named(running)) — 'tend kill' ends a session")
            }
            if request.ifMerged == true {
                let standing = try repository.standing(of: entry)
                guard standing.isMerged else { throw ServiceError(.conflict, Hub.unmerged(entry, standing)) }
            }
            return RemovedWorktreeJSON(try repository.remove(entry, isForced: request.force ?? false))
        }
    }

    package func pruneWorktrees(_ request: PruneWorktreesJSON) async throws(ServiceError) -> PrunedWorktreesJSON {
        let directory = try Hub.absolute(request.directory)
        let runner = worktreeDesk.runner
        return try await inTurn { (places) throws(ServiceError) in
            let repository = try Repository(at: directory, runner)
            var answer = PrunedWorktreesJSON(removed: [], kept: [])
            for entry in repository.worktrees.dropFirst() {
                do throws(ServiceError) {
                    let inside = places.filter { $0.isIn(entry.directory) }
                    guard inside.isEmpty else {
                        throw ServiceError(.conflict, "\(Hub.named(inside)) \(inside.count == 1 ? "is" : "are") in it")
                    }
                    guard !entry.isGone else {
                        throw ServiceError(.conflict, "its directory is gone — 'git worktree prune' forgets it")
                    }
                    let check = try repository.checkRemoval(of: entry)
                    let reasons = check.obstacles + check.losses
                    guard reasons.isEmpty else { throw ServiceError(.conflict, reasons.joined(separator: ", ")) }
                    guard check.standing.isMerged else {
                        throw ServiceError(.conflict, Hub.unmerged(entry, check.standing))
                    }
                    if request.dryRun == true {
                        answer.removed.append(
                            RemovedWorktreeJSON(
                                branch: entry.branch, directory: entry.directory, branchRemoved: check.takesBranch,
                                ignored: check.ignored))
                    } else {
                        answer.removed.append(RemovedWorktreeJSON(try repository.remove(entry, isForced: false)))
                    }
                } catch {
                    answer.kept.append(
                        PrunedWorktreesJSON.Kept(
                            branch: entry.branch, directory: entry.directory, reason: error.message))
                }
            }
            return answer
        }
    }

    package func diff(_ reference: String) async throws(ServiceError) -> DiffJSON {
        let (runner, directory) = (worktreeDesk.runner, try world.resolve(reference).launch.directory)
        return try await onThread { () throws(ServiceError) in try Repository(at: directory, runner).diff() }
    }

    private static func named(_ places: [SessionPlace]) -> String {
        "\(places.count == 1 ? "session" : "sessions") " + places.map { "'\($0.name)'" }.joined(separator: ", ")
    }

    private static func unmerged(_ entry: WorktreeEntry, _ standing: WorktreeStanding) -> String {
        "'\(entry.name)' is not merged" + (standing.target.map { " into \($0)" } ?? "")
    }

    private static func absolute(_ directory: String) throws(ServiceError) -> String {
        guard directory.hasPrefix("/") else {
            throw ServiceError(.invalid, "the directory '\(DisplayText.excerpt(directory))' is not absolute")
        }
        return directory
    }

    private var sessionPlaces: [SessionPlace] {
        world.sessions.map(SessionPlace.init) + worktreeDesk.opening.values
    }

    // MARK: For a new session

    /// Makes the worktree that a session wants, or takes the one that is there.
    ///
    /// - Returns: the worktree, where the program starts, and what takes it back.
    func openWorktree(
        _ wanted: NewWorktree, from directory: String, for id: SessionID, named name: String
    ) async throws(ServiceError) -> OpenedWorktree {
        let desk = worktreeDesk
        return try await inTurn { (_) throws(ServiceError) in
            let (repository, plan, setUp) = try Hub.aboutWorktree { () throws(ServiceError) in
                try desk.plan(wanted, from: directory)
            }
            let made = try repository.make(plan, needsSetUp: setUp != nil)
            return OpenedWorktree(
                worktree: SessionWorktree(
                    repository: plan.repository, branch: plan.branch, directory: plan.directory, setUp: setUp,
                    marker: made.marker),
                start: made.start, plan: plan)
        } then: { opened in
            self.worktreeDesk.opening[id] = SessionPlace(name: name, in: opened.worktree.directory)
        }
    }

    /// Nothing was started in it.
    func takeBack(_ opened: OpenedWorktree) async {
        let runner = worktreeDesk.runner
        do {
            try await inTurn { (_) throws(ServiceError) in
                try Repository(at: opened.plan.repository, runner).undo(opened.plan)
            }
        } catch {
            logger.warning("the worktree \(opened.plan.directory) is left: \(error.message)")
        }
    }

    /// How a worktree would be had, for those who only ask.
    func planWorktree(
        _ wanted: NewWorktree, from directory: String
    ) async throws(ServiceError) -> (plan: WorktreePlan, setUp: String?) {
        let desk = worktreeDesk
        return try await onThread { () throws(ServiceError) in
            let (_, plan, setUp) = try Hub.aboutWorktree { () throws(ServiceError) in
                try desk.plan(wanted, from: directory)
            }
            return (plan, setUp)
        }
    }

    /// What is wrong with a worktree is said at its field.
    private static func aboutWorktree<Value>(_ body: () throws(ServiceError) -> Value) throws(ServiceError) -> Value {
        do {
            return try body()
        } catch {
            throw error.about("worktree")
        }
    }

    // MARK: Threads

    /// Runs what blocks on a thread of its own.
    private nonisolated func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let result: Result<Value, ServiceError> = await withCheckedContinuation { continuation in
            let failure = startThread { continuation.resume(returning: Result(catching: body)) }
            if failure != 0 {
                continuation.resume(returning: .failure(ServiceError(.unavailable, "there is no thread left for git")))
            }
        }
        return try result.get()
    }

    /// The same after all that were asked for before.
    ///
    /// - Parameters:
    ///   - body: is told where sessions are when it begins.
    ///   - then: takes note of what it has done, before the next one begins.
    private func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable ([SessionPlace]) throws(ServiceError) -> Value,
        then: @escaping (Value) -> Void = { _ in }
    ) async throws(ServiceError) -> Value {
        let before = worktreeDesk.turn
        let work = Task { () -> Result<Value, ServiceError> in
            await before?.value
            let places = sessionPlaces
            do throws(ServiceError) {
                let value = try await onThread { () throws(ServiceError) in try body(places) }
                then(value)
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        worktreeDesk.turn = Task { _ = await work.value }
        return try await work.value.get()
    }
}

/// A worktree that is there for a session that is being started.
struct OpenedWorktree: Sendable {
    var worktree: SessionWorktree
    /// Where the program starts.
    var start: String
    var plan: WorktreePlan
}
