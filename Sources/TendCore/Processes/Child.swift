package import Glibc

/// Starts programs beside a process' own work: without its terminal, as leaders of a session of their own.
package enum Child {
    /// - Parameters:
    ///   - arguments: the program, looked for in `PATH`, and its arguments.
    ///   - input, output, errors: become standard input, output and error; -1: `/dev/null`.
    package static func start(
        _ arguments: [String], environment: [String: String], input: Int32 = -1, output: Int32 = -1, errors: Int32 = -1
    ) throws(ServiceError) -> pid_t {
        var files = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&files)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&files)
            posix_spawnattr_destroy(&attributes)
        }
        for file: Int32 in 0...2 { posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_RDWR, 0) }
        if input >= 0 { posix_spawn_file_actions_adddup2(&files, input, 0) }
        if output >= 0 { posix_spawn_file_actions_adddup2(&files, output, 1) }
        if errors >= 0 { posix_spawn_file_actions_adddup2(&files, errors, 2) }
        // What is ignored or caught here is none of the program's business.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // Swift's Glibc lacks POSIX_SPAWN_SETSID.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80))
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid: pid_t = 0
        let error = posix_spawnp(&pid, arguments[0], &files, &attributes, &words, &variables)
        guard error == 0 else {
            throw ServiceError(.unavailable, "cannot start \(arguments[0]): \(String(cString: strerror(error)))")
        }
        return pid
    }

    /// Waits for the end of a program that ends at once. Nil when it did not end by itself.
    package static func status(of pid: pid_t) -> Int32? {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}
