import HTTPTypes
import HummingbirdCore
import TendCore

extension API {
    func listWorktrees(_ call: Call) async throws -> Outcome {
        .response(try .json(try await service.worktrees(of: call.query["directory"])))
    }

    func removeWorktree(_ call: Call) async throws -> Outcome {
        .response(try .json(try await service.removeWorktree(try await call.body(RemoveWorktreeJSON.self))))
    }

    func pruneWorktrees(_ call: Call) async throws -> Outcome {
        .response(try .json(try await service.pruneWorktrees(try await call.body(PruneWorktreesJSON.self))))
    }
}

extension NewWorktree {
    init(_ body: NewWorktreeJSON) throws(APIError) {
        for text in [body.branch, body.base, body.setup].compactMap({ $0 }) where text.contains("\0") {
            throw .invalid("worktree must not contain NUL characters")
        }
        self.init(branch: body.branch, base: body.base, setUp: body.setup)
    }
}
