import Glibc

extension DataFile {
    /// Why a file cannot be read.
    package struct Unreadable: Error {
        package var path: String
        package var reason: String

        /// There is no place in the file to point at.
        package var diagnostic: Diagnostic {
            Diagnostic(file: path, line: 1, column: 1, message: "cannot be read: \(reason) (file ignored)")
        }
    }

    /// Reads one file, which may be anywhere.
    package static func read(_ path: String) -> Result<DataFile, Unreadable> {
        func unreadable(_ reason: String) -> Result<DataFile, Unreadable> {
            .failure(Unreadable(path: path, reason: reason))
        }
        guard let stream = fopen(path, "re") else { return unreadable(String(cString: strerror(errno))) }
        defer { fclose(stream) }
        // One byte more than the reader takes: it says that the file is too long.
        var bytes = [UInt8](repeating: 0, count: DataReader.sizeLimit + 1)
        let count = fread(&bytes, 1, bytes.count, stream)
        if ferror(stream) != 0 { return unreadable(String(cString: strerror(errno))) }
        // A file that is too long may be cut within a character.
        guard
            let text = String(validating: bytes[..<count], as: UTF8.self)
                ?? (count > DataReader.sizeLimit
                    ? String(decoding: bytes[..<count], as: UTF8.self) : nil)
        else { return unreadable("it is not UTF-8") }
        let last = path.split(separator: "/").last.map(String.init) ?? path
        let name = last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
        return .success(DataFile(name: name, path: path, text: text, isShipped: false))
    }
}
