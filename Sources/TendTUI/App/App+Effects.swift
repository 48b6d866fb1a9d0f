import Glibc
import TendClient
import TendCore
import TendData
import TendScreen

extension App {
    func perform(_ effect: Effect) {
        switch effect {
        case .send(let session, let input): send(input, to: session)
        // Whose size it is changes nothing that is seen first.
        case .resize(let session, let size) where !isStarted && model.hasSize(session, size):
            untilStarted.append(effect)
        case .resize(let session, let size):
            // It counts, and not what was put off.
            untilStarted.removeAll { if case .resize(session, _) = $0 { true } else { false } }
            live.resize(session, to: size)
        case .makeSession(let command, let directory, let size, let purpose):
            var request = options.newSession(command, directory)
            request.rows = size.rows
            request.cols = size.columns
            requests.make(request, then: purpose)
        case .change(let workspace, let actions):
            requests.askInTurn { .changed(try await $0.change(workspace, actions).workspace) }
        case .lodge(let session, let workspace, let action):
            requests.askInTurn { client in
                do {
                    return .changed(try await client.change(workspace, [action]).workspace)
                } catch {
                    // Nobody would see it. Where it is not known whether the change was made, it stays.
                    if let error = error as? ClientError, case .service = error { try? await client.remove(session) }
                    throw error
                }
            }
        case .remember(let workspace, let pane):
            requests.askInTurn { client in
                // The pane may be gone meanwhile; then there is nothing to remember.
                _ = try? await client.change(workspace, [.focus(pane: pane)])
                return nil
            }
        case .follow(let workspace):
            live.follow(workspace: workspace)
        case .renameWorkspace(let old, let new):
            requests.askInTurn { client in
                _ = try await client.renameWorkspace(old, to: new)
                return .workspaceNames(try await client.workspaces().map(\.name))
            }
        case .listWorkspaces:
            requests.askInTurn { .workspaceNames(try await $0.workspaces().map(\.name)) }
        case .removeWorkspace(let name):
            requests.askInTurn { client in
                try await client.removeWorkspace(name)
                return .workspaceNames(try await client.workspaces().map(\.name))
            }
        case .renameSession(let id, let name): requests.tell { _ = try await $0.rename(id, to: name) }
        case .stopSession(let id): requests.tell { _ = try await $0.stop(id) }
        case .restartSession(let id): requests.tell { _ = try await $0.restart(id) }
        case .removeSession(let id): requests.tell { try await $0.remove(id) }
        case .discardSession(let id):
            requests.ask { client in
                // Gone is gone, whoever did it.
                try? await client.remove(id)
                return nil
            }
        case .watch(let sessions): watch(sessions)
        case .fetch(let pane, let session, let request): fetch(request, of: session, for: pane)
        case .copyToClipboard(let text): copy(text)
        case .addBuffer(let text): addBuffer(text)
        case .listBuffers: listBuffers()
        case .readBuffer(let name, let pane, let isScripted): readBuffer(name, for: pane, isScripted: isScripted)
        case .removeBuffer(let name): removeBuffer(name)
        case .takeClipboard(let session): takeClipboard(of: session)
        case .readAttention where !isStarted: untilStarted.append(effect)
        case .readAttention: readAttention()
        case .answerAttention(let id, let decision): answer(id, decision)
        case .readDiff(let session): readDiff(of: session)
        case .submit(let session, let text, let isForced): submit(text, to: session, isForced: isForced)
        case .seek(let session): seek(session)
        case .notify(let notice): tell(notice)
        case .bell: surface.bell()
        case .title(let text): surface.setTitle(text)
        case .runSegment(let command): runSegment(command)
        case .openEditor(let text): edit(text)
        case .openLink(let link): open(link)
        case .openFile(let path, let line, let column, let directory):
            openFile(path, line: line, column: column, directory: directory)
        case .saveLayout(let name): saveLayout(name)
        case .loadLayout(let name): loadLayout(name)
        case .list(let kind): list(kind)
        case .readProviders(let next): readProviders(next)
        case .plan(let request, let variables): plan(request, variables: variables)
        case .start(let request, let variables, let size, let purpose):
            start(request, variables: variables, size: size, then: purpose)
        case .listDirectories(let path): listDirectories(path)
        case .changeProvider(let name, let change): changeProvider(name, change)
        case .previewTheme(let name): happen(.previewed(appearance(theme: name).theme))
        case .loadTheme(let name):
            guard isKnown("theme", name, options.files.themes().value.names) else { return }
            chosen.theme = name
            configure()
        case .loadKeymap(let name):
            guard isKnown("keymap", name, options.files.keymaps().value.names) else { return }
            chosen.keymap = name
            configure()
        case .reload:
            chosen = Chosen()
            configure()
        case .relight: configure()
        case .redraw: surface.redraw()
        case .suspend: suspend()
        case .answer(let number, let refusal): live.answer(number, refusal: refusal)
        case .wake(let time): wake(at: time)
        case .quit: ending = .detached
        }
    }

    private func send(_ input: Input, to session: String) {
        switch input {
        case .bytes(let bytes): live.send(bytes, to: session)
        case .key(let key): live.press(key, in: session)
        case .text(let text): live.send(InputJSON(text: text), to: session)
        case .paste(let text): live.send(InputJSON(paste: text), to: session)
        case .mouse(let mouse): live.send(InputJSON(mouse: MouseJSON(mouse)), to: session)
        case .focus(let isFocused): live.send(InputJSON(focus: isFocused), to: session)
        }
    }

    private func fetch(_ request: CopyMode.Request, of session: String, for pane: PaneID) {
        let body: @Sendable (Client) async -> Happening? = { client in
            .history(pane, await CopyAnswers(client: client, session: session).page(for: request))
        }
        // Looking through a whole history takes a while, and every letter that is typed begins anew.
        if case .match = request {
            let earlier = searches[pane] ?? Latest()
            searches[pane] = earlier
            requests.ask(inPlaceOf: earlier, body)
        } else {
            requests.ask(body)
        }
    }

    func watch(_ sessions: Set<String>) {
        if let lent = lending.session, !sessions.contains(lent) { recallPart() }
        for session in watched.keys where !sessions.contains(session) {
            live.unwatch(session)
            watched[session] = nil
        }
        for session in sessions where watched[session] == nil {
            watched[session] = .some(nil)
            live.watch(session)
        }
    }
}
