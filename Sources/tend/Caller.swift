import Glibc
import TendCore
import TendScreen

/// The process that asks: its environment, its directory, its terminal.
struct Caller {
    var environment: [String: String]
    var directory: String?
    var userID: UInt32

    init() {
        var found: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            if let mark = strchr(text, CInt(UInt8(ascii: "="))) {
                let name = UnsafeBufferPointer(start: text, count: mark - text)
                let key = String(decoding: UnsafeRawBufferPointer(name), as: UTF8.self)
                if found[key] == nil { found[key] = String(cString: mark + 1) }
            }
            entry += 1
        }
        environment = found
        userID = getuid()
        directory = Caller.currentDirectory(environment["PWD"])
    }

    init(environment: [String: String], directory: String?, userID: UInt32 = 0) {
        self.environment = environment
        self.directory = directory
        self.userID = userID
    }

    /// As the shell names it, links included, if that is the same directory.
    private static func currentDirectory(_ shellName: String?) -> String? {
        if let shellName, shellName.hasPrefix("/") {
            var (named, here) = (stat(), stat())
            if stat(shellName, &named) == 0, stat(".", &here) == 0, named.st_dev == here.st_dev,
                named.st_ino == here.st_ino
            {
                return shellName
            }
        }
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// Variables without which a program would not run as it does in the caller's shell. No secrets: what is stored with a session
    /// should not hold any unless `--env` says so.
    var inherited: [String: String] {
        environment.filter { name, value in
            !value.isEmpty && InheritedVariables.contains(name)
        }
    }
}

extension Caller {
    /// The size of the terminal behind a descriptor; nil if there is none or it does not know.
    static func terminalSize(_ descriptor: Int32) -> Size? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return nil }
        return Size(rows: Int(size.ws_row), columns: Int(size.ws_col)).clamped
    }
}
